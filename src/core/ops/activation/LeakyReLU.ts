import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const LeakyReLU = defineOp({
  name: "LeakyReLU",
  family: "activation",
  summary: "Scales what is negative by a small slope.",
  torch: "torch.nn.LeakyReLU",
  onnx: "LeakyRelu",
  source: torchPage("torch.nn.LeakyReLU"),
  formula: "max(0, x) + negative_slope·min(0, x)",
  inputs: ANY_INPUT,
  attributes: { negative_slope: optional(float(), 0.01, "Slope below 0."), inplace },
  positional: ["negative_slope"],
  shape: sameShape,
  examples: [
    { code: "LeakyReLU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "LeakyReLU(0.2)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
