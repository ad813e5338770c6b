import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";
import { realAxis } from "./axes.ts";

export const Select = defineOp({
  name: "Select",
  family: "shape",
  summary: "Takes one index of an axis, which goes: `x[:, 0]` is `Select(1, 0)`.",
  torch: "torch.select",
  onnx: "Gather",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.select.html",
  inputs: [{ name: "input", doc: "At least one axis." }],
  attributes: {
    dim: required(int(), "The axis; negative counts from the end."),
    index: required(int(), "Which index of it; negative counts from the end."),
  },
  positional: ["dim", "index"],
  shape: (c, [x = []], { dim, index }) => {
    const axis = realAxis(c, dim, x.length);
    if (axis === undefined) return [undefined];
    const got = sizeAt(x, axis);
    const least = index < 0 ? -index : index + 1;
    c.atLeast(got, least, {
      code: "size-too-small",
      input: 0,
      axis,
      attribute: "index",
      expected: least,
      got,
      reason: `index ${index} is taken`,
    });
    return [x.filter((_, i) => i !== axis)];
  },
  examples: [
    { code: "Select(1, 0)", inputs: ["[N, 197, 768]"], outputs: ["[N, 768]"] },
    { code: "Select(1, -1)", inputs: ["[N, T, 128]"], outputs: ["[N, 128]"] },
  ],
});
