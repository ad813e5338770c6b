import { float, inferred, optional, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeOr, stated } from "../../shape.ts";

export const FrozenBatchNorm2d = defineOp({
  name: "FrozenBatchNorm2d",
  family: "normalization",
  summary: "Batch normalization with statistics and factors that are never trained.",
  torch: "torchvision.ops.FrozenBatchNorm2d",
  onnx: "BatchNormalization",
  source: "https://docs.pytorch.org/vision/stable/generated/torchvision.ops.FrozenBatchNorm2d.html",
  formula: "y = (x − E[x])/√(Var[x] + ε)·γ + β",
  inputs: [{ name: "input", doc: "[N, C, H, W]" }],
  attributes: {
    eps: optional(float(), 1e-5, "ε, added to the variance."),
    num_features: inferred(size(), "Channels of the input."),
  },
  shape(c, [x = []], a) {
    if (x.length === 4) stated(c, x, 1, a.num_features, "num_features");
    else c.fail({ code: "rank-mismatch", input: 0, expected: "4 axes: [N, C, H, W]", got: x.length });
    return [x];
  },
  weights: (c, [x = []], a) =>
    (["weight", "bias", "running_mean", "running_var"] as const).map((name) => ({
      name,
      kind: "buffer",
      shape: [a.num_features ?? sizeOr(c, x, 1)],
    })),
  examples: [{ code: "FrozenBatchNorm2d", inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, H, W]"] }],
});
