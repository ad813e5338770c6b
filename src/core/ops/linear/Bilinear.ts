import { bool, inferred, optional, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { positive, sizeAt, sizeOr, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";

export const Bilinear = defineOp({
  name: "Bilinear",
  family: "linear",
  summary: "Multiplies the last axes of two tensors by a learned form, one for each output feature.",
  torch: "torch.nn.Bilinear",
  onnx: "Einsum, Add",
  source: torchPage("torch.nn.Bilinear"),
  formula: "y = x₁ᵀ·A·x₂ + b",
  inputs: [
    { name: "input1", doc: "Any shape with at least one axis; the last holds the features." },
    { name: "input2", doc: "As the first, but for the last axis." },
  ],
  attributes: {
    out_features: required(size(), "Size of the last axis of the output."),
    bias: optional(bool, true, "Adds a learned number to each feature."),
    in1_features: inferred(size(), "Size of the last axis of the first input."),
    in2_features: inferred(size(), "Size of the last axis of the second input."),
  },
  positional: ["out_features"],
  shape(c, [first = [], second = []], a) {
    positive(c, a.out_features, "out_features");
    if (first.length === 0) c.fail({ code: "rank-mismatch", input: 0, expected: "at least 1 axis", got: 0 });
    if (first.length !== second.length)
      c.fail({
        code: "rank-mismatch",
        input: 1,
        expected: first.length,
        got: second.length,
        reason: "both inputs must have equally many axes",
      });
    if (first.length === 0 || first.length !== second.length) return [undefined];
    const last = first.length - 1;
    const before = first.slice(0, last).map((expected, axis) => {
      const got = sizeAt(second, axis);
      return c.equal(got, expected, {
        code: "size-mismatch",
        input: 1,
        axis,
        expected,
        got,
        reason: "all axes but the last must agree",
      });
    });
    stated(c, first, last, a.in1_features, "in1_features");
    stated(c, second, last, a.in2_features, "in2_features", 1);
    return [[...before, a.out_features]];
  },
  weights: (c, [first = [], second = []], a) => [
    {
      name: "weight",
      kind: "parameter",
      shape: [a.out_features, a.in1_features ?? sizeOr(c, first, -1), a.in2_features ?? sizeOr(c, second, -1)],
    },
    ...(a.bias ? [{ name: "bias", kind: "parameter", shape: [a.out_features] } as const] : []),
  ],
  biasAttribute: "bias",
  examples: [{ code: "Bilinear(x, y, 8)", inputs: ["[N, 20]", "[N, 30]"], outputs: ["[N, 8]"] }],
});
