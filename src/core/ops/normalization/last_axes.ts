/** Norms over the last axes of a tensor: which axes these are. */
import { inferred, list, size } from "../../attribute.ts";
import type { Dim, Shape } from "../../dim/index.ts";
import type { RuleContext } from "../../rule.ts";

export const NORMALIZED_SHAPE = inferred(
  list(size()),
  "Sizes of the last axes, which are normalized over; the last axis alone unless it is given.",
);

export const normalizedShape = (x: Shape, written: readonly Dim[] | undefined): Shape => written ?? x.slice(-1);

export function checkLastAxes(c: RuleContext, x: Shape, written: readonly Dim[] | undefined): void {
  if (written?.length === 0)
    c.fail({ code: "attribute-range", attribute: "normalized_shape", expected: "at least one size", got: "[]" });
  const count = written?.length ?? 1;
  if (x.length < count) {
    c.fail({
      code: "rank-mismatch",
      input: 0,
      expected: `at least ${count === 1 ? "1 axis" : `${count} axes`}`,
      got: x.length,
    });
    return;
  }
  const first = x.length - count;
  for (const [i, expected] of (written ?? []).entries()) {
    const got = x[first + i];
    if (got)
      c.equal(got, expected, {
        code: "channel-mismatch",
        input: 0,
        axis: first + i,
        attribute: "normalized_shape",
        expected,
        got,
      });
  }
}
