/** Random networks over one to three sizes: what solving says of them, against every size or a grid of sizes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Condition, type Dim, Dims, sizes, solve } from "../../../src/core/dim/index.ts";
import { fcOptions } from "../../harness/fuzz.ts";

type At = Readonly<Record<string, number>>;

/** A size as the algebra has it, and as it is counted. */
interface Size {
  readonly dim: Dim;
  readonly at: (values: At) => number;
}

type Layer = readonly ["conv" | "ceil pool" | "up" | "transposed" | "pad" | "same" | "scale", number, number, number];

const layers: fc.Arbitrary<readonly Layer[]> = fc.array(
  fc.tuple(
    fc.constantFrom("conv", "conv", "ceil pool", "up", "transposed", "pad", "same", "scale"),
    fc.integer({ min: 1, max: 5 }),
    fc.constantFrom(1, 2, 2, 3, 4, 5, 7),
    fc.integer({ min: -2, max: 3 }),
  ),
  { maxLength: 5 },
);

function through(dims: Dims, from: Size, network: readonly Layer[]): Size {
  let { dim, at } = from;
  for (const [kind, kernel, stride, pad] of network) {
    const before = at;
    const plus = (n: number) => dims.add(dim, dims.int(n));
    switch (kind) {
      case "conv":
        dim = dims.add(dims.floorDiv(plus(2 * pad - kernel), stride), dims.int(1));
        at = (v) => Math.floor((before(v) + 2 * pad - kernel) / stride) + 1;
        break;
      case "ceil pool": {
        // The last window must begin within the input or its left padding.
        const p = Math.min(Math.max(pad, 0), kernel - 1);
        dim = dims.add(dims.floorDiv(plus(p - 1 + Math.min(p - kernel + stride, 0)), stride), dims.int(1));
        at = (v) => {
          const n = before(v);
          const windows = Math.ceil((n + 2 * p - kernel) / stride) + 1;
          return (windows - 1) * stride >= n + p ? windows - 1 : windows;
        };
        break;
      }
      case "up":
        dim = dims.scaleBy(stride, dim);
        at = (v) => stride * before(v);
        break;
      case "transposed":
        dim = dims.add(dims.scaleBy(stride, plus(-1)), dims.int(kernel - 2 * pad));
        at = (v) => (before(v) - 1) * stride - 2 * pad + kernel;
        break;
      case "pad":
        dim = plus(pad);
        at = (v) => before(v) + pad;
        break;
      case "same":
        dim = dims.ceilDiv(dim, stride);
        at = (v) => Math.ceil(before(v) / stride);
        break;
      case "scale":
        dim = dims.floorDiv(dims.scaleBy(kernel, dim), stride);
        at = (v) => Math.floor((kernel * before(v)) / stride);
        break;
    }
  }
  return { dim, at };
}

interface Demand {
  readonly condition: Condition;
  readonly holds: (values: At) => boolean;
}

/** Layers before a fork, those of its two branches, and the inputs that each begins with. */
type Branches = readonly [readonly Layer[], readonly Layer[], readonly Layer[], number, number];

const branches: fc.Arbitrary<Branches> = fc.tuple(layers, layers, layers, fc.nat(2), fc.nat(2));

function demandsOf(dims: Dims, inputs: readonly Size[], drawn: readonly Branches[]): Demand[] {
  return drawn.flatMap(([shared, left, right, i, j]): Demand[] => {
    const input = (k: number): Size => inputs[k % inputs.length] as Size;
    const a = through(dims, through(dims, input(i), shared), left);
    const b = through(dims, through(dims, input(j), shared), right);
    const one = dims.int(1);
    return [
      { condition: { kind: "equal", left: a.dim, right: b.dim }, holds: (v) => a.at(v) === b.at(v) },
      { condition: { kind: "atLeast", left: a.dim, right: one }, holds: (v) => a.at(v) >= 1 },
    ];
  });
}

function check(names: readonly string[], drawn: readonly Branches[], grid: readonly At[]): void {
  const dims = new Dims();
  const inputs = names.map((name): Size => ({ dim: dims.symbol(name), at: (values) => values[name] ?? 0 }));
  const demands = demandsOf(dims, inputs, drawn);
  const found = solve(
    dims,
    demands.map(({ condition }) => condition),
  );
  const guilty = (found.conflict ?? []).map((i) => demands[i] as Demand);
  if (found.verdict === "never") expect(guilty).not.toEqual([]);
  for (const values of grid) {
    const at = new Map(Object.entries(values));
    const good = demands.every(({ holds }) => holds(values));
    const said =
      found.verdict !== "never" &&
      [...found.sets].every(([name, set]) => sizes.contains(set, values[name] ?? 0)) &&
      [...found.bindings].every(([name, dim]) => dims.evaluate(dim, at) === values[name]) &&
      [...found.relations, ...found.unsolved].every((condition) => dims.holds(condition, at) === true);
    if (said !== good) throw new Error(`${JSON.stringify(values)}: ${found.verdict}, but ${good}`);
    if (found.verdict === "always") expect(good).toBe(true);
    if (found.verdict === "never") expect(guilty.every(({ holds }) => holds(values))).toBe(false);
  }
}

test("networks of one size", () => {
  const grid = Array.from({ length: 1500 }, (_, i) => ({ H: i + 1 }));
  fc.assert(
    fc.property(fc.array(branches, { minLength: 1, maxLength: 2 }), (drawn) => check(["H"], drawn, grid)),
    fcOptions(250),
  );
});

test("networks of several sizes", () => {
  const size = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 200 }));
  const points = fc.array(fc.record({ H: size, W: size, T: size }), { minLength: 150, maxLength: 150 });
  const diagonal = Array.from({ length: 100 }, (_, i) => ({ H: i + 1, W: i + 1, T: i + 1 }));
  fc.assert(
    fc.property(fc.array(branches, { minLength: 1, maxLength: 3 }), points, (drawn, grid) =>
      check(["H", "W", "T"], drawn, [...grid, ...diagonal]),
    ),
    fcOptions(200),
  );
});

test("layers that grow and halve are decided or given up with bounded work", () => {
  for (const depth of [16, 50, 200]) {
    const dims = new Dims();
    const conditions: Condition[] = [];
    let size = dims.symbol("H");
    for (let i = 0; i < depth; i++) {
      const grown = dims.scaleBy(3, size);
      size = dims.floorDiv(grown, 2);
      const even = dims.compareAtLeast(dims.scaleBy(2, size), grown);
      expect(even.kind).toBe("sometimes");
      if (even.kind === "sometimes") conditions.push(even.condition);
    }
    solve(dims, conditions);
    expect(dims.size).toBeLessThan(400_000);
  }
});

test("many conditions are solved with bounded work, and those that are not begun are said to be unsolved", () => {
  const dims = new Dims();
  const H = dims.symbol("H");
  const multiples = Array.from(
    { length: 1000 },
    (_, i): Condition => ({ kind: "equal", left: dims.mod(H, i + 2), right: dims.int(0) }),
  );
  const { verdict, unsolved, sets } = solve(dims, multiples);
  expect(verdict).toBe("unknown");
  expect(unsolved.length).toBeGreaterThan(0);
  expect(dims.size).toBeLessThan(400_000);
  for (let n = 2; n < 12; n++) expect(sizes.first(sets.get("H") ?? sizes.all()) ?? 1).toSatisfy((h) => h % n === 0);
});
