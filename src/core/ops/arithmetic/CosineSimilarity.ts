import { float, int, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { broadcast, normalizeAxis } from "../../shape.ts";
import { torchPage } from "../pages.ts";

export const CosineSimilarity = defineOp({
  name: "CosineSimilarity",
  family: "arithmetic",
  summary: "The cosine of the angle between the vectors that lie along an axis of two tensors.",
  torch: "torch.nn.CosineSimilarity",
  onnx: "ReduceSum and others",
  source: torchPage("torch.nn.CosineSimilarity"),
  formula: "the axis `dim` goes",
  inputs: [
    { name: "x1", doc: "Any shape with that axis." },
    { name: "x2", doc: "A shape that can be stretched to the first's, or the first to it." },
  ],
  attributes: {
    dim: optional(int(), 1, "The axis of the vectors, in the shape that both are stretched to."),
    eps: optional(float(), 1e-8, "The least that lengths are taken for."),
  },
  positional: ["dim"],
  shape: (c, shapes, { dim }) => {
    const both = broadcast(c, shapes);
    const axis = normalizeAxis(c, dim, both.length);
    return [axis === undefined ? undefined : both.filter((_, i) => i !== axis)];
  },
  examples: [
    { code: "CosineSimilarity(a, b)", inputs: ["[N, 128]", "[N, 128]"], outputs: ["[N]"] },
    { code: "CosineSimilarity(a, b, dim=-1)", inputs: ["[N, T, 64]", "[1, 64]"], outputs: ["[N, T]"] },
  ],
});
