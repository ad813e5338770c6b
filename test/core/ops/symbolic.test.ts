import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Dims, type Shape } from "../../../src/core/dim/index.ts";
import { ops } from "../../../src/core/ops/index.ts";
import { RuleContext } from "../../../src/core/rule.ts";
import { byGroup, type Row, rowsOf } from "../../harness/golden.ts";
import { opVectors, readSettings, takes, target, toShape } from "../../harness/op_golden.ts";

const rows = rowsOf(readFileSync(new URL("../../golden/op_vectors.json", import.meta.url), "utf8"));

/** Where the number of outputs or of axes follows from a size, a formula cannot say it. */
const DEPENDS = new Set(["Unbind", "Split", "Chunk", "Squeeze"]);

interface Answer {
  readonly accepted: boolean;
  readonly outputs: readonly ((number | undefined)[] | undefined)[];
}

function answer(row: Row, symbolic: boolean): Answer | undefined {
  const { op: name, defaults = {} } = target(row.op as string);
  const op = ops.get(name);
  const sizes = row.inputs as readonly (readonly number[])[];
  if (!op || DEPENDS.has(name) || !takes(op, sizes.length) || sizes.flat().includes(0)) return undefined;
  const dims = new Dims();
  const read = readSettings(op, { ...defaults, ...(row.args as object), ...(row.call as object | undefined) }, dims);
  if (!read.ok) return undefined;
  const at = new Map<string, number>();
  // Every other axis, so that what is a symbol meets what is a number.
  const shapes: readonly Shape[] = symbolic
    ? sizes.map((shape, i) =>
        shape.map((size, axis) => {
          if ((i + axis) % 2 === 0 && size % 3 === 0) return dims.int(size);
          at.set(`s${i}_${axis}`, size);
          return dims.symbol(`s${i}_${axis}`);
        }),
      )
    : sizes.map((shape) => toShape(dims, shape));
  const context = new RuleContext(dims, [], row.mode === "train");
  const outputs = op.shape(context, shapes, read.values);
  const accepted =
    context.faults.length === 0 && context.requirements.every(({ condition }) => dims.holds(condition, at) === true);
  return { accepted, outputs: accepted ? outputs.map((shape) => shape?.map((dim) => dims.evaluate(dim, at))) : [] };
}

for (const [name, members] of byGroup(rows, opVectors.group)) {
  const pairs = members.flatMap((row) => {
    const concrete = answer(row, false);
    return concrete ? [{ row, concrete }] : [];
  });
  if (pairs.length === 0) continue;
  test(`${name}: a formula says at a size what the rule says of that size`, () => {
    for (const { row, concrete } of pairs) expect({ row, ...answer(row, true) }).toEqual({ row, ...concrete });
  });
}
