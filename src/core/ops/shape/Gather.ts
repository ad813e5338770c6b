import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, sizeAt } from "../../shape.ts";

export const Gather = defineOp({
  name: "Gather",
  family: "shape",
  summary: "Takes along an axis, for each place, the element that a second tensor says.",
  torch: "torch.gather",
  onnx: "GatherElements",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.gather.html",
  formula: "the shape of the indexes",
  inputs: [
    { name: "input", doc: "Any shape." },
    { name: "index", doc: "Whole numbers; as many axes, none but `dim` larger than the input's.", dtype: "int" },
  ],
  attributes: { dim: required(int(), "The axis; negative counts from the end.") },
  positional: ["dim"],
  shape: (c, [x = [], index = []], { dim }) => {
    const axis = normalizeAxis(c, dim, x.length);
    // Without an element there is nothing to compare, and without axes it counts as one axis of size 1.
    if (axis === undefined || index.some(({ constant }) => constant === 0)) return [index];
    const one = c.dims.int(1);
    const [from, to] = [x.length === 0 ? [one] : x, index.length === 0 ? [one] : index];
    if (from.length !== to.length) {
      c.fail({ code: "rank-mismatch", input: 1, expected: x.length, got: index.length });
      return [index];
    }
    for (const [i, got] of to.entries()) {
      const most = sizeAt(from, i);
      if (i !== axis)
        c.atLeast(most, got, {
          code: "size-too-small",
          input: 0,
          axis: i,
          expected: got,
          got: most,
          reason: "the indexes have that size",
        });
    }
    return [index];
  },
  examples: [{ code: "Gather(a, b, dim=1)", inputs: ["[N, T, 64]", "[N, K, 64]"], outputs: ["[N, K, 64]"] }],
});
