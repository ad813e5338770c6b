/**
 * Shapes as a file writes them: what an input's names take, and what `=>` claims. `_` is any size and `...` any number
 * of axes.
 */

import { mentionsAssumed } from "../../core/condition.ts";
import type { Condition, Dim, Dims, Shape } from "../../core/dim/index.ts";
import type { ClaimFault } from "../../core/graph.ts";
import { type Span, shift } from "../../core/span.ts";
import type { Expr, ShapePattern } from "../expression/ast.ts";
import type { At } from "./declared.ts";
import { Evaluator, type Host } from "./evaluate.ts";
import type { Frame } from "./frame.ts";

export type Claiming = (condition: Condition, fault: ClaimFault, span: Span) => void;

type Item = ShapePattern["items"][number];

/** Each written size with the axis that it speaks of, or undefined when the number of axes does not fit. */
export function align(
  pattern: ShapePattern,
  rank: number,
): { readonly item: Expr; readonly axis: number }[] | undefined {
  const { items } = pattern;
  const gap = items.findIndex((i) => i.kind === "ellipsis");
  const isSize = (item: Item): item is Expr => item.kind !== "ellipsis";
  if (gap < 0) return items.length === rank ? items.filter(isSize).map((item, axis) => ({ item, axis })) : undefined;
  if (items.length - 1 > rank) return undefined;
  const after = items.length - gap - 1;
  return [
    ...items
      .slice(0, gap)
      .filter(isSize)
      .map((item, axis) => ({ item, axis })),
    ...items
      .slice(gap + 1)
      .filter(isSize)
      .map((item, i) => ({ item, axis: rank - after + i })),
  ];
}

/** Compares one size and claims what must hold; nothing is said of an assumed one. */
export function claimEqual(dims: Dims, expected: Dim, got: Dim, fault: ClaimFault, span: Span, claim: Claiming): void {
  if (expected === got || expected.assumed || got.assumed) return;
  const comparison = dims.compare(expected, got);
  if (comparison.kind === "equal") return;
  const condition: Condition = comparison.kind === "different" ? { kind: "false" } : comparison.condition;
  if (!mentionsAssumed(condition)) claim(condition, { ...fault, expected, got }, span);
}

/** The sizes are read though there is nothing to compare them with, so that a misspelt one is told. */
export function readNames(host: Host, frame: Frame, pattern: At<ShapePattern>): void {
  const evaluator = new Evaluator(host, frame, pattern.at, "shape");
  for (const item of pattern.syntax.items) if (item.kind !== "ellipsis" && item.kind !== "hole") evaluator.size(item);
}

/** `=> [N, 64, _, ...]`: introduces no names. */
export function claimShape(host: Host, frame: Frame, pattern: At<ShapePattern>, shape: Shape, claim: Claiming): void {
  const span = shift(pattern.syntax.span, pattern.at);
  const evaluator = new Evaluator(host, frame, pattern.at, "shape");
  const aligned = align(pattern.syntax, shape.length);
  if (!aligned) {
    readNames(host, frame, pattern);
    claim(
      { kind: "false" },
      { code: "expectation-mismatch", expected: `${pattern.syntax.items.length} axes`, got: shape },
      span,
    );
    return;
  }
  for (const { item, axis } of aligned) {
    if (item.kind === "hole") continue;
    const expected = evaluator.size(item);
    const got = shape[axis];
    if (expected && got)
      claimEqual(host.dims, expected, got, { code: "expectation-mismatch", axis }, shift(item.span, pattern.at), claim);
  }
}

/** Names in a block's input take the sizes that arrive; one that is known already is checked. `span` is the call's. */
export function bindShape(
  host: Host,
  frame: Frame,
  pattern: At<ShapePattern>,
  shape: Shape | undefined,
  input: number,
  span: Span,
  claim: Claiming,
): void {
  const { dims } = host;
  const evaluator = new Evaluator(host, frame, pattern.at);
  const aligned = shape && align(pattern.syntax, shape.length);
  if (shape && !aligned) {
    claim(
      { kind: "false" },
      {
        code: "rank-mismatch",
        input,
        expected: `${pattern.syntax.items.filter((i) => i.kind !== "ellipsis").length} axes, as the block's input has`,
        got: shape.length,
      },
      span,
    );
  }
  const unknown = dims.symbol("?", { min: 0, assumed: true });
  const items =
    aligned ?? pattern.syntax.items.flatMap((item) => (item.kind === "ellipsis" ? [] : [{ item, axis: -1 }]));
  for (const { item, axis } of items) {
    if (item.kind === "hole") continue;
    const got = shape?.[axis] ?? unknown;
    const free = freeName(item, frame);
    if (free) {
      const value = free.factor === 1 ? got : dims.floorDiv(got, free.factor);
      if (free.factor !== 1 && !got.assumed) {
        claimEqual(
          dims,
          dims.int(0),
          dims.mod(got, free.factor),
          { code: "size-mismatch", input, axis, reason: `it must be a multiple of ${free.factor}` },
          span,
          claim,
        );
      }
      frame.names.set(free.name, { kind: "value", value: value.constant ?? value, span: shift(item.span, pattern.at) });
      continue;
    }
    const expected = evaluator.size(item);
    if (expected) claimEqual(dims, expected, got, { code: "size-mismatch", input, axis }, span, claim);
  }
}

/** A name that has no value yet, alone or times a whole number. */
function freeName(e: Expr, frame: Frame): { readonly name: string; readonly factor: number } | undefined {
  if (e.kind === "path" && e.names.length === 1) {
    const name = e.names[0]?.text ?? "";
    return frame.lookup(name) ? undefined : { name, factor: 1 };
  }
  if (e.kind !== "binary" || e.op !== "*") return undefined;
  const [number, other] = e.left.kind === "int" ? [e.left, e.right] : [e.right, e.left];
  if (number.kind !== "int" || number.value < 1) return undefined;
  const free = freeName(other, frame);
  return free && { name: free.name, factor: free.factor * number.value };
}
