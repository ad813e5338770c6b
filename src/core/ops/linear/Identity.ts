import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";

export const Identity = defineOp({
  name: "Identity",
  family: "linear",
  summary: "Passes its input on as it is.",
  torch: "torch.nn.Identity",
  onnx: "Identity",
  source: torchPage("torch.nn.Identity"),
  formula: "x",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: {},
  shape: (_, [x]) => [x],
  examples: [{ code: "Identity", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
