import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, sameShape } from "./elementwise.ts";

export const Softplus = defineOp({
  name: "Softplus",
  family: "activation",
  summary: "A smooth ReLU.",
  torch: "torch.nn.Softplus",
  onnx: "Softplus",
  source: torchPage("torch.nn.Softplus"),
  formula: "ln(1 + exp(β·x))/β",
  inputs: ANY_INPUT,
  attributes: {
    beta: optional(float(), 1, "β, how sharp the bend is."),
    threshold: optional(float(), 20, "Above it, in β·x, the function is x itself."),
  },
  positional: ["beta", "threshold"],
  shape: sameShape,
  examples: [
    { code: "Softplus", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "Softplus(beta=2)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
