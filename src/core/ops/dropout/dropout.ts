/** The dropouts: at random while training, and without any effect at inference. */
import { bool, float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";

interface Variant {
  readonly summary: string;
  /** Axes that PyTorch insists on. The other variants that drop channels warn only. */
  readonly ranks?: readonly number[];
  readonly expected?: string;
  /** Drops whole channels, so there must be this many axes where it drops at all. */
  readonly channels?: number;
  readonly example: string;
}

function dropout(name: string, { summary, ranks, expected, channels, example }: Variant) {
  return defineOp({
    name,
    family: "dropout",
    summary,
    torch: `torch.nn.${name}`,
    onnx: "Dropout",
    source: torchPage(`torch.nn.${name}`),
    inputs: [{ name: "input", doc: expected ?? "Any shape." }],
    attributes: {
      p: optional(float({ min: 0, max: 1 }), 0.5, "Probability of being dropped."),
      inplace: optional(bool, false, "Overwrites the input; changes no shape."),
    },
    positional: ["p"],
    shape(c, [x = []], { p }) {
      if (ranks && !ranks.includes(x.length))
        c.fail({ code: "rank-mismatch", input: 0, expected: expected ?? "", got: x.length });
      else if (channels && c.training && p > 0 && p < 1 && x.length < channels)
        c.fail({
          code: "rank-mismatch",
          input: 0,
          expected: `at least ${channels} ${channels > 1 ? "axes" : "axis"}`,
          got: x.length,
        });
      return [x];
    },
    examples: [
      { code: name, inputs: [example], outputs: [example] },
      { code: `${name}(0.1)`, inputs: [example], outputs: [example] },
    ],
  });
}

export const Dropout = dropout("Dropout", {
  summary: "Sets elements to 0 at random while training.",
  example: "[N, 128]",
});
export const Dropout1d = dropout("Dropout1d", {
  summary: "Sets whole channels of a sequence to 0 at random while training.",
  ranks: [2, 3],
  expected: "2 or 3 axes: [C, L] or [N, C, L]",
  channels: 2,
  example: "[N, C, L]",
});
export const Dropout2d = dropout("Dropout2d", {
  summary: "Sets whole channels of an image to 0 at random while training.",
  channels: 2,
  example: "[N, C, H, W]",
});
export const Dropout3d = dropout("Dropout3d", {
  summary: "Sets whole channels of a volume to 0 at random while training.",
  // A batch of one is put in front of anything but five axes.
  channels: 1,
  example: "[N, C, D, H, W]",
});
export const AlphaDropout = dropout("AlphaDropout", {
  summary: "Dropout that keeps mean and variance, for SELU.",
  example: "[N, 128]",
});
export const FeatureAlphaDropout = dropout("FeatureAlphaDropout", {
  summary: "AlphaDropout of whole channels.",
  channels: 2,
  example: "[N, C, H, W]",
});
