/**
 * Values of sizes. Everything that a size is made of is worked out once, in ascending order of id, so nesting may be as
 * deep as memory allows.
 */
import type { Dim, Term } from "./dim.ts";
import { bigFloorDiv, floorDiv, isSafe, times } from "./integer.ts";
import { reachable } from "./parts.ts";

/** What terms come to where symbols have certain values: shared by all that is evaluated there. */
export class Valuation {
  private readonly values: ReadonlyMap<string, number>;
  /** NaN for what is beyond the safe range. */
  private readonly numbers = new Map<Term, number>();
  private readonly bigs = new Map<Term, bigint>();

  constructor(values: ReadonlyMap<string, number>) {
    this.values = values;
  }

  isAt(values: ReadonlyMap<string, number>): boolean {
    if (values.size !== this.values.size) return false;
    for (const [name, value] of values) if (this.values.get(name) !== value) return false;
    return true;
  }

  /** Undefined where a symbol has no value, where the value is not a safe integer, and for what was not counted exactly. */
  evaluate(dim: Dim): number | undefined {
    if (dim.constant !== undefined) return dim.constant;
    const { numbers, values } = this;
    if (dim.overflow || !this.isComplete(dim)) return undefined;
    for (const term of reachable([dim], (t) => !numbers.has(t))) {
      const value = term.kind === "symbol" ? values.get(term.name) : numberOf(term, numbers);
      if (value === undefined) return undefined;
      numbers.set(term, isSafe(value) ? value : Number.NaN);
    }
    const value = sumOf(dim, numbers);
    if (isSafe(value)) return value;
    // A part left the safe range, but the whole may be back in it.
    const exact = Number(this.evaluateBig(dim));
    return isSafe(exact) ? exact : undefined;
  }

  /** The same, exact for every size. */
  evaluateBig(dim: Dim): bigint | undefined {
    if (dim.constant !== undefined) return BigInt(dim.constant);
    const { bigs, values } = this;
    if (dim.overflow || !this.isComplete(dim)) return undefined;
    for (const term of reachable([dim], (t) => !bigs.has(t))) {
      const value = bigValueOf(term, bigs, values);
      if (value === undefined) return undefined;
      bigs.set(term, value);
    }
    return bigSumOf(dim, bigs);
  }

  private isComplete({ terms }: Dim): boolean {
    return terms.every(({ symbols }) => symbols.every(({ name }) => this.values.has(name)));
  }
}

/** Without a record of what was worked out: for sizes that nest so little that a record costs more. NaN where it cannot say. */
export function shallowValue(dim: Dim, values: ReadonlyMap<string, number>): number {
  let sum = dim.offset;
  for (let i = 0; i < dim.terms.length; i++) {
    const term = dim.terms[i] as Term;
    let value = Number.NaN;
    if (term.kind === "symbol") value = values.get(term.name) ?? Number.NaN;
    else if (term.kind === "floor") {
      const n = shallowValue(term.of, values);
      if (isSafe(n)) value = floorDiv(n, term.by);
    }
    sum += times(dim.coefficients[i] as number, value);
    if (!isSafe(sum)) return Number.NaN;
  }
  return sum;
}

function sumOf(dim: Dim, known: ReadonlyMap<Term, number>): number {
  let sum = dim.offset;
  for (let i = 0; i < dim.terms.length; i++) {
    sum += times(dim.coefficients[i] as number, known.get(dim.terms[i] as Term) ?? Number.NaN);
    if (!isSafe(sum)) return Number.NaN;
  }
  return sum;
}

/** NaN where it is not a safe integer, undefined where there is no value. */
function numberOf(term: Term, known: ReadonlyMap<Term, number>): number | undefined {
  switch (term.kind) {
    case "floor": {
      const n = sumOf(term.of, known);
      return isSafe(n) ? floorDiv(n, term.by) : n;
    }
    case "product":
      return term.factors.reduce((product, f) => times(product, known.get(f) ?? Number.NaN), 1);
    case "positive": {
      const n = sumOf(term.of, known);
      return Math.max(n, 0);
    }
    case "quotient": {
      const [n, by] = [sumOf(term.of, known), sumOf(term.by, known)];
      if (by === 0) return undefined;
      return isSafe(n) && isSafe(by) ? floorDiv(n, by) : Number.NaN;
    }
    case "scale":
      return Math.floor(sumOf(term.of, known) * Number(term.factor));
    default:
      return undefined;
  }
}

function bigSumOf(dim: Dim, known: ReadonlyMap<Term, bigint>): bigint {
  let sum = BigInt(dim.offset);
  for (let i = 0; i < dim.terms.length; i++)
    sum += BigInt(dim.coefficients[i] as number) * (known.get(dim.terms[i] as Term) ?? 0n);
  return sum;
}

function bigValueOf(
  term: Term,
  known: ReadonlyMap<Term, bigint>,
  values: ReadonlyMap<string, number>,
): bigint | undefined {
  switch (term.kind) {
    case "symbol": {
      const value = values.get(term.name);
      return value !== undefined && isSafe(value) ? BigInt(value) : undefined;
    }
    case "floor":
      return bigFloorDiv(bigSumOf(term.of, known), BigInt(term.by));
    case "product":
      return term.factors.reduce((product, f) => product * (known.get(f) ?? 0n), 1n);
    case "positive": {
      const n = bigSumOf(term.of, known);
      return n > 0n ? n : 0n;
    }
    case "quotient": {
      const by = bigSumOf(term.by, known);
      return by === 0n ? undefined : bigFloorDiv(bigSumOf(term.of, known), by);
    }
    case "scale": {
      const n = Number(bigSumOf(term.of, known));
      const value = Math.floor(n * Number(term.factor));
      return isSafe(n) && isSafe(value) ? BigInt(value) : undefined;
    }
    default:
      return undefined;
  }
}
