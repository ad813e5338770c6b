/** InstanceNorm1d, InstanceNorm2d and InstanceNorm3d: each channel of each sample over the spatial axes alone. */
import { bool, float, inferred, optional, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeOr, spatialLayout, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";
import { affineWeights, runningStatistics, severalValues } from "./statistics.ts";

const EXAMPLES = {
  1: [{ code: "InstanceNorm1d", inputs: ["[N, C, 128]"], outputs: ["[N, C, 128]"] }],
  2: [
    { code: "InstanceNorm2d(affine=true)", inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, H, W]"] },
    { code: "InstanceNorm2d", inputs: ["[64, 32, 32]"], outputs: ["[64, 32, 32]"] },
  ],
  3: [{ code: "InstanceNorm3d", inputs: ["[N, C, D, H, W]"], outputs: ["[N, C, D, H, W]"] }],
} as const;

function instanceNorm(n: 1 | 2 | 3) {
  const name = `InstanceNorm${n}d`;
  return defineOp({
    name,
    family: "normalization",
    summary: "Normalizes each channel of each sample over the spatial axes.",
    torch: `torch.nn.${name}`,
    onnx: "InstanceNormalization",
    source: torchPage(`torch.nn.${name}`),
    formula: "y = (x − E[x])/√(Var[x] + ε)·γ + β",
    inputs: [{ name: "input", doc: "Channels, then the axes that are normalized over; a batch may come first." }],
    attributes: {
      eps: optional(float(), 1e-5, "ε, added to the variance."),
      momentum: optional(float(), 0.1, "How fast the running statistics follow."),
      affine: optional(bool, false, "Learns γ and β for each channel."),
      track_running_stats: optional(bool, false, "Keeps running statistics for inference."),
      num_features: inferred(size(), "Channels of the input."),
    },
    shape(c, [x = []], a) {
      const layout = spatialLayout(c, x, n);
      if (!layout) return [x];
      const { channel, spatial } = layout;
      // What is written and not used PyTorch lets pass with a warning.
      if (a.affine || a.track_running_stats) stated(c, x, channel, a.num_features, "num_features");
      if (c.training || !a.track_running_stats)
        severalValues(c, x.slice(spatial), spatial, "statistics need more than one value for each channel");
      return [x];
    },
    weights: (c, [x = []], a) => {
      const size = [a.num_features ?? sizeOr(c, x, -n - 1)];
      return [...(a.affine ? affineWeights(size) : []), ...(a.track_running_stats ? runningStatistics(size) : [])];
    },
    cancelsBias: () => true,
    examples: EXAMPLES[n],
  });
}

export const InstanceNorm1d = instanceNorm(1);
export const InstanceNorm2d = instanceNorm(2);
export const InstanceNorm3d = instanceNorm(3);
