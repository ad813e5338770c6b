import { int, list, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, sizeAt } from "../../shape.ts";
import { regroup } from "./regroup.ts";

export const Unflatten = defineOp({
  name: "Unflatten",
  family: "shape",
  summary: "Splits one axis into several.",
  torch: "torch.nn.Unflatten",
  onnx: "Reshape",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.Unflatten.html",
  formula: "the product of the new sizes is the old one",
  inputs: [{ name: "input", doc: "Any shape with at least one axis." }],
  attributes: {
    dim: required(int(), "The axis that is split; negative counts from the end."),
    unflattened_size: required(list(size({ min: -1 })), "The sizes it becomes, of which one may be -1."),
  },
  positional: ["dim", "unflattened_size"],
  shape: (c, [x = []], { dim, unflattened_size }) => {
    const axis = normalizeAxis(c, dim, x.length);
    if (axis === undefined) return [undefined];
    if (x.length === 0) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least one axis", got: 0 });
      return [undefined];
    }
    if (unflattened_size.length === 0) {
      c.fail({ code: "attribute-range", attribute: "unflattened_size", expected: "at least one size", got: "none" });
      return [undefined];
    }
    const parts = regroup(c, sizeAt(x, axis), unflattened_size, "unflattened_size");
    return [[...x.slice(0, axis), ...parts, ...x.slice(axis + 1)]];
  },
  examples: [
    { code: "Unflatten(1, (16, 5, 5))", inputs: ["[N, 400]"], outputs: ["[N, 16, 5, 5]"] },
    { code: "Unflatten(-1, (8, -1))", inputs: ["[N, T, 512]"], outputs: ["[N, T, 8, 64]"] },
  ],
});
