import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ops } from "../../../../src/core/ops/index.ts";
import { RuleContext } from "../../../../src/core/rule.ts";
import { fcOptions } from "../../../harness/fuzz.ts";
import { readSettings } from "../../../harness/op_golden.ts";
import { run, shapeOf } from "../run.ts";

/** PyTorch's rule, written down a second time. */
function stretched(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const sizes: number[] = [];
  for (let back = 1; back <= rank; back++) {
    const [x, y] = [a.at(-back) ?? 1, b.at(-back) ?? 1];
    if (x !== y && x !== 1 && y !== 1) return undefined;
    sizes.unshift(x === 1 ? y : x);
  }
  return sizes;
}

const shapes = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 });

describe("Add", () => {
  test("stretches as PyTorch does", () => {
    fc.assert(
      fc.property(shapes, shapes, (a, b) => {
        const ran = run("Add", {}, [a, b]);
        const expected = stretched(a, b);
        expect(ran.faults.length === 0).toBe(expected !== undefined);
        if (expected) expect(ran.at({})).toEqual([expected]);
      }),
      fcOptions(300),
    );
  });

  test("asks of symbols that they are equal or that one is 1, and says what comes out", () => {
    const ran = run("Add", {}, ["[N, 8, H]", "[N, 8, h]"]);
    for (let H = 1; H < 6; H++) {
      for (let h = 1; h < 6; h++) {
        const fits = H === h || H === 1 || h === 1;
        expect(ran.holds({ N: 1, H, h })).toBe(fits);
        if (fits) expect(ran.at({ N: 1, H, h })).toEqual([[1, 8, Math.max(H, h)]]);
      }
    }
  });

  test("advises against stretching a map that has shrunk to 1, not against a 1 that is written", () => {
    expect(
      run("Add", {}, ["[N, 8, H]", "[N, 8, h]"]).advice.map(({ fault }) => [fault.code, fault.axis]),
    ).toContainEqual(["broadcast-surprise", 2]);
    expect(run("Mul", {}, ["[N, 8, H, W]", "[N, 8, 1, 1]"]).advice).toEqual([]);
    expect(run("Add", {}, ["[N, T, 8]", "[T, 8]"]).advice).toEqual([]);
  });
});

function macs(
  name: string,
  settings: Readonly<Record<string, unknown>>,
  inputs: readonly string[],
  at: Readonly<Record<string, number>>,
): number | undefined {
  const { dims, outputs } = run(name, settings, inputs);
  const op = ops.get(name);
  const read = op && readSettings(op, settings, dims);
  if (!op?.macs || !read?.ok) return undefined;
  const known = outputs.filter((shape) => shape !== undefined);
  const cost = op.macs(
    new RuleContext(dims),
    inputs.map((text) => shapeOf(dims, text)),
    read.values,
    known,
  );
  return dims.evaluate(cost, new Map(Object.entries(at)));
}

test("matrix products by whatever name give one shape and cost the same", () => {
  const inputs = ["[N, T, C]", "[N, C, S]"];
  const at = { N: 2, T: 3, C: 5, S: 7 };
  const products = [
    ["MatMul", {}],
    ["Bmm", {}],
    ["Einsum", { equation: "bij,bjk->bik" }],
  ] as const;
  for (const [name, settings] of products) {
    expect(run(name, settings, inputs).text).toBe("[N, T, S]");
    expect([name, macs(name, settings, inputs, at)]).toEqual([name, 2 * 3 * 5 * 7]);
  }
});

test("the inner sizes of a product must be equal", () => {
  const { faults } = run("MatMul", {}, ["[N, T, 64]", "[32, 10]"]);
  expect(faults.map(({ code, input, axis }) => ({ code, input, axis }))).toEqual([
    { code: "matmul-mismatch", input: 1, axis: 0 },
  ]);
  const ran = run("MatMul", {}, ["[N, T, C]", "[32, 10]"]);
  expect([31, 32].map((C) => ran.holds({ N: 1, T: 1, C }))).toEqual([false, true]);
});

test("CosineSimilarity takes the axis of the shape that both are stretched to", () => {
  const both = (dim: number, ...shapes: readonly number[][]) => run("CosineSimilarity", { dim }, shapes);
  expect(both(1, [2, 5, 3], [5, 1]).at({})).toEqual([[2, 3]]);
  expect(both(0, [4], [2, 4]).at({})).toEqual([[4]]);
  expect(both(0, [3], [4]).faults).toMatchObject([{ code: "add-mismatch" }]);
  expect(both(2, [3, 4], [3, 4]).faults).toMatchObject([{ code: "attribute-range", attribute: "dim" }]);
});

test("functions of each element keep the shape, and Clamp needs a bound", () => {
  for (const name of ["Abs", "Exp", "Log", "Neg", "Rsqrt", "Sqrt"])
    expect(run(name, {}, [[2, 3]]).at({})).toEqual([[2, 3]]);
  expect(run("Pow", { exponent: 0.5 }, [[]]).at({})).toEqual([[]]);
  expect(run("Clamp", { max: 6 }, [[2, 3]]).at({})).toEqual([[2, 3]]);
  expect(run("Clamp", {}, [[2, 3]]).faults).toMatchObject([{ code: "missing-attribute" }]);
});
