import { float, int, list, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { distinctAxes } from "../shape/axes.ts";

export const Normalize = defineOp({
  name: "Normalize",
  family: "normalization",
  summary: "Divides the vectors that lie along an axis by their length.",
  torch: "torch.nn.functional.normalize",
  onnx: "LpNormalization",
  source: torchPage("torch.nn.functional.normalize"),
  formula: "x/max(‖x‖ₚ, ε)",
  inputs: [{ name: "input", doc: "Any shape with that axis." }],
  attributes: {
    dim: optional(list(int()), [1], "The axis of the vectors, or several of them."),
    p: optional(float(), 2, "The order of the norm."),
    eps: optional(float(), 1e-12, "ε, the least that a length is taken for."),
  },
  positional: ["dim"],
  shape: (c, [x = []], { dim }) => [distinctAxes(c, dim, x.length) && x],
  examples: [
    { code: "Normalize", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
    { code: "Normalize(-1)", inputs: ["[N, T, 64]"], outputs: ["[N, T, 64]"] },
  ],
});
