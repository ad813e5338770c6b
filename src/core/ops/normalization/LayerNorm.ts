import { bool, float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { checkLastAxes, NORMALIZED_SHAPE, normalizedShape } from "./last_axes.ts";
import { affineWeights } from "./statistics.ts";

export const LayerNorm = defineOp({
  name: "LayerNorm",
  family: "normalization",
  summary: "Normalizes each sample over its last axes.",
  torch: "torch.nn.LayerNorm",
  onnx: "LayerNormalization",
  source: torchPage("torch.nn.LayerNorm"),
  formula: "y = (x − E[x])/√(Var[x] + ε)·γ + β",
  inputs: [{ name: "input", doc: "Any shape; the last axes are normalized over." }],
  attributes: {
    eps: optional(float(), 1e-5, "ε, added to the variance."),
    elementwise_affine: optional(bool, true, "Learns γ and β for each element of the last axes."),
    bias: optional(bool, true, "Learns β as well as γ."),
    normalized_shape: NORMALIZED_SHAPE,
  },
  shape(c, [x = []], a) {
    checkLastAxes(c, x, a.normalized_shape);
    return [x];
  },
  weights: (_, [x = []], a) =>
    a.elementwise_affine ? affineWeights(normalizedShape(x, a.normalized_shape), a.bias) : [],
  examples: [
    { code: "LayerNorm", inputs: ["[N, T, 768]"], outputs: ["[N, T, 768]"] },
    { code: "LayerNorm(normalized_shape=(64, 32, 32))", inputs: ["[N, 64, 32, 32]"], outputs: ["[N, 64, 32, 32]"] },
  ],
});
