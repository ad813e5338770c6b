import { bool, int, optional, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, sizeAt, withSize } from "../../shape.ts";

export const TopK = defineOp({
  name: "TopK",
  family: "reduction",
  summary: "The k largest along an axis, and where they are.",
  torch: "torch.topk",
  onnx: "TopK",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.topk.html",
  formula: "k",
  inputs: [{ name: "input", doc: "Any shape with at least k along the axis." }],
  attributes: {
    k: required(size({ min: 0 }), "How many."),
    dim: optional(int(), -1, "The axis; negative counts from the end."),
    largest: optional(bool, true, "The largest; else the smallest."),
    sorted: optional(bool, true, "In order."),
  },
  positional: ["k", "dim"],
  outputs: ["values", "indices"],
  mainOutput: true,
  shape: (c, [x = []], { k, dim }) => {
    const axis = normalizeAxis(c, dim, x.length);
    if (axis === undefined) return [undefined, undefined];
    const got = x.length > 0 ? sizeAt(x, axis) : c.dims.int(1);
    c.atLeast(got, k, { code: "size-too-small", input: 0, axis, attribute: "k", expected: k, got });
    const result = x.length > 0 ? withSize(x, axis, k) : x;
    return [result, result];
  },
  examples: [{ code: "TopK(5)", inputs: ["[N, 1000]"], outputs: ["[N, 5]", "[N, 5]"] }],
});
