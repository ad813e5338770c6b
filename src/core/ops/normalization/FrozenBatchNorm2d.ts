import { float, inferred, optional, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeOr, stretch, withSize } from "../../shape.ts";

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
  // Nothing but products and sums with [1, C, 1, 1]: whatever can be stretched to that is taken.
  shape(c, [x = []], a) {
    if (x.length > 4) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "4 axes: [N, C, H, W]", got: x.length });
      return [undefined];
    }
    const { dims } = c;
    const got = x.at(-3) ?? dims.int(1);
    const features = a.num_features ?? got;
    const fault = {
      code: "channel-mismatch",
      input: 0,
      axis: Math.max(0, x.length - 3),
      attribute: "num_features",
    } as const;
    const channels = stretch(c, features, got, { ...fault, expected: features, got });
    const ones = Array.from({ length: 4 - x.length }, () => dims.int(1));
    return [withSize([...ones, ...x], 1, channels)];
  },
  weights: (c, [x = []], a) =>
    (["weight", "bias", "running_mean", "running_var"] as const).map((name) => ({
      name,
      kind: "buffer",
      shape: [a.num_features ?? sizeOr(c, x, -3)],
    })),
  examples: [{ code: "FrozenBatchNorm2d", inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, H, W]"] }],
});
