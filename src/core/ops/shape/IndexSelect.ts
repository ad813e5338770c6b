import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, withSize } from "../../shape.ts";

export const IndexSelect = defineOp({
  name: "IndexSelect",
  family: "shape",
  summary: "Takes the indexes of an axis that a second tensor lists.",
  torch: "torch.index_select",
  onnx: "Gather",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.index_select.html",
  formula: "the number of indexes",
  inputs: [
    { name: "input", doc: "Any shape." },
    { name: "index", doc: "[n], whole numbers.", dtype: "int" },
  ],
  attributes: { dim: required(int(), "The axis; negative counts from the end.") },
  positional: ["dim"],
  shape: (c, [x = [], index = []], { dim }) => {
    const axis = normalizeAxis(c, dim, x.length);
    if (index.length > 1) c.fail({ code: "rank-mismatch", input: 1, expected: 1, got: index.length });
    if (axis === undefined) return [undefined];
    // A single index may come without an axis of its own.
    return [
      x.length === 0
        ? x
        : withSize(
            x,
            axis,
            index.length === 1 && index[0] ? index[0] : index.length === 0 ? c.dims.int(1) : c.unknown(),
          ),
    ];
  },
  examples: [{ code: "IndexSelect(a, b, dim=1)", inputs: ["[N, 64, T]", "[K]"], outputs: ["[N, K, T]"] }],
});
