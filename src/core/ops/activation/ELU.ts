import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const ELU = defineOp({
  name: "ELU",
  family: "activation",
  summary: "Follows an exponential below 0.",
  torch: "torch.nn.ELU",
  onnx: "Elu",
  source: torchPage("torch.nn.ELU"),
  formula: "x above 0, else α·(exp(x) − 1)",
  inputs: ANY_INPUT,
  attributes: { alpha: optional(float(), 1, "α, the limit far below 0."), inplace },
  positional: ["alpha"],
  shape: sameShape,
  examples: [
    { code: "ELU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "ELU(alpha=0.5)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
