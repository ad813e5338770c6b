import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const Hardswish = defineOp({
  name: "Hardswish",
  family: "activation",
  summary: "SiLU from straight pieces.",
  torch: "torch.nn.Hardswish",
  onnx: "HardSwish",
  source: torchPage("torch.nn.Hardswish"),
  formula: "x·min(max(0, x + 3), 6)/6",
  inputs: ANY_INPUT,
  attributes: { inplace },
  shape: sameShape,
  examples: [{ code: "Hardswish", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
