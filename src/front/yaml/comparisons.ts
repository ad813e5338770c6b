/** Comparisons of what expressions come to. What they decide is placed, so it must be known before any tensor is. */
import type { Dim, Dims } from "../../core/dim/index.ts";
import { isDim } from "../../core/value.ts";
import type { CompareOp, Expr } from "../expression/ast.ts";
import type { Calculator } from "./arithmetic.ts";
import type { V } from "./frame.ts";
import { ordered } from "./numbers.ts";
import { describe, isList, isTable, plain, same } from "./values.ts";

type Compare = Extract<Expr, { kind: "compare" }>;
type Member = Extract<Expr, { kind: "in" }>;

/** What is to be said of anything else to the right of `in`. */
export const LIST_OR_RANGE = "To the right of `in` stands a list or a range: `(0, 31)`, `1..8`";

/** `a < b` as `b >= a + 1`: the one that is to be at least as large, then the other. */
export function ordering(dims: Dims, op: Exclude<CompareOp, "==" | "!=">, a: Dim, b: Dim): readonly [Dim, Dim] {
  const [high, low] = op === "<" || op === "<=" ? [b, a] : [a, b];
  return [high, op === "<" || op === ">" ? dims.add(low, dims.int(1)) : low];
}

/** `span` is of the whole; a range is compared at both of its ends. */
export function compareValues(
  c: Calculator,
  { op, span }: Pick<Compare, "op" | "span">,
  a: V,
  b: V,
): boolean | undefined {
  const incomparable = () => c.tell(span, "attribute-kind", `${describe(a)} and ${describe(b)} have no order.`);
  if (isDim(a) || isDim(b)) {
    if ((isDim(a) || typeof a === "number") && (isDim(b) || typeof b === "number")) {
      const { dims } = c;
      return compareSizes(c, { op, span }, isDim(a) ? a : dims.int(a), isDim(b) ? b : dims.int(b));
    }
    return op === "!=" ? true : op === "==" ? false : incomparable();
  }
  if (op === "==" || op === "!=") return same(a, b) === (op === "==");
  const [x, y] = [plain(a), plain(b)];
  if (x !== undefined && y !== undefined) return ordered(op, x - y);
  if (typeof a === "string" && typeof b === "string") return ordered(op, a < b ? -1 : a > b ? 1 : 0);
  return incomparable();
}

function compareSizes(c: Calculator, { op, span }: Pick<Compare, "op" | "span">, a: Dim, b: Dim): boolean | undefined {
  const { dims } = c;
  if (a.assumed || b.assumed) return undefined;
  const comparison = op === "==" || op === "!=" ? dims.compare(a, b) : dims.compareAtLeast(...ordering(dims, op, a, b));
  if (comparison.kind === "sometimes") {
    c.undecided(a, b);
    return c.tell(
      span,
      "not-known",
      `What is placed must be known beforehand, but whether ${dims.print(a)} ${op} ${dims.print(b)} depends on the input's size. Make it a parameter, or use an operator that adapts, such as \`CropLike\`.`,
    );
  }
  return (comparison.kind === "equal") === (op !== "!=");
}

/** Whether a text, a table or a list has it; `not in` turns it round. */
export function memberOf(c: Calculator, e: Member, left: V, right: V): boolean | undefined {
  if (typeof right === "string" && typeof left === "string") return right.includes(left) !== e.not;
  if (isTable(right))
    return (typeof left === "string" || typeof left === "number") && right.entries.has(left) !== e.not;
  if (!isList(right)) return c.tell(e.right.span, "attribute-kind", `${LIST_OR_RANGE}; this is ${describe(right)}.`);
  if (!isDim(left)) return right.some((item) => same(item, left)) !== e.not;
  for (const item of right) {
    if (typeof item !== "number") continue;
    const { kind } = c.dims.compare(left, c.dims.int(item));
    if (kind === "equal") return !e.not;
    if (kind === "sometimes") {
      c.undecided(left);
      return c.tell(
        e.span,
        "not-known",
        `What is placed must be known beforehand, but ${c.dims.print(left)} depends on the input's size.`,
      );
    }
  }
  return e.not;
}
