import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const Softsign = defineOp({
  name: "Softsign",
  family: "activation",
  summary: "Maps each element to −1 … 1, slowly.",
  torch: "torch.nn.Softsign",
  onnx: "Softsign",
  source: torchPage("torch.nn.Softsign"),
  formula: "x/(1 + |x|)",
  inputs: ANY_INPUT,
  attributes: {},
  shape: sameShape,
  examples: [{ code: "Softsign", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
