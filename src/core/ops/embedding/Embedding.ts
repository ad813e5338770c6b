import { bool, float, int, optional, orNull, required, size, unset } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { checkTable } from "./table.ts";

export const Embedding = defineOp({
  name: "Embedding",
  family: "embedding",
  summary: "Looks up a learned vector for each whole number.",
  torch: "torch.nn.Embedding",
  onnx: "Gather",
  source: torchPage("torch.nn.Embedding"),
  formula: "y = weight[x]",
  inputs: [{ name: "input", doc: "Whole numbers below num_embeddings, in any shape.", dtype: "int" }],
  attributes: {
    num_embeddings: required(size(), "Rows of the table: one more than the largest index."),
    embedding_dim: required(size(), "Size of a vector."),
    padding_idx: unset(orNull(int()), "Row that is not trained; negative counts from the end."),
    max_norm: unset(orNull(float()), "Vectors that are longer are scaled down to it."),
    norm_type: optional(float(), 2, "The norm that max_norm is measured in."),
    scale_grad_by_freq: optional(bool, false, "Only training sees it."),
    sparse: optional(bool, false, "Only training sees it."),
  },
  positional: ["num_embeddings", "embedding_dim"],
  dtype: "float",
  shape(c, [x = []], a) {
    checkTable(c, a);
    return [[...x, a.embedding_dim]];
  },
  weights: (_, __, a) => [{ name: "weight", kind: "parameter", shape: [a.num_embeddings, a.embedding_dim] }],
  examples: [
    { code: "Embedding(30000, 512)", inputs: ["[N, T]"], outputs: ["[N, T, 512]"] },
    { code: "Embedding(1000, 64, padding_idx=0)", inputs: ["[T]"], outputs: ["[T, 64]"] },
  ],
});
