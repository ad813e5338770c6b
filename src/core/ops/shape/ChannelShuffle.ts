import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";

export const ChannelShuffle = defineOp({
  name: "ChannelShuffle",
  family: "shape",
  summary: "Mixes the channels of groups: the first of each, then the second of each.",
  torch: "torch.nn.ChannelShuffle",
  onnx: "Reshape and Transpose",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html",
  inputs: [{ name: "input", doc: "[N, C, …] with at least 3 axes." }],
  attributes: { groups: required(int({ min: 1 }), "The number of groups, which divides the channels.") },
  positional: ["groups"],
  shape: (c, [x = []], { groups }) => {
    if (x.length < 3) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least 3 axes: [N, C, …]", got: x.length });
      return [undefined];
    }
    const got = sizeAt(x, 1);
    c.divide(got, groups, { code: "groups-mismatch", input: 0, axis: 1, attribute: "groups", expected: groups, got });
    return [x];
  },
  examples: [{ code: "ChannelShuffle(4)", inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, H, W]"] }],
});
