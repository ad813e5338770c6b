import { int, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis, numel } from "../../shape.ts";

export const Flatten = defineOp({
  name: "Flatten",
  family: "shape",
  summary: "Joins the axes from `start_dim` to `end_dim` into one.",
  torch: "torch.nn.Flatten",
  onnx: "Reshape",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.Flatten.html",
  formula: "product of the joined sizes",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: {
    start_dim: optional(int(), 1, "First axis that is joined; negative counts from the end."),
    end_dim: optional(int(), -1, "Last axis that is joined."),
  },
  positional: ["start_dim", "end_dim"],
  shape: (c, [x = []], { start_dim, end_dim }) => {
    const start = normalizeAxis(c, start_dim, x.length, "start_dim");
    const end = normalizeAxis(c, end_dim, x.length, "end_dim");
    if (start === undefined || end === undefined) return [undefined];
    if (start > end) {
      c.fail({
        code: "attribute-range",
        attribute: "end_dim",
        expected: "an axis that is not before `start_dim`",
        got: end_dim,
      });
      return [undefined];
    }
    return [[...x.slice(0, start), numel(c.dims, x.slice(start, end + 1)), ...x.slice(end + 1)]];
  },
  examples: [
    { code: "Flatten", inputs: ["[N, 16, 5, 5]"], outputs: ["[N, 400]"] },
    { code: "Flatten(2)", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H * W]"] },
    { code: "Flatten(0, 1)", inputs: ["[N, T, 64]"], outputs: ["[N * T, 64]"] },
  ],
});
