/**
 * Values of sizes. Everything that a size is made of is worked out once, in ascending order of id, so nesting may be as
 * deep as memory allows.
 */
import type { Dim, Term } from "./dim.ts";
import { bigFloorDiv, floorDiv, isSafe, times } from "./integer.ts";

/** All terms that the sizes are made of and for which `wanted` holds, parts before wholes. */
export function reachable(dims: readonly Dim[], wanted: (term: Term) => boolean = () => true): Term[] {
  const seen = new Set<Term>();
  const open: Term[] = [];
  const visit = (term: Term): void => {
    if (seen.has(term) || !wanted(term)) return;
    seen.add(term);
    open.push(term);
  };
  for (const { terms } of dims) terms.forEach(visit);
  for (let term = open.pop(); term; term = open.pop()) {
    if (term.kind === "product") term.factors.forEach(visit);
    else for (const part of partsOf(term)) part.terms.forEach(visit);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** The sizes that a term is made of, factors aside. */
export function partsOf(term: Term): readonly Dim[] {
  switch (term.kind) {
    case "floor":
    case "positive":
    case "scale":
      return [term.of];
    case "quotient":
      return [term.of, term.by];
    default:
      return [];
  }
}

/** Undefined where a symbol has no value, where the value is not a safe integer, and for what was not counted exactly. */
export function evaluate(dim: Dim, values: ReadonlyMap<string, number>): number | undefined {
  if (dim.constant !== undefined) return dim.constant;
  if (dim.overflow) return undefined;
  const known = new Map<Term, number>();
  if (!dim.terms.every((t) => t.kind === "symbol"))
    for (const term of reachable([dim])) {
      const value = term.kind === "symbol" ? values.get(term.name) : numberOf(term, known);
      if (value === undefined) return undefined;
      // What a symbol stands for is the caller's number; everything else is exact or is counted again below.
      if (!isSafe(value)) return exactly(dim, values);
      known.set(term, value);
    }
  else
    for (const term of dim.terms) {
      const value = term.kind === "symbol" ? values.get(term.name) : undefined;
      if (value === undefined) return undefined;
      known.set(term, value);
    }
  const value = sumOf(dim, known);
  return isSafe(value) ? value : exactly(dim, values);
}

/** The same, exact for every size. */
export function evaluateBig(dim: Dim, values: ReadonlyMap<string, number>): bigint | undefined {
  if (dim.constant !== undefined) return BigInt(dim.constant);
  if (dim.overflow) return undefined;
  const known = new Map<Term, bigint>();
  for (const term of reachable([dim])) {
    const value = bigValueOf(term, known, values);
    if (value === undefined) return undefined;
    known.set(term, value);
  }
  return bigSumOf(dim, known);
}

/** A part left the safe range, but the whole may be back in it. */
function exactly(dim: Dim, values: ReadonlyMap<string, number>): number | undefined {
  const value = Number(evaluateBig(dim, values));
  return isSafe(value) ? value : undefined;
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
