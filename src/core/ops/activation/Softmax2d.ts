import { defineOp } from "../../op.ts";
import { spatialLayout } from "../../shape.ts";
import { torchPage } from "../pages.ts";

export const Softmax2d = defineOp({
  name: "Softmax2d",
  family: "activation",
  summary: "Softmax over the channels at each place of an image.",
  torch: "torch.nn.Softmax2d",
  onnx: "Softmax",
  source: torchPage("torch.nn.Softmax2d"),
  formula: "exp(xᵢ)/Σⱼ exp(xⱼ)",
  inputs: [{ name: "input", doc: "Channels, height, width; a batch may come first." }],
  attributes: {},
  shape(c, [x = []]) {
    spatialLayout(c, x, 2);
    return [x];
  },
  examples: [{ code: "Softmax2d", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
