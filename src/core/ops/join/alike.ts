/** What joins share: tensors whose sizes must agree. */
import type { Shape } from "../../dim/index.ts";
import type { RuleContext } from "../../rule.ts";
import { sizeAt } from "../../shape.ts";

/** A tensor with its place among the inputs. */
export type Numbered = readonly [input: number, shape: Shape];

export function sameRank(c: RuleContext, tensors: readonly Numbered[], rank: number): boolean {
  const odd = tensors.find(([, x]) => x.length !== rank);
  if (!odd) return true;
  const [input, x] = odd;
  c.fail({ code: "rank-mismatch", input, expected: rank, got: x.length, reason: "as many as the first tensor has" });
  return false;
}

/** The first shape, after each size but that at `except` has been compared with the others'. All have the same rank. */
export function alike(c: RuleContext, tensors: readonly Numbered[], except?: number): Shape {
  const [first] = tensors;
  if (!first) return [];
  return first[1].map((expected, axis) => {
    let size = expected;
    if (axis === except) return size;
    for (const [input, x] of tensors) {
      const got = sizeAt(x, axis);
      if (got === expected) continue;
      const agreed = c.equal(got, expected, { code: "concat-mismatch", input, axis, expected, got });
      if (agreed !== expected) size = agreed;
    }
    return size;
  });
}
