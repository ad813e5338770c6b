import { bool, inferred, optional, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { positive, sizeOr, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";

export const Linear = defineOp({
  name: "Linear",
  family: "linear",
  summary: "Multiplies the last axis by a matrix.",
  torch: "torch.nn.Linear",
  onnx: "Gemm, or MatMul and Add",
  source: torchPage("torch.nn.Linear"),
  formula: "y = x·Aᵀ + b",
  inputs: [{ name: "input", doc: "Any shape with at least one axis; the last holds the features." }],
  attributes: {
    out_features: required(size(), "Size of the last axis of the output."),
    bias: optional(bool, true, "Adds a learned number to each feature."),
    in_features: inferred(size(), "Size of the last axis of the input."),
  },
  positional: ["out_features"],
  shape(c, [x = []], a) {
    positive(c, a.out_features, "out_features");
    if (x.length === 0) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least 1 axis", got: 0 });
      return [undefined];
    }
    stated(c, x, -1, a.in_features, "in_features");
    return [[...x.slice(0, -1), a.out_features]];
  },
  weights: (c, [x = []], a) => [
    { name: "weight", kind: "parameter", shape: [a.out_features, a.in_features ?? sizeOr(c, x, -1)] },
    ...(a.bias ? [{ name: "bias", kind: "parameter", shape: [a.out_features] } as const] : []),
  ],
  macs: (c, [x = []], _, [y = []]) => c.dims.product([...y, sizeOr(c, x, -1)]),
  biasAttribute: "bias",
  examples: [
    { code: "Linear(10)", inputs: ["[N, 512]"], outputs: ["[N, 10]"] },
    { code: "Linear(4*C, bias=false)", inputs: ["[N, T, C]"], outputs: ["[N, T, 4*C]"] },
  ],
});
