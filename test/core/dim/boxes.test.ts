import fc from "fast-check";
import { expect, test } from "vitest";
import { type Condition, type Dim, Dims, solve } from "../../../src/core/dim/index.ts";
import { fcOptions } from "../../harness/fuzz.ts";

interface Part {
  readonly times: number;
  readonly plus: number;
  readonly by: number;
}

const part: fc.Arbitrary<Part> = fc.record({
  times: fc.integer({ min: 1, max: 3 }),
  plus: fc.integer({ min: -6, max: 6 }),
  by: fc.integer({ min: 1, max: 5 }),
});
const size = (dims: Dims, name: string, { times, plus, by }: Part): Dim =>
  dims.floorDiv(dims.add(dims.scaleBy(times, dims.symbol(name)), dims.int(plus)), by);
const value = (n: number, { times, plus, by }: Part): number => Math.floor((times * n + plus) / by);

test("a product over two symbols is the number in its boxes, and nowhere else", () => {
  let boxed = 0;
  fc.assert(
    fc.property(part, part, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 60 }), (h, w, times, number) => {
      const dims = new Dims();
      const left = dims.product([dims.int(times), size(dims, "H", h), size(dims, "W", w)]);
      const condition: Condition = { kind: "equal", left, right: dims.int(number) };
      const { verdict, boxes, relations } = solve(dims, [condition]);
      if (boxes) boxed++;
      for (let a = 1; a <= 40; a++)
        for (let b = 1; b <= 40; b++) {
          const at = new Map([
            ["H", a],
            ["W", b],
          ]);
          const good = times * value(a, h) * value(b, w) === number;
          const inside = (boxes ?? []).some((box) =>
            [...box].every(([name, [low, high]]) => low <= (at.get(name) ?? 0) && (at.get(name) ?? 0) <= high),
          );
          const said = verdict !== "never" && (boxes === undefined || inside);
          // A relation is the condition itself.
          if (relations.length === 0 && said !== good) throw new Error(`differs at ${a}, ${b}`);
        }
    }),
    fcOptions(150),
  );
  expect(boxed).toBeGreaterThan(20);
});

test("boxes and conditions on their symbols go together", () => {
  const dims = new Dims();
  const half = (name: string) => dims.floorDiv(dims.symbol(name), 2);
  const product: Condition = { kind: "equal", left: dims.mul(half("H"), half("W")), right: dims.int(6) };
  const far: Condition = { kind: "atLeast", left: dims.symbol("H"), right: dims.int(6) };
  const boxes = (...all: readonly Condition[]) => solve(dims, all).boxes?.map((box) => Object.fromEntries(box));
  expect(boxes(product, far)).toEqual([
    { H: [6, 7], W: [4, 5] },
    { H: [12, 13], W: [2, 3] },
  ]);
  const three: Condition = {
    kind: "equal",
    left: dims.product([half("H"), half("W"), half("D")]),
    right: dims.int(1),
  };
  expect(solve(dims, [three]).boxes).toHaveLength(1);
  expect(solve(dims, [product, three])).toMatchObject({ verdict: "never", conflict: [0, 1] });
  const none: Condition = { kind: "atLeast", left: dims.symbol("H"), right: dims.int(14) };
  expect(solve(dims, [none, product])).toMatchObject({ verdict: "never", conflict: [0, 1] });
});
