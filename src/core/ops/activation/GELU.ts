import { optional, word } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const GELU = defineOp({
  name: "GELU",
  family: "activation",
  summary: "Weighs each element by the normal distribution below it.",
  torch: "torch.nn.GELU",
  onnx: "Gelu",
  source: torchPage("torch.nn.GELU"),
  formula: "x·Φ(x)",
  inputs: ANY_INPUT,
  attributes: {
    approximate: optional(word("none", "tanh"), "none", "Computes Φ exactly, or by a hyperbolic tangent."),
  },
  shape: sameShape,
  examples: [
    { code: "GELU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: 'GELU(approximate="tanh")', inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
