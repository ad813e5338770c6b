/**
 * BatchNorm1d, BatchNorm2d and BatchNorm3d: y = (x − E[x])/√(Var[x] + ε)·γ + β, for each channel over the batch and the
 * spatial axes. At inference the statistics are the running ones, unless there are none.
 */
import { bool, float, inferred, optional, orNull, size } from "../../attribute.ts";
import type { Shape } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { sizeOr, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";
import { affineWeights, runningStatistics, severalValues } from "./statistics.ts";

const EXAMPLES = {
  1: [
    { code: "BatchNorm1d", inputs: ["[N, 64]"], outputs: ["[N, 64]"] },
    { code: "BatchNorm1d", inputs: ["[N, 64, L]"], outputs: ["[N, 64, L]"] },
  ],
  2: [
    { code: "BatchNorm2d", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "BatchNorm2d(eps=0.001, momentum=0.01)", inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, H, W]"] },
  ],
  3: [{ code: "BatchNorm3d(affine=false)", inputs: ["[N, C, D, H, W]"], outputs: ["[N, C, D, H, W]"] }],
} as const;

const RANKS = {
  1: { ranks: [2, 3], text: "2 or 3 axes: [N, C] or [N, C, L]" },
  2: { ranks: [4], text: "4 axes: [N, C, H, W]" },
  3: { ranks: [5], text: "5 axes: [N, C, D, H, W]" },
} as const;

function batchNorm(n: 1 | 2 | 3) {
  const name = `BatchNorm${n}d`;
  return defineOp({
    name,
    family: "normalization",
    summary: "Normalizes each channel over the batch and the spatial axes.",
    torch: `torch.nn.${name}`,
    onnx: "BatchNormalization",
    source: torchPage(`torch.nn.${name}`),
    formula: "y = (x − E[x])/√(Var[x] + ε)·γ + β",
    inputs: [{ name: "input", doc: "A batch of channels." }],
    attributes: {
      eps: optional(float(), 1e-5, "ε, added to the variance."),
      momentum: optional(
        orNull(float()),
        0.1,
        "How fast the running statistics follow; null takes the mean of all batches.",
      ),
      affine: optional(bool, true, "Learns γ and β for each channel."),
      track_running_stats: optional(bool, true, "Keeps running statistics for inference."),
      num_features: inferred(size(), "Channels of the input."),
    },
    shape(c, [x = []], a) {
      const { ranks, text } = RANKS[n];
      if (!(ranks as readonly number[]).includes(x.length)) {
        c.fail({ code: "rank-mismatch", input: 0, expected: text, got: x.length });
        return [x];
      }
      if (a.affine || a.track_running_stats) stated(c, x, 1, a.num_features, "num_features");
      if (c.training || !a.track_running_stats) enough(c, x);
      return [x];
    },
    weights: (c, [x = []], a) => {
      const size = [a.num_features ?? sizeOr(c, x, 1)];
      return [...(a.affine ? affineWeights(size) : []), ...(a.track_running_stats ? runningStatistics(size) : [])];
    },
    cancelsBias: () => true,
    examples: EXAMPLES[n],
  });
}

const enough = (c: RuleContext, x: Shape): void =>
  severalValues(
    c,
    x.filter((_, axis) => axis !== 1),
    0,
    "statistics of the batch need more than one value for each channel",
  );

export const BatchNorm1d = batchNorm(1);
export const BatchNorm2d = batchNorm(2);
export const BatchNorm3d = batchNorm(3);
