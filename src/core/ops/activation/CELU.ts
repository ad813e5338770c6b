import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const CELU = defineOp({
  name: "CELU",
  family: "activation",
  summary: "An ELU whose slope is continuous for any α.",
  torch: "torch.nn.CELU",
  onnx: "Celu",
  source: torchPage("torch.nn.CELU"),
  formula: "max(0, x) + min(0, α·(exp(x/α) − 1))",
  inputs: ANY_INPUT,
  attributes: { alpha: optional(float(), 1, "α."), inplace },
  positional: ["alpha"],
  shape: sameShape,
  examples: [
    { code: "CELU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "CELU(0.5)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
