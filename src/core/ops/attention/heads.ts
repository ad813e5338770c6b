/** What attention with learned projections needs, alone and inside a Transformer layer: weights, products, heads that fit. */
import type { Dim, Dims, Shape } from "../../dim/index.ts";
import type { Weight } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { asDim, sizeAt, sizeOr } from "../../shape.ts";

export interface Projections {
  readonly embed: Dim;
  readonly keys: Dim;
  readonly values: Dim;
  readonly bias: boolean;
  readonly biasKeys?: boolean;
}

/** Of `MultiheadAttention`, its submodule's dot included. */
export function attentionWeights(dims: Dims, { embed, keys, values, bias, biasKeys }: Projections): readonly Weight[] {
  const thrice = dims.mul(dims.int(3), embed);
  const one = dims.int(1);
  const all: (readonly [name: string, shape: Shape])[] = [];
  if (keys === embed && values === embed) all.push(["in_proj_weight", [thrice, embed]]);
  else
    all.push(["q_proj_weight", [embed, embed]], ["k_proj_weight", [embed, keys]], ["v_proj_weight", [embed, values]]);
  if (bias) all.push(["in_proj_bias", [thrice]]);
  if (biasKeys) all.push(["bias_k", [one, one, embed]], ["bias_v", [one, one, embed]]);
  all.push(["out_proj.weight", [embed, embed]]);
  if (bias) all.push(["out_proj.bias", [embed]]);
  return all.map(([name, shape]): Weight => ({ name, kind: "parameter", shape }));
}

/** Projections of queries, keys and values, two products for each pair, and the last projection. */
export function attentionMacs(
  dims: Dims,
  batch: Shape,
  queries: Dim,
  keys: Dim,
  seen: Dim,
  { embed, keys: k, values: v }: Omit<Projections, "bias">,
): Dim {
  const two = dims.int(2);
  const once = dims.sum([
    dims.product([two, queries, embed, embed]),
    dims.product([keys, dims.add(k, v), embed]),
    dims.product([two, queries, seen, embed]),
  ]);
  return dims.product([...batch, once]);
}

export function checkHeads(c: RuleContext, embed: Dim, heads: Dim | number, attribute: string): void {
  const expected = asDim(c.dims, heads);
  c.divide(embed, expected, {
    code: "groups-mismatch",
    input: 0,
    attribute,
    expected,
    got: embed,
    reason: `${attribute} must divide the features`,
  });
}

/** Without a batch, or with one before or after the places. */
export const SEQUENCES = (first: boolean): string =>
  first ? "2 or 3 axes: [L, E] or [N, L, E]" : "2 or 3 axes: [L, E] or [L, N, E]";

export interface Sequence {
  readonly length: Dim;
  readonly batch: Shape;
}

export function sequenceOf(c: RuleContext, x: Shape, batchFirst: boolean): Sequence {
  if (x.length === 2) return { length: sizeAt(x, 0), batch: [] };
  return { length: sizeOr(c, x, batchFirst ? 1 : 0), batch: [sizeOr(c, x, batchFirst ? 0 : 1)] };
}
