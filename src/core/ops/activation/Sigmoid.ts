import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const Sigmoid = defineOp({
  name: "Sigmoid",
  family: "activation",
  summary: "Maps each element to 0 … 1.",
  torch: "torch.nn.Sigmoid",
  onnx: "Sigmoid",
  source: torchPage("torch.nn.Sigmoid"),
  formula: "1/(1 + exp(−x))",
  inputs: ANY_INPUT,
  attributes: {},
  shape: sameShape,
  examples: [{ code: "Sigmoid", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
