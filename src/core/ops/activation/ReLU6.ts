import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const ReLU6 = defineOp({
  name: "ReLU6",
  family: "activation",
  summary: "Cuts off below 0 and above 6.",
  torch: "torch.nn.ReLU6",
  onnx: "Clip",
  source: torchPage("torch.nn.ReLU6"),
  formula: "min(max(0, x), 6)",
  inputs: ANY_INPUT,
  attributes: { inplace },
  shape: sameShape,
  examples: [{ code: "ReLU6", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
