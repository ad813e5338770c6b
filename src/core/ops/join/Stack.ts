import { int, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis } from "../../shape.ts";
import { alike, sameRank } from "./alike.ts";

export const Stack = defineOp({
  name: "Stack",
  family: "join",
  summary: "Puts tensors of one shape side by side along a new axis.",
  torch: "torch.stack",
  onnx: "Unsqueeze and Concat",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.stack.html",
  formula: "the number of tensors, at `dim`",
  inputs: [{ name: "tensors", doc: "Equal shapes.", many: { min: 1 } }],
  attributes: { dim: optional(int(), 0, "Where the new axis stands in the result; negative counts from its end.") },
  shape: (c, tensors, { dim }) => {
    const numbered = [...tensors.entries()];
    const rank = tensors[0]?.length ?? 0;
    if (!sameRank(c, numbered, rank)) return [undefined];
    const axis = normalizeAxis(c, dim, rank + 1);
    if (axis === undefined) return [undefined];
    const sizes = alike(c, numbered);
    return [[...sizes.slice(0, axis), c.dims.int(tensors.length), ...sizes.slice(axis)]];
  },
  examples: [
    { code: "Stack(a, b)", inputs: ["[N, 64]", "[N, 64]"], outputs: ["[2, N, 64]"] },
    { code: "Stack(a, b, c, dim=-1)", inputs: ["[N, T]", "[N, T]", "[N, T]"], outputs: ["[N, T, 3]"] },
  ],
});
