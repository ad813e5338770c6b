import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const Softshrink = defineOp({
  name: "Softshrink",
  family: "activation",
  summary: "Moves each element towards 0, and what is near 0 to it.",
  torch: "torch.nn.Softshrink",
  onnx: "Shrink",
  source: torchPage("torch.nn.Softshrink"),
  formula: "x − λ above λ, x + λ below −λ, else 0",
  inputs: ANY_INPUT,
  attributes: { lambd: optional(float({ min: 0 }), 0.5, "λ.") },
  positional: ["lambd"],
  shape: sameShape,
  examples: [
    { code: "Softshrink", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "Softshrink(0.3)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
