/** Operators as small as the tests of costs can do with, with plain numbers for settings. */
import type { Attribute } from "../../src/core/attribute.ts";
import type { Dim, Shape } from "../../src/core/dim/index.ts";
import { defineOp, type Op } from "../../src/core/op.ts";
import type { RuleContext } from "../../src/core/rule.ts";

const facts = {
  summary: "",
  torch: "",
  onnx: "",
  source: "",
  inputs: [],
  examples: [],
  attributes: {} as Readonly<Record<string, Attribute<number>>>,
};
type Settings = Readonly<Record<string, number | undefined>>;

const axis = (shape: Shape, i: number): Dim => {
  const dim = shape.at(i);
  if (!dim) throw new Error("no such axis");
  return dim;
};

/** A square convolution without padding on [N, C, H, W]: o, k, s. */
export const conv: Op = defineOp({
  ...facts,
  name: "Conv",
  family: "convolution",
  shape: ({ dims }, [x = []], a: Settings) => {
    const { o = 1, k = 1, s = 1 } = a;
    const slide = (dim: Dim): Dim => dims.add(dims.floorDiv(dims.sub(dim, dims.int(k)), s), dims.int(1));
    return [[axis(x, 0), dims.int(o), slide(axis(x, 2)), slide(axis(x, 3))]];
  },
  weights: ({ dims }, [x = []], a: Settings) => {
    const { o = 1, k = 1 } = a;
    return [
      { name: "weight", kind: "parameter", shape: [dims.int(o), axis(x, 1), dims.int(k), dims.int(k)] },
      { name: "bias", kind: "parameter", shape: [dims.int(o)] },
    ];
  },
  macs: ({ dims }, [x = []], a: Settings, [y = []]) => dims.product([...y, axis(x, 1), dims.int((a.k ?? 1) ** 2)]),
  windows: (_, a: Settings) => [-2, -1].map((i) => ({ axis: i, span: a.k ?? 1, step: [a.s ?? 1, 1] as const })),
});

/** Doubles height and width, as a transposed convolution of kernel and stride 2 does, without weights. */
export const up: Op = defineOp({
  ...facts,
  name: "Up",
  family: "resize",
  shape: ({ dims }, [x = []]) => [
    [axis(x, 0), axis(x, 1), dims.mul(dims.int(2), axis(x, 2)), dims.mul(dims.int(2), axis(x, 3))],
  ],
  windows: () => [-2, -1].map((i) => ({ axis: i, span: 1, step: [1, 2] as const })),
});

export const norm: Op = defineOp({
  ...facts,
  name: "Norm",
  family: "normalization",
  shape: (_, [x = []]) => [x],
  weights: ({ dims }, [x = []]) => [
    { name: "weight", kind: "parameter", shape: [axis(x, 1)] },
    { name: "bias", kind: "parameter", shape: [axis(x, 1)] },
    { name: "running_mean", kind: "buffer", shape: [axis(x, 1)] },
    { name: "running_var", kind: "buffer", shape: [axis(x, 1)] },
    { name: "num_batches_tracked", kind: "buffer", shape: [dims.int(1)].slice(1) },
  ],
});

export const concat: Op = defineOp({
  ...facts,
  name: "Concat",
  family: "join",
  shape: ({ dims }, inputs) => {
    const [x = []] = inputs;
    return [[axis(x, 0), dims.sum(inputs.map((one) => axis(one, 1))), ...x.slice(2)]];
  },
});

/** Of the last axis, without bias. */
export const linear: Op = defineOp({
  ...facts,
  name: "Linear",
  family: "linear",
  shape: ({ dims }, [x = []], a: Settings) => [[...x.slice(0, -1), dims.int(a.o ?? 1)]],
  weights: ({ dims }, [x = []], a: Settings) => [
    { name: "weight", kind: "parameter", shape: [dims.int(a.o ?? 1), axis(x, -1)] },
  ],
  macs: ({ dims }, [x = []], _, [y = []]) => dims.product([...y, axis(x, -1)]),
});

/** To one row and one column. */
export const pool: Op = defineOp({
  ...facts,
  name: "GlobalPool",
  family: "pooling",
  shape: ({ dims }, [x = []]) => [[axis(x, 0), axis(x, 1), dims.int(1), dims.int(1)]],
});

/** Two axes changed places. */
export const transpose: Op = defineOp({
  ...facts,
  name: "Transpose",
  family: "shape",
  shape: (_, [x = []]) => [[axis(x, 0), axis(x, 2), axis(x, 1), axis(x, 3)]],
});

/** Never fits. */
export const broken: Op = defineOp({
  ...facts,
  name: "Broken",
  family: "activation",
  shape: (c: RuleContext, [x = []]) => [[axis(x, 0), c.fail({ code: "channel-mismatch" }), ...x.slice(2)]],
});

/** Not even the rank is known after it. */
export const lost: Op = defineOp({ ...facts, name: "Lost", family: "shape", shape: () => [undefined] });
