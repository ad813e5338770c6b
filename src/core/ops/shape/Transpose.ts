import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, sizeAt } from "../../shape.ts";

export const Transpose = defineOp({
  name: "Transpose",
  family: "shape",
  summary: "Changes two axes over.",
  torch: "torch.transpose",
  onnx: "Transpose",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.transpose.html",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: {
    dim0: required(int(), "One axis; negative counts from the end."),
    dim1: required(int(), "The other axis."),
  },
  positional: ["dim0", "dim1"],
  shape: (c, [x = []], { dim0, dim1 }) => {
    const a = normalizeAxis(c, dim0, x.length, "dim0");
    const b = normalizeAxis(c, dim1, x.length, "dim1");
    if (a === undefined || b === undefined) return [undefined];
    return [x.map((size, i) => (i === a ? sizeAt(x, b) : i === b ? sizeAt(x, a) : size))];
  },
  examples: [
    { code: "Transpose(1, 2)", inputs: ["[N, 768, T]"], outputs: ["[N, T, 768]"] },
    { code: "Transpose(-1, -2)", inputs: ["[N, 8, T, 64]"], outputs: ["[N, 8, 64, T]"] },
  ],
});
