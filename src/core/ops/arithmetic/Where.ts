import { defineOp } from "../../op.ts";
import { broadcast } from "../../shape.ts";

export const Where = defineOp({
  name: "Where",
  family: "arithmetic",
  summary: "Takes each element from the second tensor where the first is true, else from the third.",
  torch: "torch.where",
  onnx: "Where",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.where.html",
  formula: "the larger of the sizes, which are equal or 1",
  inputs: [
    { name: "condition", doc: "True or false for each element." },
    { name: "input", doc: "Taken where the condition holds." },
    { name: "other", doc: "Taken elsewhere." },
  ],
  attributes: {},
  dtype: "float",
  shape: (c, inputs) => [broadcast(c, inputs)],
  examples: [
    { code: "Where(a, b, c)", inputs: ["[N, 1, T, T]", "[N, 8, T, T]", "[1, 1, 1, 1]"], outputs: ["[N, 8, T, T]"] },
  ],
});
