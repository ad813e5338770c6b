import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const Hardshrink = defineOp({
  name: "Hardshrink",
  family: "activation",
  summary: "Sets what is near 0 to 0.",
  torch: "torch.nn.Hardshrink",
  onnx: "Shrink",
  source: torchPage("torch.nn.Hardshrink"),
  formula: "x where |x| > λ, else 0",
  inputs: ANY_INPUT,
  attributes: { lambd: optional(float(), 0.5, "λ.") },
  positional: ["lambd"],
  shape: sameShape,
  examples: [
    { code: "Hardshrink", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "Hardshrink(0.3)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
