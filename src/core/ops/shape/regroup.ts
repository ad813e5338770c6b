/** What Reshape and Unflatten share: sizes of which one may be -1, and together as many elements as before. */
import type { Dim, Shape } from "../../dim/index.ts";
import type { RuleContext } from "../../rule.ts";

const isRest = (size: Dim): boolean => size.constant === -1;

/** `sizes` with -1 replaced; undefined where their number of elements cannot be right whatever the sizes are. */
export function regroup(c: RuleContext, elements: Dim, sizes: readonly Dim[], attribute: string): Shape {
  const { dims } = c;
  const rest = sizes.filter(isRest).length;
  if (rest > 1) {
    c.fail({ code: "attribute-range", attribute, expected: "at most one -1", got: sizes });
    return sizes.map((size) => (isRest(size) ? c.unknown() : size));
  }
  const known = dims.product(sizes.filter((size) => !isRest(size)));
  if (rest === 0) {
    c.equal(elements, known, { code: "reshape-mismatch", input: 0, attribute, expected: known, got: elements });
    return sizes;
  }
  if (known.constant === 0) {
    const open = c.fail({ code: "attribute-range", attribute, expected: "no 0 beside the -1", got: sizes });
    return sizes.map((size) => (isRest(size) ? open : size));
  }
  const reason = "`-1` takes what is left, which must come out even";
  const left = c.divide(elements, known, {
    code: "reshape-mismatch",
    input: 0,
    attribute,
    expected: known,
    got: elements,
    reason,
  });
  return sizes.map((size) => (isRest(size) ? left : size));
}
