import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const ReLU = defineOp({
  name: "ReLU",
  family: "activation",
  summary: "Sets what is negative to 0.",
  torch: "torch.nn.ReLU",
  onnx: "Relu",
  source: torchPage("torch.nn.ReLU"),
  formula: "max(0, x)",
  inputs: ANY_INPUT,
  attributes: { inplace },
  shape: sameShape,
  examples: [
    { code: "ReLU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "ReLU(inplace=true)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
