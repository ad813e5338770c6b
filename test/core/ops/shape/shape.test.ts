import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fcOptions } from "../../../harness/fuzz.ts";
import { run } from "../run.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
const one = (name: string, settings: object, shape: readonly number[]) =>
  run(name, { ...settings }, [shape]).at({})[0] as number[];

describe("with numbers", () => {
  test("flattening keeps the elements, and unflattening brings the axes back", () => {
    fc.assert(
      fc.property(shapes, fc.nat(), fc.nat(), (shape, a, b) => {
        const [start, end] = [a % shape.length, b % shape.length].sort((x, y) => x - y) as [number, number];
        const flat = one("Flatten", { start_dim: start, end_dim: end - shape.length }, shape);
        expect(product(flat)).toBe(product(shape));
        expect(one("Unflatten", { dim: start, unflattened_size: shape.slice(start, end + 1) }, flat)).toEqual(shape);
      }),
      fcOptions(100),
    );
  });

  test("a permutation and its inverse leave the shape as it was", () => {
    const order = fc
      .integer({ min: 1, max: 5 })
      .chain((n) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n }));
    fc.assert(
      fc.property(order, (dims) => {
        const shape = dims.map((_, i) => i + 2);
        const inverse = dims.map((_, i) => dims.indexOf(i));
        expect(one("Permute", { dims: inverse }, one("Permute", { dims }, shape))).toEqual(shape);
      }),
      fcOptions(60),
    );
  });

  test("the parts that an axis is cut into add up to it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), (size, n) => {
        for (const [name, settings] of [
          ["Chunk", { chunks: n, dim: -1 }],
          ["Split", { split_size_or_sections: n, dim: -1 }],
          ["TensorSplit", { indices_or_sections: n, dim: -1 }],
          ["TensorSplit", { indices_or_sections: [n], dim: -1 }],
        ] as const) {
          const parts = run(name, settings, [[2, size]])
            .at({})
            .map((shape) => shape?.[1] ?? 0);
          expect(parts.reduce((a, b) => a + b, 0)).toBe(size);
        }
      }),
      fcOptions(100),
    );
  });

  test("a slice takes as many as counting takes", () => {
    const bound = fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        bound,
        bound,
        fc.integer({ min: 1, max: 4 }),
        (size, start, end, step) => {
          const indexes = [...Array(size).keys()].slice(start, end);
          const taken = indexes.filter((_, i) => i % step === 0).length;
          const settings = {
            dim: 0,
            ...(start === undefined ? {} : { start }),
            ...(end === undefined ? {} : { end }),
            step,
          };
          expect(one("Slice", settings, [size, 3])).toEqual([taken, 3]);
        },
      ),
      fcOptions(300),
    );
  });

  test("an index is taken exactly where there is one", () => {
    for (let index = -5; index <= 5; index++) {
      expect(run("Select", { dim: 1, index }, [[2, 4]]).faults.length === 0).toBe(index >= -4 && index <= 3);
    }
  });

  test("what Unfold makes of a tensor, Fold takes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 2 }),
        (k, stride, padding, dilation) => {
          const settings = { kernel_size: k, stride, padding, dilation };
          const columns = one("Unfold", settings, [2, 3, 11, 9]);
          expect(one("Fold", { ...settings, output_size: [11, 9] }, columns)).toEqual([2, 3, 11, 9]);
        },
      ),
      fcOptions(60),
    );
  });
});

describe("with symbols", () => {
  test("a reshape keeps symbols, and -1 takes what is left", () => {
    expect(run("Reshape", { shape: [0 + 1, -1] }, ["[N, C, H, W]"]).at({ N: 2, C: 3, H: 4, W: 5 })).toEqual([[1, 120]]);
    expect(run("Flatten", {}, ["[N, 16, H, W]"]).at({ N: 2, H: 5, W: 7 })).toEqual([[2, 560]]);
  });

  test("a reshape that fits for some sizes asks for those, one that never fits is a fault", () => {
    const some = run("Reshape", { shape: [-1, 4] }, ["[H]"]);
    expect(some.faults).toEqual([]);
    expect([3, 4, 6, 8].map((H) => some.holds({ H }))).toEqual([false, true, false, true]);
    expect(run("Reshape", { shape: [2, 128] }, ["[2, H, 3]"]).faults.map(({ code }) => code)).toEqual([
      "reshape-mismatch",
    ]);
  });

  test("a symbol is cut into a fixed number of parts, of which none is missing", () => {
    const halves = run("Chunk", { chunks: 2 }, ["[N, C, T]"]);
    expect(halves.at({ N: 1, C: 7, T: 5 })).toEqual([
      [1, 4, 5],
      [1, 3, 5],
    ]);
    expect([1, 2, 3].map((C) => halves.holds({ N: 1, C, T: 5 }))).toEqual([false, true, true]);
    const five = run("Chunk", { chunks: 5 }, ["[N, C]"]);
    for (let C = 1; C < 30; C++) {
      expect(five.holds({ N: 1, C })).toBe(Math.ceil(C / Math.ceil(C / 5)) === 5);
    }
  });

  test("Squeeze asks that a named size is 1 and that others are not", () => {
    const named = run("Squeeze", { dim: 1 }, ["[N, H, 3]"]);
    expect(named.at({ N: 2, H: 1 })).toEqual([[2, 3]]);
    expect([1, 2].map((H) => named.holds({ N: 2, H }))).toEqual([true, false]);
    const all = run("Squeeze", {}, ["[N, 1, 3]"]);
    expect(all.at({ N: 2 })).toEqual([[2, 3]]);
    expect([1, 2].map((N) => all.holds({ N }))).toEqual([false, true]);
  });

  test("Expand stretches a symbol only where it is 1 or equal", () => {
    const ran = run("Expand", { size: [-1, 5] }, ["[N, T]"]);
    expect(ran.at({ N: 2, T: 1 })).toEqual([[2, 5]]);
    expect([1, 2, 5].map((T) => ran.holds({ N: 2, T }))).toEqual([true, false, true]);
  });

  test("the number of outputs cannot be a symbol", () => {
    expect(run("Unbind", {}, ["[N, 3]"]).faults.map(({ code, axis }) => [code, axis])).toEqual([["size-mismatch", 0]]);
  });
});

test("a number has no axis to roll or to repeat along", () => {
  expect(run("Roll", { shifts: 1, dims: 0 }, [[]]).faults).toMatchObject([{ code: "rank-mismatch" }]);
  expect(run("RepeatInterleave", { repeats: 2, dim: 0 }, [[]]).faults).toMatchObject([{ code: "rank-mismatch" }]);
  expect(run("RepeatInterleave", { repeats: 2 }, [[]]).at({})).toEqual([[2]]);
});
