import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const Mish = defineOp({
  name: "Mish",
  family: "activation",
  summary: "A smooth activation that is not monotone.",
  torch: "torch.nn.Mish",
  onnx: "Mish",
  source: torchPage("torch.nn.Mish"),
  formula: "x·tanh(ln(1 + exp(x)))",
  inputs: ANY_INPUT,
  attributes: { inplace },
  shape: sameShape,
  examples: [{ code: "Mish", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
