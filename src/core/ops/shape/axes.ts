/** Lists of axes, as PyTorch's reductions and permutations take them. */
import type { RuleContext } from "../../rule.ts";
import { normalizeAxis } from "../../shape.ts";

/** Each axis counted from 0; undefined, with a fault, where one is out of range or comes twice. */
export function distinctAxes(
  c: RuleContext,
  axes: readonly number[],
  rank: number,
  attribute = "dim",
): readonly number[] | undefined {
  const result: number[] = [];
  for (const given of axes) {
    const axis = normalizeAxis(c, given, rank, attribute);
    if (axis === undefined) return undefined;
    if (result.includes(axis)) {
      c.fail({ code: "attribute-range", attribute, expected: "each axis once", got: `${given} a second time` });
      return undefined;
    }
    result.push(axis);
  }
  return result;
}

/** An axis of a tensor that has one. */
export function realAxis(c: RuleContext, axis: number, rank: number, attribute = "dim"): number | undefined {
  if (rank > 0) return normalizeAxis(c, axis, rank, attribute);
  c.fail({ code: "rank-mismatch", input: 0, expected: "at least one axis", got: 0 });
  return undefined;
}

/** Several outputs are as many shapes, so there is an end to it. */
export const MOST_OUTPUTS = 65_536;
