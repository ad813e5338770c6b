import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const Tanh = defineOp({
  name: "Tanh",
  family: "activation",
  summary: "Maps each element to −1 … 1.",
  torch: "torch.nn.Tanh",
  onnx: "Tanh",
  source: torchPage("torch.nn.Tanh"),
  formula: "tanh(x)",
  inputs: ANY_INPUT,
  attributes: {},
  shape: sameShape,
  examples: [{ code: "Tanh", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
