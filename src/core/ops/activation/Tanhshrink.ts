import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const Tanhshrink = defineOp({
  name: "Tanhshrink",
  family: "activation",
  summary: "Subtracts the hyperbolic tangent.",
  torch: "torch.nn.Tanhshrink",
  onnx: "Tanh, Sub",
  source: torchPage("torch.nn.Tanhshrink"),
  formula: "x − tanh(x)",
  inputs: ANY_INPUT,
  attributes: {},
  shape: sameShape,
  examples: [{ code: "Tanhshrink", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
