import { float, required, word } from "../../attribute.ts";
import { defineOp } from "../../op.ts";

export const StochasticDepth = defineOp({
  name: "StochasticDepth",
  family: "dropout",
  summary: "Drops whole samples, or all of them at once, at random while training: a residual branch is then skipped.",
  torch: "torchvision.ops.StochasticDepth",
  onnx: "Identity",
  source: "https://docs.pytorch.org/vision/stable/generated/torchvision.ops.stochastic_depth.html",
  inputs: [{ name: "input", doc: "Any shape; the batch comes first." }],
  attributes: {
    p: required(float({ min: 0, max: 1 }), "Probability of being dropped."),
    mode: required(word("row", "batch"), "Each sample for itself, or all together."),
  },
  positional: ["p", "mode"],
  shape: (_, [x]) => [x],
  examples: [{ code: 'StochasticDepth(0.2, "row")', inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
});
