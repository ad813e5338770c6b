import { bool, count, float, inferred, optional, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { asDim, positive, sizeAt, sizeOr, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";
import { affineWeights, severalValues } from "./statistics.ts";

export const GroupNorm = defineOp({
  name: "GroupNorm",
  family: "normalization",
  summary: "Normalizes groups of channels of each sample, over the spatial axes too.",
  torch: "torch.nn.GroupNorm",
  onnx: "GroupNormalization",
  source: torchPage("torch.nn.GroupNorm"),
  formula: "y = (x − E[x])/√(Var[x] + ε)·γ + β",
  inputs: [{ name: "input", doc: "A batch of channels, with any axes after them." }],
  attributes: {
    num_groups: required(count(), "Groups that the channels are split into; must divide their number."),
    eps: optional(float(), 1e-5, "ε, added to the variance."),
    affine: optional(bool, true, "Learns γ and β for each channel."),
    num_channels: inferred(size(), "Channels of the input."),
  },
  positional: ["num_groups"],
  shape(c, [x = []], a) {
    const { dims } = c;
    positive(c, a.num_groups, "num_groups");
    if (x.length < 2) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least 2 axes: [N, C, …]", got: x.length });
      return [x];
    }
    // Without learned numbers only what arrives is looked at when it runs, but what is written when it is built.
    const taken = a.affine ? stated(c, x, 1, a.num_channels, "num_channels") : sizeAt(x, 1);
    const groups = asDim(dims, a.num_groups);
    const fault = {
      code: "groups-mismatch",
      input: 0,
      attribute: "num_groups",
      expected: groups,
      reason: "num_groups must divide the channels",
    } as const;
    const each = c.divide(taken, groups, { ...fault, got: taken });
    if (!a.affine && a.num_channels) c.divide(a.num_channels, groups, { ...fault, got: a.num_channels });
    // PyTorch counts the values of a group over the whole batch.
    severalValues(c, [sizeAt(x, 0), each, ...x.slice(2)], 0, "statistics need more than one value for each group");
    return [x];
  },
  weights: (c, [x = []], a) => (a.affine ? affineWeights([a.num_channels ?? sizeOr(c, x, 1)]) : []),
  cancelsBias: ([x = []], a) => {
    const groups = a.num_groups;
    return typeof groups === "number" ? x[1]?.constant === groups : x[1] === groups;
  },
  examples: [
    { code: "GroupNorm(32)", inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, H, W]"] },
    { code: "GroupNorm(4, affine=false)", inputs: ["[N, 8, 16]"], outputs: ["[N, 8, 16]"] },
  ],
});
