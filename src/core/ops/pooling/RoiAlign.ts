import { bool, float, int, optional, perAxis, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";

export const RoiAlign = defineOp({
  name: "RoiAlign",
  family: "pooling",
  summary: "Takes a grid of interpolated means out of each box of an image.",
  torch: "torchvision.ops.RoIAlign",
  onnx: "RoiAlign",
  source: "https://docs.pytorch.org/vision/stable/generated/torchvision.ops.RoIAlign.html",
  formula: "[boxes, C, output_size]",
  inputs: [
    { name: "input", doc: "[N, C, H, W]." },
    { name: "boxes", doc: "[K, 5]: which image of the batch, and two corners." },
  ],
  attributes: {
    output_size: required(perAxis(size(), 2), "Rows and columns of each grid; one number is both."),
    spatial_scale: optional(float(), 1, "From the coordinates of boxes to those of the input."),
    sampling_ratio: optional(int(), -1, "Samples a cell along each axis; as many as fit unless it is above 0."),
    aligned: optional(bool, false, "Moves boxes by half an element, so that they lie on its middle."),
  },
  positional: ["output_size"],
  shape: (c, [x = [], boxes = []], a) => {
    for (const { length, input, rank, names } of [
      { length: x.length, input: 0, rank: 4, names: "[N, C, H, W]" },
      { length: boxes.length, input: 1, rank: 2, names: "[K, 5]" },
    ]) {
      if (length === rank) continue;
      c.fail({ code: "rank-mismatch", input, expected: `${rank} axes: ${names}`, got: length });
      return [undefined];
    }
    const [expected, got] = [c.dims.int(5), sizeAt(boxes, 1)];
    const reason = "a box is an index and two corners";
    c.equal(got, expected, { code: "size-mismatch", input: 1, axis: 1, expected, got, reason });
    return [[sizeAt(boxes, 0), sizeAt(x, 1), ...a.output_size]];
  },
  examples: [
    { code: "RoiAlign(x, boxes, 7)", inputs: ["[N, 256, H, W]", "[K, 5]"], outputs: ["[K, 256, 7, 7]"] },
    {
      code: "RoiAlign(x, boxes, (14, 7), spatial_scale=0.25)",
      inputs: ["[2, 64, 50, 50]", "[K, 5]"],
      outputs: ["[K, 64, 14, 7]"],
    },
  ],
});
