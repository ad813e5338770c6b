import { bool, float, optional, orNull, unset } from "../../attribute.ts";
import type { Dim, Shape } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import { RuleContext } from "../../rule.ts";
import { broadcast, sizeAt, withSize } from "../../shape.ts";
import { torchPage } from "../pages.ts";

export const ScaledDotProductAttention = defineOp({
  name: "ScaledDotProductAttention",
  family: "attention",
  summary: "Mixes values by how well each query fits each key.",
  torch: "torch.nn.functional.scaled_dot_product_attention",
  onnx: "Attention",
  source: torchPage("torch.nn.functional.scaled_dot_product_attention"),
  formula: "softmax(Q·Kᵀ/√E + mask)·V",
  inputs: [
    { name: "query", doc: "[…, L, E]" },
    { name: "key", doc: "[…, S, E]" },
    { name: "value", doc: "[…, S, Ev]" },
    {
      name: "attn_mask",
      doc: "Added to the products, or true where attention is allowed; stretched to […, L, S].",
      optional: true,
    },
  ],
  attributes: {
    dropout_p: optional(float({ min: 0, max: 1 }), 0, "Probability of a weight being dropped."),
    is_causal: optional(bool, false, "Each query sees the keys up to its own place only."),
    scale: unset(orNull(float()), "Factor of the products; 1/√E unless it is given."),
    enable_gqa: optional(bool, false, "A head of keys and values serves several heads of queries."),
  },
  shape(c, [query = [], key = [], value = [], mask], a) {
    for (const [input, x] of [query, key, value].entries())
      if (x.length < 2) c.fail({ code: "rank-mismatch", input, expected: "at least 2 axes: […, L, E]", got: x.length });
    if (query.length < 2 || key.length < 2 || value.length < 2) return [undefined];
    const [length, features, keys] = [sizeAt(query, -2), sizeAt(query, -1), sizeAt(key, -2)];
    fits(c, key, 1, -1, features, "queries and keys need equally many features");
    fits(c, value, 2, -2, keys, "there is one value for each key");
    const [keysOf, valuesOf] = a.enable_gqa ? [shared(c, query, key, 1), shared(c, query, value, 2)] : [key, value];
    const before = (shapes: readonly Shape[]): Shape[] => shapes.map((x) => x.slice(0, -2));
    const batch = broadcast(c, before([query, keysOf, valuesOf]), "size-mismatch");
    if (mask) {
      // It is added before the values come in. What does not fit among queries and keys has been said.
      const products = broadcast(new RuleContext(c.dims), before([query, keysOf]));
      checkMask(c, mask, [...products, length, keys], a.is_causal);
    }
    return [[...batch, length, sizeAt(value, -1)]];
  },
  macs: ({ dims }, [query = [], key = []], _, [y = []]) =>
    dims.product([...y.slice(0, -1), sizeAt(key, -2), dims.add(sizeAt(query, -1), sizeAt(y, -1))]),
  examples: [
    {
      code: "ScaledDotProductAttention(q, k, v)",
      inputs: ["[N, 8, T, 64]", "[N, 8, S, 64]", "[N, 8, S, 64]"],
      outputs: ["[N, 8, T, 64]"],
    },
    {
      code: "ScaledDotProductAttention(q, k, v, is_causal=true)",
      inputs: ["[T, 32]", "[T, 32]", "[T, 16]"],
      outputs: ["[T, 16]"],
    },
  ],
});

function fits(c: RuleContext, x: Shape, input: number, axis: number, expected: Dim, reason: string): void {
  const got = sizeAt(x, axis);
  c.equal(got, expected, { code: "size-mismatch", input, axis: x.length + axis, expected, got, reason });
}

/** As if each head of keys or values stood there as often as there are queries for it. */
function shared(c: RuleContext, query: Shape, x: Shape, input: number): Shape {
  if (query.length < 3 || x.length < 3) return x;
  const [heads, fewer] = [sizeAt(query, -3), sizeAt(x, -3)];
  const reason = "the heads of keys and values must divide those of queries";
  c.divide(heads, fewer, {
    code: "groups-mismatch",
    input,
    attribute: "enable_gqa",
    expected: fewer,
    got: heads,
    reason,
  });
  return withSize(x, x.length - 3, heads);
}

/** A mask is stretched to the products, and stretches nothing itself. */
function checkMask(c: RuleContext, mask: Shape, products: Shape, causal: boolean): void {
  if (causal)
    c.fail({ code: "attribute-range", attribute: "is_causal", expected: "false when there is a mask", got: "true" });
  if (mask.length > products.length) {
    c.fail({ code: "rank-mismatch", input: 3, expected: `at most ${products.length} axes`, got: mask.length });
    return;
  }
  const first = products.length - mask.length;
  for (const [axis, got] of mask.entries()) {
    const expected = sizeAt(products, first + axis);
    if (got === expected || got.constant === 1) continue;
    const fault = {
      code: "size-mismatch",
      input: 3,
      axis,
      expected,
      got,
      reason: "the mask must fit the queries and keys",
    } as const;
    const same = c.dims.compare(got, expected);
    if (same.kind !== "sometimes" || got.lo > 1 || got.hi < 1) c.equal(got, expected, fault);
    else c.require({ kind: "or", of: [same.condition, { kind: "equal", left: got, right: c.dims.int(1) }] }, fault);
  }
}
