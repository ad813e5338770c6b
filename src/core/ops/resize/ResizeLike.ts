import { bool, optional, orNull, unset } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { anything, mode, modeFits } from "./interpolate.ts";
import { inputs, spatialLike } from "./like.ts";

export const ResizeLike = defineOp({
  name: "ResizeLike",
  family: "resize",
  summary: "Brings a tensor to the spatial size of another: `F.interpolate(x, size=target.shape[2:])`.",
  torch: "torch.nn.functional.interpolate",
  onnx: "Resize",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html",
  formula: "the target's size",
  inputs,
  attributes: {
    mode: optional(mode, "nearest", "How elements between are found; it never changes the size."),
    align_corners: unset(
      orNull(bool),
      "Whether the corners of input and output coincide; for the linear modes and bicubic.",
    ),
  },
  shape: (c, shapes, a) =>
    modeFits(c, shapes[0] ?? [], a) ? spatialLike(c, shapes, (from, _, axis) => anything(c, from, axis)) : [undefined],
  examples: [
    { code: "ResizeLike(a, b)", inputs: ["[N, 64, h, w]", "[N, 3, H, W]"], outputs: ["[N, 64, H, W]"] },
    {
      code: 'ResizeLike(a, b, mode="bilinear")',
      inputs: ["[N, 64, 7, 7]", "[N, 3, H, W]"],
      outputs: ["[N, 64, H, W]"],
    },
  ],
});
