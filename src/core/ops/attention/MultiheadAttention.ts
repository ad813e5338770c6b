/**
 * Attention with learned projections of queries, keys and values. `need_weights` and `average_attn_weights`, in PyTorch
 * arguments of the call, are settings here.
 */
import { bool, count, float, inferred, optional, orNull, required, size, unset } from "../../attribute.ts";
import type { Dim, Shape } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { asDim, positive, sizeAt, sizeOr, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";
import { attentionMacs, attentionWeights, checkHeads, SEQUENCES, sequenceOf } from "./heads.ts";

export const MultiheadAttention = defineOp({
  name: "MultiheadAttention",
  family: "attention",
  summary: "Attention in several heads, with learned projections before and after.",
  torch: "torch.nn.MultiheadAttention",
  onnx: "MatMul, Attention, MatMul",
  source: torchPage("torch.nn.MultiheadAttention"),
  formula: "Concat(head₁ … headₕ)·Wᴼ",
  inputs: [
    { name: "query", doc: "[L, N, E], with `batch_first` [N, L, E], without a batch [L, E]." },
    { name: "key", doc: "As the query, with S places and `kdim` features." },
    { name: "value", doc: "As the key, with `vdim` features." },
    { name: "attn_mask", doc: "[L, S], or one for each sample and head: [N·num_heads, L, S].", optional: true },
    { name: "key_padding_mask", doc: "Keys to leave out: [N, S], or [S] without a batch.", optional: true },
  ],
  outputs: ["output", "attn_weights"],
  mainOutput: true,
  attributes: {
    num_heads: required(count(), "Heads; must divide the features of the query."),
    dropout: optional(float({ min: 0, max: 1 }), 0, "Probability of a weight being dropped."),
    bias: optional(bool, true, "Adds learned numbers in the projections."),
    add_bias_kv: optional(bool, false, "Adds one learned key and value."),
    add_zero_attn: optional(bool, false, "Adds a key and a value of zeros."),
    kdim: unset(orNull(size()), "Features of the keys; those of the query unless it is given."),
    vdim: unset(orNull(size()), "Features of the values; those of the query unless it is given."),
    batch_first: optional(bool, false, "The batch comes before the places."),
    need_weights: optional(bool, true, "Gives the weights of attention as a second output."),
    average_attn_weights: optional(bool, true, "The mean of the heads' weights instead of each one's."),
    embed_dim: inferred(size(), "Features of the query."),
  },
  positional: ["num_heads"],
  shape(c, [query = [], key = [], value = [], ...masks], a) {
    const { dims } = c;
    positive(c, a.num_heads, "num_heads");
    if (query.length !== 2 && query.length !== 3) {
      c.fail({ code: "rank-mismatch", input: 0, expected: SEQUENCES(a.batch_first), got: query.length });
      return [undefined];
    }
    const embed = stated(c, query, -1, a.embed_dim, "embed_dim");
    checkHeads(c, embed, a.num_heads, "num_heads");
    const { length, batch } = sequenceOf(c, query, a.batch_first);
    const output = [...query.slice(0, -1), a.embed_dim ?? embed];
    let ranks = true;
    for (const [i, x] of [key, value].entries()) {
      if (x.length === query.length) continue;
      ranks = false;
      c.fail({
        code: "rank-mismatch",
        input: i + 1,
        expected: query.length,
        got: x.length,
        reason: "keys and values have as many axes as the query",
      });
    }
    if (!ranks) return a.need_weights ? [output, undefined] : [output];
    stated(c, key, -1, a.kdim ?? embed, a.kdim ? "kdim" : "embed_dim", 1);
    stated(c, value, -1, a.vdim ?? embed, a.vdim ? "vdim" : "embed_dim", 2);
    for (const [axis, expected] of key.slice(0, -1).entries()) {
      const got = sizeAt(value, axis);
      c.equal(got, expected, {
        code: "size-mismatch",
        input: 2,
        axis,
        expected,
        got,
        reason: "there is one value for each key",
      });
    }
    const keys = sequenceOf(c, key, a.batch_first);
    const [expected, got] = [batch[0], keys.batch[0]];
    if (expected && got) {
      const reason = "queries and keys need batches of one size";
      c.equal(got, expected, { code: "size-mismatch", input: 1, axis: a.batch_first ? 0 : 1, expected, got, reason });
    }
    const heads = asDim(dims, a.num_heads);
    const [attention, padding] = masks;
    if (attention) {
      const each = attention.length === 3 ? [dims.product([...batch, heads])] : [];
      mask(c, attention, 3, [...each, length, keys.length]);
    }
    if (padding) mask(c, padding, 4, [...batch, keys.length]);
    if (!a.need_weights) return [output];
    return [output, [...batch, ...(a.average_attn_weights ? [] : [heads]), length, seen(c, keys.length, a)]];
  },
  weights: (c, [query = []], a) => {
    const embed = a.embed_dim ?? sizeOr(c, query, -1);
    return attentionWeights(c.dims, {
      embed,
      keys: a.kdim ?? embed,
      values: a.vdim ?? embed,
      bias: a.bias,
      biasKeys: a.add_bias_kv,
    });
  },
  macs(c, [query = [], key = [], value = []], a) {
    const { length, batch } = sequenceOf(c, query, a.batch_first);
    const keys = sequenceOf(c, key, a.batch_first).length;
    const sizes = { embed: sizeOr(c, query, -1), keys: sizeOr(c, key, -1), values: sizeOr(c, value, -1) };
    return attentionMacs(c.dims, batch, length, keys, seen(c, keys, a), sizes);
  },
  examples: [
    {
      code: "MultiheadAttention(x, x, x, 8, batch_first=true)",
      inputs: ["[N, T, 512]", "[N, T, 512]", "[N, T, 512]"],
      outputs: ["[N, T, 512]", "[N, T, T]"],
    },
    {
      code: "MultiheadAttention(q, k, v, 4, kdim=32, vdim=16, need_weights=false)",
      inputs: ["[L, N, 64]", "[S, N, 32]", "[S, N, 16]"],
      outputs: ["[L, N, 64]"],
    },
  ],
});

/** Keys that a query sees, those that are added included. */
const seen = (
  { dims }: RuleContext,
  keys: Dim,
  a: { readonly add_bias_kv: boolean; readonly add_zero_attn: boolean },
): Dim => dims.add(keys, dims.int(Number(a.add_bias_kv) + Number(a.add_zero_attn)));

function mask(c: RuleContext, x: Shape, input: number, expected: Shape): void {
  if (x.length !== expected.length) {
    c.fail({ code: "rank-mismatch", input, expected: c.dims.printShape(expected), got: x.length });
    return;
  }
  for (const [axis, size] of expected.entries()) {
    const got = sizeAt(x, axis);
    c.equal(got, size, { code: "size-mismatch", input, axis, expected: size, got });
  }
}
