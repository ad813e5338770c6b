import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const LogSigmoid = defineOp({
  name: "LogSigmoid",
  family: "activation",
  summary: "The logarithm of the sigmoid.",
  torch: "torch.nn.LogSigmoid",
  onnx: "Sigmoid, Log",
  source: torchPage("torch.nn.LogSigmoid"),
  formula: "ln(1/(1 + exp(−x)))",
  inputs: ANY_INPUT,
  attributes: {},
  shape: sameShape,
  examples: [{ code: "LogSigmoid", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
