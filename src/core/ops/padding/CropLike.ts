import { defineOp } from "../../op.ts";
import { inputs, spatialLike } from "../resize/like.ts";

// Unlike torchvision's CenterCrop, which fills up with zeros, it refuses to crop to more than there is.
export const CropLike = defineOp({
  name: "CropLike",
  family: "padding",
  summary: "Cuts the middle out of a tensor, in the spatial size of another.",
  torch: "torchvision.transforms.functional.center_crop",
  onnx: "Slice",
  source: "https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.functional.center_crop.html",
  formula: "the target's size",
  inputs,
  attributes: {},
  shape: (c, shapes) =>
    spatialLike(c, shapes, (from, to, axis) => {
      const fault = { input: 0, axis, expected: to, got: from } as const;
      const fits = c.atLeast(from, to, { code: "size-too-small", ...fault, reason: "it is cropped to that" });
      if (fits && from !== to) {
        const even = { kind: "equal", left: c.dims.mod(c.dims.sub(from, to), 2), right: c.dims.int(0) } as const;
        c.prefer(even, { code: "uneven-crop", ...fault });
      }
    }),
  examples: [
    { code: "CropLike(a, b)", inputs: ["[N, 64, 64, 64]", "[N, 128, 56, 56]"], outputs: ["[N, 64, 56, 56]"] },
    { code: "CropLike(a, b)", inputs: ["[N, 64, H, W]", "[N, 128, H - 8, W - 8]"], outputs: ["[N, 64, H - 8, W - 8]"] },
  ],
});
