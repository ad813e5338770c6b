import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const SELU = defineOp({
  name: "SELU",
  family: "activation",
  summary: "An ELU scaled so that means and variances are kept.",
  torch: "torch.nn.SELU",
  onnx: "Selu",
  source: torchPage("torch.nn.SELU"),
  formula: "scale·(max(0, x) + min(0, α·(exp(x) − 1)))",
  inputs: ANY_INPUT,
  attributes: { inplace },
  shape: sameShape,
  examples: [{ code: "SELU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
