import { float, int, optional, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";

export const LocalResponseNorm = defineOp({
  name: "LocalResponseNorm",
  family: "normalization",
  summary: "Divides each element by a mean over neighbouring channels.",
  torch: "torch.nn.LocalResponseNorm",
  onnx: "LRN",
  source: torchPage("torch.nn.LocalResponseNorm"),
  formula: "y = x·(k + α/n·Σx²)^(−β)",
  inputs: [{ name: "input", doc: "A batch of channels with at least one axis after them." }],
  attributes: {
    size: required(int({ min: 1 }), "Neighbouring channels that are summed over."),
    alpha: optional(float(), 1e-4, "α, the factor of the sum."),
    beta: optional(float(), 0.75, "β, the exponent."),
    k: optional(float(), 1, "Added to the sum."),
  },
  positional: ["size"],
  shape(c, [x = []]) {
    if (x.length < 3)
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least 3 axes: [N, C, L]", got: x.length });
    return [x];
  },
  examples: [
    { code: "LocalResponseNorm(5)", inputs: ["[N, 96, 55, 55]"], outputs: ["[N, 96, 55, 55]"] },
    { code: "LocalResponseNorm(5, alpha=0.0005, k=2)", inputs: ["[N, C, L]"], outputs: ["[N, C, L]"] },
  ],
});
