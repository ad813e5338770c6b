import { defineOp } from "../../op.ts";
import { inputs, spatialLike } from "../resize/like.ts";

export const PadLike = defineOp({
  name: "PadLike",
  family: "padding",
  summary:
    "Puts zeros around a tensor up to the spatial size of another, an odd row or column at the end; where it is larger, it is cut.",
  torch: "torch.nn.functional.pad",
  onnx: "Pad",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pad.html",
  formula: "the target's size",
  inputs,
  attributes: {},
  shape: (c, shapes) => spatialLike(c, shapes),
  examples: [
    { code: "PadLike(a, b)", inputs: ["[N, 64, 56, 56]", "[N, 64, 64, 64]"], outputs: ["[N, 64, 64, 64]"] },
    { code: "PadLike(a, b)", inputs: ["[N, 64, 2 * ⌊H/2⌋, W]", "[N, 3, H, W]"], outputs: ["[N, 64, H, W]"] },
  ],
});
