import { bool, float, optional, orNull, unset } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { checkLastAxes, NORMALIZED_SHAPE, normalizedShape } from "./last_axes.ts";
import { affineWeights } from "./statistics.ts";

export const RMSNorm = defineOp({
  name: "RMSNorm",
  family: "normalization",
  summary: "Divides each sample by the root of the mean square over its last axes.",
  torch: "torch.nn.RMSNorm",
  onnx: "RMSNormalization",
  source: torchPage("torch.nn.RMSNorm"),
  formula: "y = x/√(E[x²] + ε)·γ",
  inputs: [{ name: "input", doc: "Any shape; the last axes are normalized over." }],
  attributes: {
    eps: unset(
      orNull(float()),
      "ε, added to the mean square; the smallest step of the element type unless it is given.",
    ),
    elementwise_affine: optional(bool, true, "Learns γ for each element of the last axes."),
    normalized_shape: NORMALIZED_SHAPE,
  },
  shape(c, [x = []], a) {
    checkLastAxes(c, x, a.normalized_shape);
    return [x];
  },
  weights: (_, [x = []], a) =>
    a.elementwise_affine ? affineWeights(normalizedShape(x, a.normalized_shape), false) : [],
  examples: [
    { code: "RMSNorm", inputs: ["[N, T, 512]"], outputs: ["[N, T, 512]"] },
    { code: "RMSNorm(eps=0.000001, elementwise_affine=false)", inputs: ["[T, C]"], outputs: ["[T, C]"] },
  ],
});
