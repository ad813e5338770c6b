import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const SiLU = defineOp({
  name: "SiLU",
  family: "activation",
  summary: "Multiplies each element by its sigmoid; also called swish.",
  torch: "torch.nn.SiLU",
  onnx: "Sigmoid, Mul",
  source: torchPage("torch.nn.SiLU"),
  formula: "x·σ(x)",
  inputs: ANY_INPUT,
  attributes: { inplace },
  shape: sameShape,
  examples: [{ code: "SiLU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
