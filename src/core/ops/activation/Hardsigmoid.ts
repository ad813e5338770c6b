import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const Hardsigmoid = defineOp({
  name: "Hardsigmoid",
  family: "activation",
  summary: "A sigmoid from straight pieces.",
  torch: "torch.nn.Hardsigmoid",
  onnx: "HardSigmoid",
  source: torchPage("torch.nn.Hardsigmoid"),
  formula: "min(max(0, x + 3), 6)/6",
  inputs: ANY_INPUT,
  attributes: { inplace },
  shape: sameShape,
  examples: [{ code: "Hardsigmoid", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
