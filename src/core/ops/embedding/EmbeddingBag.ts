import { bool, float, int, optional, orNull, required, size, unset, word } from "../../attribute.ts";
import type { Dim } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { sizeAt } from "../../shape.ts";
import { torchPage } from "../pages.ts";
import { checkTable, wholeNumbers } from "./table.ts";

/** How many begin. PyTorch makes offsets of rows too, and then takes the last of them for the end. */
function bags(c: RuleContext, offsets: Dim, input: number, lastIsEnd: boolean): Dim {
  if (!lastIsEnd) return offsets;
  const reason = "the last offset is the end";
  c.atLeast(offsets, 1, { code: "size-too-small", input, axis: 0, expected: 1, got: offsets, reason });
  return c.dims.sub(offsets, c.dims.int(1));
}

export const EmbeddingBag = defineOp({
  name: "EmbeddingBag",
  family: "embedding",
  summary: "Looks up learned vectors and joins those of each bag into one.",
  torch: "torch.nn.EmbeddingBag",
  onnx: "Gather, ReduceMean",
  source: torchPage("torch.nn.EmbeddingBag"),
  inputs: [
    {
      name: "input",
      doc: "Indices: one bag a row, or one list of which `offsets` says where bags begin.",
      dtype: "int",
    },
    { name: "offsets", doc: "Where each bag begins; for a list only.", optional: true, dtype: "int" },
  ],
  attributes: {
    num_embeddings: required(size(), "Rows of the table: one more than the largest index."),
    embedding_dim: required(size(), "Size of a vector."),
    max_norm: unset(orNull(float()), "Vectors that are longer are scaled down to it."),
    norm_type: optional(float(), 2, "The norm that max_norm is measured in."),
    scale_grad_by_freq: optional(bool, false, "Only training sees it."),
    mode: optional(word("sum", "mean", "max"), "mean", "How the vectors of a bag are joined."),
    sparse: optional(bool, false, "Only training sees it."),
    include_last_offset: optional(bool, false, "The last offset is the end of the list and begins no bag."),
    padding_idx: unset(orNull(int()), "Row that is left out of the bags; negative counts from the end."),
  },
  positional: ["num_embeddings", "embedding_dim"],
  dtype: "float",
  shape(c, [x = [], offsets], a) {
    checkTable(c, a);
    if (offsets) wholeNumbers(c, 1);
    if (x.length === 2) {
      if (offsets)
        c.fail({
          code: "rank-mismatch",
          input: 0,
          expected: "1 axis",
          got: 2,
          reason: "offsets are for one list of indices",
        });
      const bag = sizeAt(x, 1);
      c.atLeast(bag, 1, { code: "size-too-small", input: 0, axis: 1, expected: 1, got: bag });
      return [[bags(c, sizeAt(x, 0), 0, a.include_last_offset), a.embedding_dim]];
    }
    if (x.length !== 1) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "1 or 2 axes: [T] or [N, T]", got: x.length });
      return [undefined];
    }
    if (!offsets) {
      c.fail({
        code: "rank-mismatch",
        input: 0,
        expected: "2 axes: [N, T]",
        got: 1,
        reason: "one list of indices needs offsets as well",
      });
      return [[c.unknown(), a.embedding_dim]];
    }
    if (offsets.length !== 1) {
      c.fail({ code: "rank-mismatch", input: 1, expected: "1 axis", got: offsets.length });
      return [[c.unknown(), a.embedding_dim]];
    }
    return [[bags(c, sizeAt(offsets, 0), 1, a.include_last_offset), a.embedding_dim]];
  },
  weights: (_, __, a) => [{ name: "weight", kind: "parameter", shape: [a.num_embeddings, a.embedding_dim] }],
  examples: [
    { code: "EmbeddingBag(1000, 64)", inputs: ["[N, T]"], outputs: ["[N, 64]"] },
    { code: 'EmbeddingBag(x, starts, 1000, 64, mode="sum")', inputs: ["[T]", "[N]"], outputs: ["[N, 64]"] },
  ],
});
