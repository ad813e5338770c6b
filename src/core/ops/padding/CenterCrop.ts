import { perAxis, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";

// A crop that is larger than the tensor is filled up with zeros, as torchvision does; CropLike refuses it.
export const CenterCrop = defineOp({
  name: "CenterCrop",
  family: "padding",
  summary: "Cuts the middle out of the last two axes; where the tensor is smaller, zeros are put around it.",
  torch: "torchvision.transforms.CenterCrop",
  onnx: "Pad and Slice",
  source: "https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.CenterCrop.html",
  formula: "`size`",
  inputs: [{ name: "input", doc: "[…, H, W]." }],
  attributes: { size: required(perAxis(size(), 2, "alone"), "Rows and columns that are left; one number is both.") },
  positional: ["size"],
  shape: (c, [x = []], { size: sizes }) => {
    if (x.length < 2) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least 2 axes: […, H, W]", got: x.length });
      return [undefined];
    }
    for (const [i, expected] of sizes.entries()) {
      const got = sizeAt(x, i - 2);
      if (got === expected) continue;
      const even = { kind: "equal", left: c.dims.mod(c.dims.sub(got, expected), 2), right: c.dims.int(0) } as const;
      c.prefer(even, { code: "uneven-crop", input: 0, axis: x.length - 2 + i, attribute: "size", expected, got });
    }
    return [[...x.slice(0, -2), ...sizes]];
  },
  examples: [
    { code: "CenterCrop(224)", inputs: ["[N, 3, 256, 256]"], outputs: ["[N, 3, 224, 224]"] },
    { code: "CenterCrop((2 * h, 2 * w))", inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, 2 * h, 2 * w]"] },
  ],
});
