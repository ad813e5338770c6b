/**
 * Arithmetic of what expressions come to: whole numbers stay exact or are refused, formulas over symbols count in whole
 * numbers, and a decimal makes the result one.
 */
import { mentionsAssumed } from "../../core/condition.ts";
import type { Condition, Dim, Dims } from "../../core/dim/index.ts";
import type { Span } from "../../core/span.ts";
import { type Decimal, isDecimal, isDim } from "../../core/value.ts";
import type { Expr } from "../expression/ast.ts";
import { arithmetic, remainder } from "./numbers.ts";
import { decimal, plain, unevenQuotient } from "./values.ts";

/** A value that can be calculated with. */
export type Amount = number | Dim | Decimal;

/** What calculating needs of the one who evaluates. Spans are those of the expression. */
export interface Calculator {
  readonly dims: Dims;
  tell(span: Span, code: string, message: string): undefined;
  /** What is placed depends on these, which may have any size. */
  undecided(...sizes: readonly Dim[]): void;
  /** What must hold for a quotient to come out even. */
  claimEven(condition: Condition, span: Span, by: Dim, value: Dim): void;
}

type Binary = Extract<Expr, { kind: "binary" }>;

const asDim = (dims: Dims, n: number | Dim): Dim => (typeof n === "number" ? dims.int(n) : n);

export function calculate(c: Calculator, e: Binary, a: Amount, b: Amount): Amount | undefined {
  if (e.op === "/" || e.op === "//" || e.op === "%") {
    if (plain(b) === 0) return c.tell(e.span, "attribute-range", "This divides by zero.");
  }
  if (isDecimal(a) || isDecimal(b)) {
    const [x, y] = decimals(c, e, a, b) ?? [];
    return x === undefined || y === undefined ? undefined : finite(c, e, arithmetic(e.op, x, y));
  }
  if (typeof a === "number" && typeof b === "number") return whole(c, e, a, b);
  return formula(c, e, a, b);
}

/** `ceil(a / b)` and `floor(a / b)`: the quotient need not come out even, and is never rounded in between. */
export function roundedQuotient(
  c: Calculator,
  e: Binary,
  name: "ceil" | "floor",
  a: Amount,
  b: Amount,
): Amount | undefined {
  if (isDecimal(a) || isDecimal(b)) {
    const [x, y] = decimals(c, e, a, b) ?? [];
    if (x === undefined || y === undefined) return undefined;
    return y === 0 ? c.tell(e.span, "attribute-range", "This divides by zero.") : exact(c, e, Math[name](x / y), "/");
  }
  const [p, q] = [asDim(c.dims, a), asDim(c.dims, b)];
  if (q.lo < 1)
    return c.tell(e.right.span, "attribute-range", "`ceil` and `floor` divide by something that is at least 1.");
  return known(c, e, name === "ceil" ? c.dims.ceilDiv(p, q) : c.dims.floorDiv(p, q));
}

/** `ceil(a)` and `floor(a)`; what is whole stays as it is. */
export function rounded(c: Calculator, e: Expr, name: "ceil" | "floor", of: Amount): Amount | undefined {
  return isDecimal(of) ? exact(c, e, Math[name](of.value), name) : of;
}

/** The smallest or the largest; `first` is among `all`. */
export function extreme(
  c: Calculator,
  e: Expr,
  name: "min" | "max",
  first: Amount,
  all: readonly Amount[],
): Amount | undefined {
  const { dims } = c;
  if (all.some(isDim)) {
    const whole = all.filter((n): n is number | Dim => !isDecimal(n));
    if (whole.length < all.length)
      return c.tell(
        e.span,
        "attribute-kind",
        "A formula over symbols counts in whole numbers: it cannot be compared with a decimal.",
      );
    return known(
      c,
      e,
      whole.map((n) => asDim(dims, n)).reduce((a, b) => dims[name](a, b)),
    );
  }
  return all.reduce((a, b) => ((plain(b) ?? 0) < (plain(a) ?? 0) === (name === "min") ? b : a), first);
}

/** Both as plain numbers, since one is a decimal. Undefined where the other is a formula, which has been told. */
function decimals(c: Calculator, e: Expr, a: Amount, b: Amount): readonly [number, number] | undefined {
  const [x, y] = [plain(a), plain(b)];
  if (x !== undefined && y !== undefined) return [x, y];
  return c.tell(
    e.span,
    "attribute-kind",
    "A formula over symbols counts in whole numbers: it cannot be combined with a decimal.",
  );
}

function finite(c: Calculator, e: Binary, value: number): Decimal | undefined {
  if (Number.isFinite(value)) return decimal(value);
  return Number.isNaN(value)
    ? c.tell(e.span, "attribute-range", `\`${e.op}\` gives no number here.`)
    : c.tell(e.span, "overflow", `\`${e.op}\` gives a number that is too large for a decimal.`);
}

function exact(c: Calculator, e: Expr, value: number, op: string): number | undefined {
  if (Number.isSafeInteger(value)) return value;
  return c.tell(e.span, "overflow", `\`${op}\` gives a number beyond 2⁵³, which cannot be counted exactly.`);
}

function whole(c: Calculator, e: Binary, a: number, b: number): Amount | undefined {
  if (e.op === "**" && b < 0) return finite(c, e, a ** b);
  if (e.op === "/" && remainder(a, b) !== 0) return unevenQuotient(a, b);
  return exact(c, e, arithmetic(e.op, a, b), e.op);
}

function formula(c: Calculator, e: Binary, left: number | Dim, right: number | Dim): Amount | undefined {
  const { dims } = c;
  const a = asDim(dims, left);
  const b = asDim(dims, right);
  switch (e.op) {
    case "+":
      return known(c, e, dims.add(a, b));
    case "-":
      return known(c, e, dims.sub(a, b));
    case "*":
      return known(c, e, dims.mul(a, b));
    case "**":
      if (typeof right !== "number" || right < 0 || right > 16)
        return c.tell(e.right.span, "attribute-range", "The exponent of a formula is a whole number from 0 to 16.");
      return known(c, e, dims.pow(a, right));
  }
  if (b.lo < 1 && b.constant === undefined)
    return c.tell(
      e.right.span,
      "attribute-range",
      "A formula is divided by something that is at least 1 for every size; this can be smaller.",
    );
  if (b.constant !== undefined && b.constant < 1)
    return c.tell(e.right.span, "attribute-range", "A formula is divided by a number of at least 1.");
  if (e.op === "//") return known(c, e, dims.floorDiv(a, b));
  if (e.op === "%") return known(c, e, dims.mod(a, b));
  const quotient = dims.divideExact(a, b);
  if (quotient) return known(c, e, quotient);
  const even = dims.compare(dims.mod(a, b), dims.int(0));
  if (even.kind === "different") {
    return c.tell(
      e.span,
      "division",
      `\`/\` must come out even: ${dims.print(a)} is divisible by ${dims.print(b)} for no size. Use \`//\` to round down.`,
    );
  }
  if (even.kind === "sometimes" && !mentionsAssumed(even.condition)) c.claimEven(even.condition, e.span, b, a);
  return known(c, e, dims.floorDiv(a, b));
}

/** A formula that came to a number is one. */
function known(c: Calculator, e: Expr, dim: Dim): Amount | undefined {
  if (dim.overflow)
    return c.tell(e.span, "overflow", "This formula has numbers beyond 2⁵³, which cannot be counted exactly.");
  return dim.constant ?? dim;
}
