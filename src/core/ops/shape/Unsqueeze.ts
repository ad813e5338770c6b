import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis } from "../../shape.ts";

export const Unsqueeze = defineOp({
  name: "Unsqueeze",
  family: "shape",
  summary: "Adds an axis of size 1.",
  torch: "torch.unsqueeze",
  onnx: "Unsqueeze",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.unsqueeze.html",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: { dim: required(int(), "Where the axis stands in the result; negative counts from its end.") },
  positional: ["dim"],
  shape: (c, [x = []], { dim }) => {
    const axis = normalizeAxis(c, dim, x.length + 1);
    return axis === undefined ? [undefined] : [[...x.slice(0, axis), c.dims.int(1), ...x.slice(axis)]];
  },
  examples: [
    { code: "Unsqueeze(1)", inputs: ["[N, H, W]"], outputs: ["[N, 1, H, W]"] },
    { code: "Unsqueeze(-1)", inputs: ["[N, T]"], outputs: ["[N, T, 1]"] },
  ],
});
