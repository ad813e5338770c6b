/**
 * Operators and how tightly they bind, as in Python. What they stand between is read by the part that extends this one.
 *
 * A method that reads something returns undefined when there is nothing to return; it has been told then.
 */
import type { Span } from "../../core/span.ts";
import type { CompareOp, Expr } from "./ast.ts";
import { BracketReader } from "./brackets.ts";
import { replacement, type Token } from "./lexer.ts";

/** Operators of one text, since each may make the tree one level deeper. */
const MAX_OPERATORS = 1000;

export const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARE = 4;
export const SUM = 5;
const PRODUCT = 6;

const LEVELS = { or: OR, and: AND, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT };

export abstract class OperatorParser extends BracketReader {
  private operators = 0;

  /** A value with what follows it directly: `a`, `a[i]`, `f(x)`. */
  protected abstract postfix(): Expr | undefined;

  /** Counts one more. False when it is one too many, which has been told. */
  protected operator(): boolean {
    if (++this.operators <= MAX_OPERATORS) return true;
    this.fail(this.here, `There are more than ${MAX_OPERATORS} operators in one expression.`, undefined, "too-complex");
    return false;
  }

  /** `a if c else b`, or anything less. */
  expression(): Expr | undefined {
    const { start } = this;
    const first = this.operation(OR);
    if (!first || this.token !== "if") return first;
    const ifSpan = this.here;
    this.next();
    const condition = this.operation(OR);
    if (!condition) return first;
    // The tokens are fields: reading on has changed them, whatever the compiler concluded above.
    if ((this.token as Token) !== "else") {
      this.fail(ifSpan, "This `if` needs an `else`; a layer that may be left out stands in parentheses: `(A if c)`.");
      return first;
    }
    if (!this.enter()) return first;
    this.next();
    const otherwise = this.expression();
    this.leave();
    return otherwise ? conditional(first, condition, otherwise, this.from(start)) : first;
  }

  /** An expression of operators that bind at least so tightly. */
  protected operation(least: number): Expr | undefined {
    const { start } = this;
    let left = this.unary(least);
    if (!left) return undefined;
    for (;;) {
      const { token } = this;
      switch (token) {
        case "or":
        case "and":
        case "+":
        case "-":
        case "*":
        case "/":
        case "//":
        case "%": {
          const level = LEVELS[token];
          if (level < least || !this.operator()) return left;
          this.next();
          const right = this.operation(level + 1);
          if (!right) return left;
          const span = this.from(start);
          left =
            token === "or" || token === "and"
              ? { kind: "logic", op: token, left, right, span }
              : { kind: "binary", op: token, left, right, span };
          break;
        }
        case "not":
        case "in":
        case "==":
        case "!=":
        case "<":
        case "<=":
        case ">":
        case ">=":
        case "=":
        case "=>":
          if (least > COMPARE || !this.compares()) return left;
          left = this.comparison(left, start);
          break;
        default:
          return left;
      }
    }
  }

  /** Whether a comparison stands here; a slip for one is told and read as it. */
  private compares(): boolean {
    switch (this.token) {
      case "not":
        return /^\s*in\b/.test(this.text.slice(this.end, this.end + 64));
      case "=":
        this.tell(this.here, "Equality is written `==`.", replacement(this.here, "=="));
        this.token = "==";
        return true;
      case "=>":
        // Before a shape it is no comparison.
        if (this.charAfter(this.end) === 91) return false;
        this.tell(this.here, "At least is written `>=`.", replacement(this.here, ">="));
        this.token = ">=";
        return true;
      default:
        return true;
    }
  }

  /** `a < b < c` is `a < b and b < c`. */
  private comparison(first: Expr, start: number): Expr {
    let whole: Expr | undefined;
    let left = first;
    let from = start;
    for (;;) {
      let one: Expr;
      let right: Expr | undefined;
      const { token } = this;
      if (!this.operator()) return whole ?? first;
      const not = token === "not";
      if (not) this.next();
      this.next();
      const rightStart = this.start;
      if (not || token === "in") {
        right = this.member();
        if (!right) return whole ?? first;
        one = { kind: "in", not, left, right, span: this.from(from) };
      } else {
        right = this.operation(SUM);
        if (!right) return whole ?? first;
        one = { kind: "compare", op: token as CompareOp, left, right, span: this.from(from) };
      }
      whole = whole ? { kind: "logic", op: "and", left: whole, right: one, span: this.from(start) } : one;
      if (!isComparison(this.token) || !this.compares()) return whole;
      left = right;
      from = rightStart;
    }
  }

  /** What stands right of `in`: a list, or a range. */
  private member(): Expr | undefined {
    const { start } = this;
    const first = this.operation(SUM);
    if (!first || this.token !== "..") return first;
    this.next();
    const to = this.operation(SUM);
    return to && { kind: "range", from: first, to, span: this.from(start) };
  }

  protected unary(least: number): Expr | undefined {
    const { token, start } = this;
    if (token === "not") {
      if (least > NOT) {
        return this.fail(this.here, "`not` and what it denies stand in parentheses here: `(not a)`.");
      }
    } else if (token !== "-" && token !== "+") return this.power();
    if (!this.enter()) return undefined;
    this.next();
    const of = token === "not" ? this.operation(NOT) : this.unary(PRODUCT);
    this.leave();
    return of && { kind: "unary", op: token, of, span: this.from(start) };
  }

  /** `a ** b`, whose right side goes on to the right: `2 ** -i`, `2 ** 3 ** 2`. */
  private power(): Expr | undefined {
    const { start } = this;
    const left = this.postfix();
    if (!left || this.token !== "**" || !this.enter()) return left;
    this.next();
    const right = this.unary(PRODUCT);
    this.leave();
    return right ? { kind: "binary", op: "**", left, right, span: this.from(start) } : left;
  }
}

/** `then if condition else otherwise`. */
export function conditional(first: Expr, condition: Expr, otherwise: Expr, span: Span): Expr {
  // biome-ignore lint/suspicious/noThenProperty: syntax is never awaited
  return { kind: "if", then: first, condition, otherwise, span };
}

const isComparison = (token: Token): boolean => {
  switch (token) {
    case "in":
    case "not":
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "=":
    case "=>":
      return true;
    default:
      return false;
  }
};
