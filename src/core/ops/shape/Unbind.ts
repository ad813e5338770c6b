import { int, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";
import { MOST_OUTPUTS, realAxis } from "./axes.ts";

export const Unbind = defineOp({
  name: "Unbind",
  family: "shape",
  summary: "Takes the tensor apart along an axis, which goes.",
  torch: "torch.unbind",
  onnx: "Split and Squeeze",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.unbind.html",
  inputs: [{ name: "input", doc: "At least one axis; the size at `dim` is a number." }],
  attributes: { dim: optional(int(), 0, "The axis; negative counts from the end.") },
  positional: ["dim"],
  manyOutputs: true,
  shape: (c, [x = []], { dim }) => {
    const axis = realAxis(c, dim, x.length);
    if (axis === undefined) return [undefined];
    const size = sizeAt(x, axis);
    const count = size.constant;
    if (count === undefined || count > MOST_OUTPUTS) {
      const expected = count === undefined ? "a number" : `at most ${MOST_OUTPUTS}`;
      c.fail({ code: "size-mismatch", input: 0, axis, expected, got: size, reason: "each index becomes an output" });
      return [undefined];
    }
    const rest = x.filter((_, i) => i !== axis);
    return Array<typeof rest>(count).fill(rest);
  },
  examples: [
    { code: "Unbind(0)", inputs: ["[3, N, 8, T, 64]"], outputs: ["[N, 8, T, 64]", "[N, 8, T, 64]", "[N, 8, T, 64]"] },
    { code: "Unbind(-1)", inputs: ["[N, T, 2]"], outputs: ["[N, T]", "[N, T]"] },
  ],
});
