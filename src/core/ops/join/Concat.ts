import { int, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, sizeAt, withSize } from "../../shape.ts";
import { alike, sameRank } from "./alike.ts";

export const Concat = defineOp({
  name: "Concat",
  family: "join",
  summary: "Puts tensors side by side along one axis, the channels unless `dim` says otherwise.",
  torch: "torch.cat",
  onnx: "Concat",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.cat.html",
  formula: "sum of the sizes at `dim`; the others are equal",
  inputs: [{ name: "tensors", doc: "Equal sizes on every axis but `dim`; nothing is stretched.", many: { min: 1 } }],
  attributes: { dim: optional(int(), 1, "The axis; negative counts from the end. PyTorch's default is 0.") },
  shape: (c, tensors, { dim }) => {
    // As in PyTorch a tensor of shape [0] counts for nothing, whatever the others' rank is.
    const counted = [...tensors.entries()].filter(([, x]) => x.length !== 1 || x[0]?.constant !== 0);
    const [first] = counted;
    if (!first) return [tensors[0]];
    const rank = first[1].length;
    if (rank === 0) {
      c.fail({ code: "rank-mismatch", input: first[0], expected: "at least one axis", got: 0 });
      return [undefined];
    }
    if (!sameRank(c, counted, rank)) return [undefined];
    const axis = normalizeAxis(c, dim, rank);
    if (axis === undefined) return [undefined];
    const size = c.dims.sum(counted.map(([, x]) => sizeAt(x, axis)));
    return [withSize(alike(c, counted, axis), axis, size)];
  },
  examples: [
    { code: "Concat(a, b)", inputs: ["[N, 64, H, W]", "[N, 128, H, W]"], outputs: ["[N, 192, H, W]"] },
    { code: "Concat(a, b, c, dim=-1)", inputs: ["[N, T, 8]", "[N, T, 8]", "[N, T, C]"], outputs: ["[N, T, C + 16]"] },
  ],
});
