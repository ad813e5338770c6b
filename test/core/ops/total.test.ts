import fc from "fast-check";
import { expect, test } from "vitest";
import { Dims, type Shape } from "../../../src/core/dim/index.ts";
import type { Op } from "../../../src/core/op.ts";
import { catalogue } from "../../../src/core/ops/index.ts";
import { RuleContext } from "../../../src/core/rule.ts";
import { fcOptions } from "../../harness/fuzz.ts";
import { readSettings, takes } from "../../harness/op_golden.ts";

const ops: readonly Op[] = Object.values<Op>(catalogue);

/** Where the number of outputs or of axes follows from a size, a formula cannot say it. */
const DEPENDS = new Set(["Unbind", "Split", "Chunk", "Squeeze"]);

const number = fc.integer({ min: -2, max: 5 });
const entries = fc.array(number, { maxLength: 4 });
const value = fc.oneof(
  number,
  entries,
  fc.boolean(),
  fc.constantFrom(0.5, 1.3333, 2.5),
  fc.constantFrom("bi,bj->bij", "...i,i"),
);
const size = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 7 }) },
);
const shape = fc.array(size, { maxLength: 5 });

/** Tensors that often fit together: one shape, the same with an axis changed, with the last two exchanged, or another. */
const similar = (most: number) =>
  shape.chain((base) => {
    const changed = fc
      .tuple(fc.nat(), size)
      .map(([axis, n]) => base.map((old, i) => (i === axis % base.length ? n : old)));
    const exchanged = [...base.slice(0, -2), ...base.slice(-2).reverse()];
    const one = fc.oneof(
      { weight: 3, arbitrary: fc.constant(base) },
      { weight: 2, arbitrary: changed },
      { weight: 1, arbitrary: fc.constant(exchanged) },
      { weight: 1, arbitrary: shape },
    );
    return fc.array(one, { minLength: 0, maxLength: most - 1 }).map((rest) => [base, ...rest]);
  });

/** Settings of which most are left out, each of a kind that the operator takes. */
const settingsOf = (op: Op) => {
  const dims = new Dims();
  const pairs = Object.entries(op.attributes).map(([name, { kind, required }]) => {
    const words: fc.Arbitrary<unknown> | undefined = kind.words && fc.constantFrom(...kind.words);
    const one = words ?? value.filter((v) => readable(op, name, v, dims));
    return [
      name,
      required ? one : fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: one }),
    ] as const;
  });
  return fc.record(Object.fromEntries(pairs));
};

function readable(op: Op, name: string, v: unknown, dims: Dims): boolean {
  const read = readSettings({ ...op, attributes: { [name]: op.attributes[name] ?? never } }, { [name]: v }, dims);
  return read.ok;
}

const never: Op["attributes"][string] = {
  kind: { type: "", read: () => ({ ok: false, code: "attribute-kind", expected: "" }) },
  doc: "",
  required: true,
  default: undefined,
  inferred: false,
};

interface Answer {
  readonly accepted: boolean;
  readonly outputs?: readonly unknown[];
}

/** `named` sizes become symbols; the answer is at their values. */
function answer(op: Op, settings: object, sizes: readonly (readonly number[])[], named: boolean): Answer | undefined {
  const dims = new Dims();
  const given = Object.entries(settings).filter(([, v]) => v !== undefined);
  const read = readSettings(op, Object.fromEntries(given), dims);
  if (!read.ok || !takes(op, sizes.length)) return undefined;
  const at = new Map<string, number>();
  const inputs: readonly Shape[] = sizes.map((one, i) =>
    one.map((n, axis) => {
      if (!named || n === 0) return dims.int(n);
      at.set(`s${i}_${axis}`, n);
      return dims.symbol(`s${i}_${axis}`);
    }),
  );
  const c = new RuleContext(dims);
  const outputs = op.shape(c, inputs, read.values);
  const known = outputs.filter((one) => one !== undefined);
  const accepted = c.faults.length === 0 && c.requirements.every(({ condition }) => dims.holds(condition, at) === true);
  if (c.faults.length === 0 && known.length === outputs.length) {
    op.weights(c, inputs, read.values);
    op.macs?.(c, inputs, read.values, known);
    op.windows(inputs, read.values);
  }
  return accepted
    ? { accepted, outputs: outputs.map((one) => one?.map((dim) => dims.evaluate(dim, at))) }
    : { accepted };
}

for (const op of ops) {
  test(`${op.name}: no shape or setting makes the rule throw, and a formula agrees with numbers`, () => {
    const most = op.inputs.at(-1)?.many ? 3 : op.inputs.length;
    fc.assert(
      fc.property(settingsOf(op), similar(most), (settings, sizes) => {
        const concrete = answer(op, settings, sizes, false);
        const symbolic = answer(op, settings, sizes, true);
        if (!DEPENDS.has(op.name)) expect(symbolic).toEqual(concrete);
      }),
      fcOptions(60),
    );
  });
}
