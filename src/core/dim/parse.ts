/**
 * Reads sizes as `print.ts` writes them, in either style, and the arithmetic of the model language: `+ - * / // % **`,
 * `min max ceil floor`. Inside `ceil(…)`, `floor(…)`, ⌈…⌉ and ⌊…⌋ a quotient is a real one that is then rounded;
 * elsewhere `/` must come out even. `fd cd mod` are short names for rounded quotients and remainders.
 */
import type { Dim } from "./dim.ts";
import type { Table } from "./table.ts";

export interface ParsedDim {
  readonly value?: Dim;
  /** Why it is no size. */
  readonly problem?: string;
}

const TOKEN =
  /\s*(?:((?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|(\/\/|\*\*|[-+*/%(),⌈⌉⌊⌋·−?]))/uy;
/** Beyond it nesting is refused, since it is read by recursion. */
const MOST_NESTED = 500;

export function parseDim(
  table: Table,
  text: string,
  symbolOf: (name: string) => Dim = (name) => table.symbol(name),
): ParsedDim {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) return { problem: `"${text.slice(at).trim()}" is no part of a size` };
    tokens.push(match[1] ?? match[2] ?? match[3] ?? "");
  }
  try {
    const reader = new Reader(table, tokens, symbolOf);
    return { value: reader.whole() };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message };
    throw error;
  }
}

/** Never leaves this file. */
class Unreadable extends Error {}

/** A quotient that waits to be rounded, or a product with a decimal. */
type Value =
  | { readonly kind: "size"; readonly dim: Dim }
  | { readonly kind: "quotient"; readonly of: Dim; readonly by: Dim }
  | { readonly kind: "decimal"; readonly text: string }
  | { readonly kind: "scaled"; readonly of: Dim; readonly factor: string };

class Reader {
  private readonly table: Table;
  private readonly tokens: readonly string[];
  private readonly symbolOf: (name: string) => Dim;
  private at = 0;
  private depth = 0;

  constructor(table: Table, tokens: readonly string[], symbolOf: (name: string) => Dim) {
    this.table = table;
    this.tokens = tokens;
    this.symbolOf = symbolOf;
  }

  whole(): Dim {
    const dim = this.size();
    if (this.at < this.tokens.length) throw new Unreadable(`"${this.tokens[this.at]}" is not expected here`);
    return dim;
  }

  private take(...wanted: readonly string[]): string | undefined {
    const token = this.tokens[this.at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.at++;
    return token;
  }

  private need(token: string): void {
    if (!this.take(token)) throw new Unreadable(`"${token}" is missing`);
  }

  private size(): Dim {
    return this.exact(this.sum());
  }

  private exact(value: Value): Dim {
    switch (value.kind) {
      case "size":
        return value.dim;
      case "quotient": {
        const dim = this.table.divideExact(value.of, value.by);
        if (!dim) throw new Unreadable("`/` does not come out even; `//` rounds down");
        return dim;
      }
      default:
        throw new Unreadable("a size is a whole number");
    }
  }

  private rounded(value: Value, up: boolean): Dim {
    if (value.kind === "quotient")
      return up ? this.table.ceilDiv(value.of, value.by) : this.table.floorDiv(value.of, value.by);
    if (value.kind === "scaled" && !up) return this.table.scale(value.of, value.factor);
    return this.exact(value);
  }

  private sum(): Value {
    if (++this.depth > MOST_NESTED) throw new Unreadable("it is nested too deep");
    let value = this.term();
    for (let op = this.take("+", "-", "−"); op; op = this.take("+", "-", "−")) {
      const [a, b] = [this.exact(value), this.exact(this.term())];
      value = sized(op === "+" ? this.table.add(a, b) : this.table.sub(a, b));
    }
    this.depth--;
    return value;
  }

  private term(): Value {
    let value = this.signed();
    for (;;) {
      const op = this.take("*", "·", "//", "/", "%", "mod");
      if (!op) return value;
      value = this.operate(op, value, this.signed());
    }
  }

  private operate(op: string, left: Value, right: Value): Value {
    if ((op === "*" || op === "·") && (left.kind === "decimal" || right.kind === "decimal")) {
      if (left.kind === "decimal") return { kind: "scaled", of: this.exact(right), factor: left.text };
      if (right.kind === "decimal") return { kind: "scaled", of: this.exact(left), factor: right.text };
    }
    const a = this.exact(left);
    const b = this.exact(right);
    if (op === "*" || op === "·") return sized(this.table.mul(a, b));
    if (b.constant === 0) throw new Unreadable("it divides by zero");
    if (op === "/") return { kind: "quotient", of: a, by: b };
    return sized(op === "//" ? this.table.floorDiv(a, b) : this.table.mod(a, b));
  }

  private signed(): Value {
    let negative = false;
    for (let sign = this.take("+", "-", "−"); sign; sign = this.take("+", "-", "−"))
      if (sign !== "+") negative = !negative;
    const value = this.power();
    return negative ? sized(this.table.neg(this.exact(value))) : value;
  }

  private power(): Value {
    const base = this.atom();
    if (!this.take("**")) return base;
    if (++this.depth > MOST_NESTED) throw new Unreadable("it is nested too deep");
    const exponent = this.exact(this.signed()).constant;
    this.depth--;
    if (exponent === undefined || exponent < 0) throw new Unreadable("an exponent is a whole number from 0");
    return sized(this.table.pow(this.exact(base), exponent));
  }

  private atom(): Value {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Unreadable("something is missing at the end");
    if (token === "(") return this.until(")", () => this.sum());
    if (token === "⌈") return this.until("⌉", () => sized(this.rounded(this.sum(), true)));
    if (token === "⌊") return this.until("⌋", () => sized(this.rounded(this.sum(), false)));
    if (token === "?") return sized(this.table.symbol("?", { min: 0, assumed: true }));
    if (/^\d+$/.test(token)) return sized(this.table.int(Number(token)));
    if (/^[\d.]/.test(token)) return { kind: "decimal", text: token };
    if (/^[\p{L}_]/u.test(token)) return this.take("(") ? sized(this.call(token)) : sized(this.symbolOf(token));
    throw new Unreadable(`"${token}" is not expected here`);
  }

  private until(close: string, read: () => Value): Value {
    const value = read();
    this.need(close);
    return value;
  }

  private call(name: string): Dim {
    const args: Value[] = [this.sum()];
    while (this.take(",")) args.push(this.sum());
    this.need(")");
    const [first, second] = args;
    const { table } = this;
    if (first && !second && (name === "ceil" || name === "floor")) return this.rounded(first, name === "ceil");
    const sizes = args.map((a) => this.exact(a));
    const [a, b] = sizes;
    if (a && (name === "min" || name === "max"))
      return sizes.reduce((x, y) => (name === "min" ? table.min(x, y) : table.max(x, y)));
    if (a && b && sizes.length === 2) {
      if (b.constant === 0) throw new Unreadable("it divides by zero");
      if (name === "fd") return table.floorDiv(a, b);
      if (name === "cd") return table.ceilDiv(a, b);
      if (name === "mod") return table.mod(a, b);
    }
    throw new Unreadable(`there is no ${name} of ${args.length}`);
  }
}

const sized = (dim: Dim): Value => ({ kind: "size", dim });
