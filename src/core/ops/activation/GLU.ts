import { int, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, sizeAt, withSize } from "../../shape.ts";
import { torchPage } from "../pages.ts";

export const GLU = defineOp({
  name: "GLU",
  family: "activation",
  summary: "Halves an axis: the first half is multiplied by the sigmoid of the second.",
  torch: "torch.nn.GLU",
  onnx: "Split, Sigmoid, Mul",
  source: torchPage("torch.nn.GLU"),
  formula: "a·σ(b), where x = [a, b]",
  inputs: [{ name: "input", doc: "At least one axis." }],
  attributes: { dim: optional(int(), -1, "Axis that is halved.") },
  positional: ["dim"],
  shape(c, [x = []], a) {
    if (x.length === 0) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least 1 axis", got: 0 });
      return [undefined];
    }
    const axis = normalizeAxis(c, a.dim, x.length);
    if (axis === undefined) return [undefined];
    const size = sizeAt(x, axis);
    return [
      withSize(
        x,
        axis,
        c.divide(size, 2, { code: "size-mismatch", input: 0, axis, expected: "an even size", got: size }),
      ),
    ];
  },
  examples: [
    { code: "GLU(dim=1)", inputs: ["[N, 128, L]"], outputs: ["[N, 64, L]"] },
    { code: "GLU", inputs: ["[N, T, 512]"], outputs: ["[N, T, 256]"] },
  ],
});
