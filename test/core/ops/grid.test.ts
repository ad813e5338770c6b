/**
 * Every operator's examples, three ways: what the example states, the rule over symbols, and the rule over numbers must
 * say the same at every size of a grid, refusals included.
 */
import { describe, expect, test } from "vitest";
import { Dims, type Shape } from "../../../src/core/dim/index.ts";
import type { Op, OpExample } from "../../../src/core/op.ts";
import { catalogue, ops } from "../../../src/core/ops/index.ts";
import { RuleContext } from "../../../src/core/rule.ts";
import { readExample, readShape, type Symbols } from "../../harness/op_example.ts";

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 31, 32, 33, 64];
const MAX_POINTS = 120;

function run(dims: Dims, op: Op, example: OpExample, symbols: Symbols) {
  const inputs = example.inputs.map((text) => readShape(dims, text, symbols));
  const settings = readExample(dims, op, example, symbols);
  const context = new RuleContext(dims);
  const outputs = op.shape(context, inputs, settings);
  const known = outputs.filter((shape) => shape !== undefined);
  const weights = op.weights(new RuleContext(dims), inputs, settings);
  const macs = op.macs?.(new RuleContext(dims), inputs, settings, known);
  return { context, outputs, weights, macs };
}

/** Assignments in a fixed order that varies every symbol: all of them, or as many as are looked at. */
function points(names: readonly string[]): ReadonlyMap<string, number>[] {
  const total = SIZES.length ** names.length;
  const step = Math.max(1, Math.floor(total / MAX_POINTS)) | 1;
  const out: ReadonlyMap<string, number>[] = [];
  for (let k = 0; k < total && out.length < MAX_POINTS; k += step) {
    let rest = k;
    out.push(
      new Map(
        names.map((name) => {
          const value = SIZES[rest % SIZES.length] ?? 1;
          rest = Math.floor(rest / SIZES.length);
          return [name, value] as const;
        }),
      ),
    );
  }
  return out;
}

const at = (dims: Dims, shapes: readonly (Shape | undefined)[], sizes: ReadonlyMap<string, number>) =>
  shapes.map((shape) => shape?.map((dim) => dims.evaluate(dim, sizes)));

function compare(op: Op, example: OpExample): void {
  const dims = new Dims();
  const names = new Set<string>();
  const symbolic = run(dims, op, example, (name) => {
    names.add(name);
    return dims.symbol(name);
  });
  expect(symbolic.context.faults).toEqual([]);
  let accepted = 0;
  for (const sizes of points([...names])) {
    const table = new Dims();
    const number: Symbols = (name) => table.int(sizes.get(name) ?? 0);
    const { context, outputs, weights, macs } = run(table, op, example, number);
    const refused = [...context.faults, ...context.requirements].some(
      (entry) => !("condition" in entry) || table.holds(entry.condition, new Map()) !== true,
    );
    const holds = symbolic.context.requirements.every(({ condition }) => dims.holds(condition, sizes) === true);
    const where = JSON.stringify([...sizes]);
    expect(holds, `accepted at ${where}`).toBe(!refused);
    if (refused) continue;
    accepted++;
    const nowhere = new Map<string, number>();
    const concrete = at(table, outputs, nowhere);
    expect(at(dims, symbolic.outputs, sizes), `outputs at ${where}`).toEqual(concrete);
    expect(
      at(
        dims,
        example.outputs.map((text) => readShape(dims, text, (name) => dims.symbol(name))),
        sizes,
      ),
      `stated at ${where}`,
    ).toEqual(concrete);
    const shapesOf = (all: typeof weights) => all.map(({ shape }) => shape);
    expect(symbolic.weights.map(({ name }) => name)).toEqual(weights.map(({ name }) => name));
    expect(at(dims, shapesOf(symbolic.weights), sizes), `weights at ${where}`).toEqual(
      at(table, shapesOf(weights), nowhere),
    );
    expect(symbolic.macs && dims.evaluate(symbolic.macs, sizes), `MACs at ${where}`).toBe(
      macs && table.evaluate(macs, nowhere),
    );
  }
  expect(accepted, "sizes of the grid that work").toBeGreaterThan(0);
}

describe.each(Object.values<Op>(catalogue).map((op) => [op.name, op] as const))("%s", (_, op) => {
  test.each(op.examples.map((example) => [`${example.code} on ${example.inputs.join(", ")}`, example] as const))(
    "%s says over symbols what it says over numbers",
    (_, example) => compare(op, example),
  );

  test("is described", () => {
    expect(ops.get(op.name)).toBe(op);
    expect(op.examples.length).toBeGreaterThan(0);
    expect(op.summary).toMatch(/^[A-Z].*\.$/);
    expect(op.source).toMatch(/^https:/);
    for (const name of op.positional ?? []) {
      expect(Object.keys(op.attributes)).toContain(name);
      expect(op.attributes[name]?.inferred, `${name} is inferred and goes by name`).toBe(false);
    }
    expect(op.positional?.length ?? 0).toBeLessThanOrEqual(2);
    for (const { doc } of Object.values(op.attributes)) expect(doc).toMatch(/\S/);
  });
});

test("the catalogue's names are the operators' own", () => {
  for (const [name, op] of Object.entries<Op>(catalogue)) expect(op.name).toBe(name);
  expect(new Set(Object.values<Op>(catalogue).map(({ id }) => id)).size).toBe(ops.size);
});
