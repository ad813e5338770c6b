/** Weights, products and windows of one operator at constant sizes, for tests of what a layer owns and costs. */
import { Dims, type Shape } from "../../../src/core/dim/index.ts";
import { ops } from "../../../src/core/ops/index.ts";
import { type DType, RuleContext } from "../../../src/core/rule.ts";
import { readSettings, refusals } from "../../harness/op_golden.ts";
import { shapeOf } from "./run.ts";

interface Mode {
  readonly training?: boolean;
  readonly dtypes?: readonly DType[];
}

export function facts(
  name: string,
  settings: Readonly<Record<string, unknown>>,
  shapes: readonly (readonly number[])[],
  mode: Mode = {},
) {
  const dims = new Dims();
  const op = ops.get(name);
  if (!op) throw new Error(`no operator ${name}`);
  const read = readSettings(op, settings, dims);
  if (!read.ok) throw new Error(`${name}: ${read.code} ${read.attribute}`);
  const inputs = shapes.map((shape) => shapeOf(dims, shape));
  const c = new RuleContext(dims, mode.dtypes, mode.training);
  const outputs = op.shape(c, inputs, read.values);
  const known = outputs.filter((shape) => shape !== undefined);
  const numbers = (shape: Shape): number[] => shape.map(({ constant }) => constant ?? Number.NaN);
  const weights = op.weights(c, inputs, read.values);
  const sized = (kind: "parameter" | "buffer") =>
    Object.fromEntries(
      weights.filter((weight) => weight.kind === kind).map((weight) => [weight.name, numbers(weight.shape)]),
    );
  const parameters = sized("parameter");
  return {
    codes: refusals(dims, c),
    faults: c.faults,
    outputs: known.map(numbers),
    parameters,
    buffers: sized("buffer"),
    count: Object.values(parameters).reduce(
      (sum, shape) => sum + shape.reduce((product, size) => product * size, 1),
      0,
    ),
    macs: op.macs?.(c, inputs, read.values, known).constant ?? 0,
    windows: op.windows(inputs, read.values),
    cancelsBias: op.cancelsBias(inputs, read.values),
  };
}
