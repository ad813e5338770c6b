import { int, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, sizeAt } from "../../shape.ts";

export const Diagonal = defineOp({
  name: "Diagonal",
  family: "shape",
  summary: "Takes the diagonal of two axes, which go; it becomes the last axis.",
  torch: "torch.diagonal",
  onnx: "EyeLike and others",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.diagonal.html",
  formula: "min(n, m − offset), or min(n + offset, m) when offset is negative",
  inputs: [{ name: "input", doc: "At least two axes." }],
  attributes: {
    offset: optional(int(), 0, "How far above the main diagonal; negative is below."),
    dim1: optional(int(), 0, "The axis that counts rows."),
    dim2: optional(int(), 1, "The axis that counts columns."),
  },
  positional: ["offset"],
  shape: (c, [x = []], { offset, dim1, dim2 }) => {
    const a = normalizeAxis(c, dim1, x.length, "dim1");
    const b = normalizeAxis(c, dim2, x.length, "dim2");
    if (a === undefined || b === undefined) return [undefined];
    if (a === b) {
      c.fail({ code: "attribute-range", attribute: "dim2", expected: "another axis than `dim1`", got: dim2 });
      return [undefined];
    }
    const { dims } = c;
    const rows = dims.add(sizeAt(x, a), dims.int(Math.min(offset, 0)));
    const columns = dims.sub(sizeAt(x, b), dims.int(Math.max(offset, 0)));
    return [[...x.filter((_, i) => i !== a && i !== b), dims.max(dims.min(rows, columns), dims.int(0))]];
  },
  examples: [
    { code: "Diagonal(dim1=-2, dim2=-1)", inputs: ["[N, 8, 8]"], outputs: ["[N, 8]"] },
    { code: "Diagonal(1)", inputs: ["[5, 7]"], outputs: ["[5]"] },
  ],
});
