/** One operator on shapes that are written as text, for tests of rules. */
import { Dims, parseDim, type Shape } from "../../../src/core/dim/index.ts";
import { ops } from "../../../src/core/ops/index.ts";
import { type Fault, type Requirement, RuleContext } from "../../../src/core/rule.ts";
import { readSettings } from "../../harness/op_golden.ts";

export interface Ran {
  readonly dims: Dims;
  readonly outputs: readonly (Shape | undefined)[];
  /** The first output, printed. */
  readonly text: string;
  readonly faults: readonly Fault[];
  readonly requirements: readonly Requirement[];
  readonly advice: readonly Requirement[];
  /** Whether it works where symbols have these values. */
  readonly holds: (at: Readonly<Record<string, number>>) => boolean;
  /** The outputs there. */
  readonly at: (at: Readonly<Record<string, number>>) => readonly ((number | undefined)[] | undefined)[];
}

export function shapeOf(dims: Dims, shape: string | readonly number[]): Shape {
  if (typeof shape !== "string") return shape.map((size) => dims.int(size));
  const inner = shape
    .trim()
    .replace(/^\[|\]$/g, "")
    .trim();
  if (inner === "") return [];
  return inner.split(",").map((text) => {
    const { value } = parseDim(dims, text.trim());
    if (!value) throw new Error(`${text} is no size`);
    return value;
  });
}

/** Settings as JSON; a size among them may be a formula in `dims`. */
export function run(
  name: string,
  settings: Readonly<Record<string, unknown>>,
  shapes: readonly (string | readonly number[])[],
  dims = new Dims(),
): Ran {
  const op = ops.get(name);
  if (!op) throw new Error(`no operator ${name}`);
  const inputs = shapes.map((shape) => shapeOf(dims, shape));
  const read = readSettings(op, settings, dims);
  const context = new RuleContext(dims);
  if (!read.ok) context.fail({ code: read.code as Fault["code"], attribute: read.attribute });
  const outputs = read.ok ? op.shape(context, inputs, read.values) : [];
  const { faults, requirements, advice } = context;
  const values = (at: Readonly<Record<string, number>>) => new Map(Object.entries(at));
  return {
    dims,
    outputs,
    text: outputs[0] ? dims.printShape(outputs[0]) : "?",
    faults,
    requirements,
    advice,
    holds: (at) =>
      faults.length === 0 && requirements.every(({ condition }) => dims.holds(condition, values(at)) === true),
    at: (at) => outputs.map((shape) => shape?.map((dim) => dims.evaluate(dim, values(at)))),
  };
}
