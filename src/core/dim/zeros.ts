/**
 * For which integers a size over one symbol is 0. Such a size is α·y plus something periodic. With α = 0 its zeros are
 * residue classes; otherwise they lie in a bounded interval. Both come out of splitting y into p·y + j for a prime p of
 * an innermost divisor, until that interval is short or no floor is left; equal parts are one object, and are solved once.
 */

import { compile } from "./compiled.ts";
import type { Dim, Term } from "./dim.ts";
import { gcd, isSafe } from "./integer.ts";
import { lcm, smallestPrime } from "./modular.ts";
import { partsUpTo } from "./parts.ts";
import { EVERY, NO_RESIDUE, type Periodic } from "./periodic.ts";
import { contentOf, factorsOf } from "./polynomial.ts";
import { relaxSum } from "./relax.ts";
import { gaps, inRuns, intersectRuns, MAX_RUNS, type Run, reduced, repeated, tidy } from "./runs.ts";
import { stretches } from "./signs.ts";
import type { Table } from "./table.ts";

/** Residue classes over all integers, negative ones too, and single values besides. */
export interface Zeros extends Periodic {
  readonly values: readonly number[];
}

/** `zero`: the size is 0; `atLeast`: it is not negative, which is asked of periodic sizes only. */
type Question = "zero" | "atLeast";

const NONE: Zeros = { ...NO_RESIDUE, values: [] };
const ALL: Zeros = { ...EVERY, values: [] };
const MAX_INTERVAL = 4096;
const MAX_DEPTH = 128;
/** Parts solved, and runs handled, for one answer. */
const MAX_WORK = 5000;
const RUNS_A_PART = 16;

/** slope·y + e with e in [lo, hi]. */
export interface Line {
  readonly up: number;
  readonly down: number;
  readonly lo: number;
  readonly hi: number;
}

/** Undefined where the size is not known to keep near a line. */
export function lineOf(dim: Dim): Line | undefined {
  const relaxed = relaxSum(dim.offset, dim.terms, dim.coefficients);
  if (!relaxed) return undefined;
  let line: Line = { up: 0, down: 1, lo: relaxed.lo - relaxed.error, hi: relaxed.hi + relaxed.error };
  for (const [i, atom] of relaxed.atoms.entries()) {
    const up = relaxed.up[i] as number;
    const down = relaxed.down[i] as number;
    if (up === 0) continue;
    const own = lineOfAtom(atom);
    const sum = own && plus(line, own, up, down);
    if (!sum) return undefined;
    line = sum;
  }
  return line;
}

function lineOfAtom(atom: Term): Line | undefined {
  if (atom.kind === "symbol") return { up: 1, down: 1, lo: 0, hi: 0 };
  if (atom.kind !== "scale") return undefined;
  // ⌊x·s⌋ in doubles is within 2 of the written fraction times x, for every x that a tensor can have.
  const of = lineOf(atom.of);
  const factor = Number(atom.factor);
  const written = fractionOf(factor);
  if (!of || !written || factor <= 0) return undefined;
  return product({ ...of, lo: of.lo * factor - 2, hi: of.hi * factor + 2 }, ...written);
}

/** The decimal that a double was written as. */
function fractionOf(factor: number): readonly [number, number] | undefined {
  for (let down = 1; down <= 1e9; down *= 10) {
    const up = Math.round(factor * down);
    if (up / down === factor) return [up, down];
  }
  return undefined;
}

function product(line: Line, up: number, down: number): Line | undefined {
  const top = line.up * up;
  const bottom = line.down * down;
  if (!isSafe(top) || !isSafe(bottom)) return undefined;
  const g = gcd(top, bottom);
  return { up: top / g, down: bottom / g, lo: line.lo, hi: line.hi };
}

/** line + (up/down)·other */
function plus(line: Line, other: Line, up: number, down: number): Line | undefined {
  const term = product(other, up, down);
  if (!term) return undefined;
  const top = line.up * term.down + term.up * line.down;
  const bottom = line.down * term.down;
  if (!isSafe(top) || !isSafe(bottom)) return undefined;
  const g = gcd(top, bottom);
  const k = up / down;
  const low = k * (k > 0 ? other.lo : other.hi);
  const high = k * (k > 0 ? other.hi : other.lo);
  return { up: top / g, down: bottom / g, lo: line.lo + low, hi: line.hi + high };
}

/** Where there can be a zero, when there is a slope. */
export function interval({ up, down, lo, hi }: Line): Run {
  const ends = [(-lo * down) / up, (-hi * down) / up];
  return [Math.floor(Math.min(...ends) - 1e-6), Math.ceil(Math.max(...ends) + 1e-6)];
}

/** A number that is of no use to a polynomial in y: what is rounded by another formula or in doubles. */
const stuck = (term: Term): boolean =>
  term.kind === "quotient" || term.kind === "scale" || term.kind === "opaque" || term.kind === "positive";

export class ZeroFinder {
  private readonly table: Table;
  /** The one symbol, unbounded, that all questions are about: so that H and W share what is known. */
  private readonly y: Dim;
  private readonly name: string;
  private readonly known: Readonly<Record<Question, Map<Dim, Zeros | undefined>>> = {
    zero: new Map(),
    atLeast: new Map(),
  };
  private work = 0;

  constructor(table: Table, y: Dim, name: string) {
    this.table = table;
    this.y = y;
    this.name = name;
  }

  /** Undefined where there is no closed form, or too long a one. */
  find(of: Dim, question: Question): Zeros | undefined {
    this.work = 0;
    const zeros = this.solve(of, question, 0);
    // The same budget would come to nothing again.
    if (!zeros) this.known[question].set(of, zeros);
    return zeros;
  }

  /** Splits y into `modulus`·y + `residue`. */
  at(of: Dim, modulus: number, residue: number): Dim {
    const { table } = this;
    return table.substitute(of, new Map([[this.name, table.add(table.scaleBy(modulus, this.y), table.int(residue))]]));
  }

  private solve(of: Dim, question: Question, depth: number): Zeros | undefined {
    if (of.constant !== undefined) return (question === "zero" ? of.constant === 0 : of.constant >= 0) ? ALL : NONE;
    if (of.overflow) return undefined;
    if (question === "zero") {
      if (of.lo > 0 || of.hi < 0) return NONE;
    } else if (of.hi < 0) return NONE;
    else if (of.lo >= 0) return ALL;
    const known = this.known[question];
    if (known.has(of)) return known.get(of);
    const simple = this.simplified(of, question);
    if (!simple) return NONE;
    if (known.has(simple)) return known.get(simple);
    if (++this.work > MAX_WORK || depth > MAX_DEPTH) return undefined;
    const zeros = this.fresh(simple, question, depth);
    this.work += (zeros?.runs.length ?? 0) / RUNS_A_PART;
    // What was given up for want of budget may still be found as a part of something else.
    if (zeros || this.work <= MAX_WORK) known.set(simple, zeros);
    return zeros;
  }

  /** Without a common factor, and with one sign for a size and its negative; undefined where it is never 0. */
  private simplified(of: Dim, question: Question): Dim | undefined {
    const { table } = this;
    const g = contentOf(of, false);
    if (question === "atLeast") return g > 1 ? table.floorDiv(of, g) : of;
    if (of.offset % g !== 0) return undefined;
    const sign = (of.coefficients[0] as number) < 0 ? -1 : 1;
    return g === 1 && sign === 1 ? of : table.floorDiv(of, g * sign);
  }

  private fresh(of: Dim, question: Question, depth: number): Zeros | undefined {
    const [term, second] = of.terms;
    if (term?.kind === "symbol" && !second && question === "zero")
      return of.offset % (of.coefficients[0] as number) === 0
        ? { ...NO_RESIDUE, values: [-of.offset / (of.coefficients[0] as number) + 0] }
        : NONE;
    const line = lineOf(of);
    if (line && line.up === 0) {
      if (question === "zero" ? line.lo > 0 || line.hi < 0 : line.hi < 0) return NONE;
      if (question === "atLeast" && line.lo >= 0) return ALL;
    }
    if (line && line.up !== 0) {
      const [low, high] = interval(line);
      if (high - low < MAX_INTERVAL && isSafe(low) && isSafe(high)) return enumerated(of, low, high);
    }
    const parts = partsUpTo(of);
    if (!parts || parts.some(stuck)) return undefined;
    // Parts come before wholes: nothing is rounded inside the first floor.
    const innermost = parts.find((part) => part.kind === "floor");
    if (innermost?.kind !== "floor") return roots(of);
    const prime = smallestPrime(innermost.by);
    if (prime > MAX_WORK) return undefined;
    const kids: Zeros[] = [];
    for (let j = 0; j < prime; j++) {
      const kid = this.solve(this.at(of, prime, j), question, depth + 1);
      if (!kid) return undefined;
      kids.push(kid);
    }
    return interleaved(kids);
  }
}

function enumerated(of: Dim, low: number, high: number): Zeros | undefined {
  const values: number[] = [];
  const { run, values: sums } = compile([of]);
  for (let y = low; y <= high; y++) {
    run(y);
    if (Number.isNaN(sums[0])) return undefined;
    if (sums[0] === 0) values.push(y);
  }
  return { ...NO_RESIDUE, values };
}

/** The coefficients of a polynomial in the one symbol, by power. */
export function polynomialOf(of: Dim): bigint[] | undefined {
  const out = [BigInt(of.offset)];
  for (const [i, term] of of.terms.entries()) {
    const factors = factorsOf(term);
    if (factors.some((factor) => factor.kind !== "symbol")) return undefined;
    while (out.length <= factors.length) out.push(0n);
    out[factors.length] = (out[factors.length] as bigint) + BigInt(of.coefficients[i] as number);
  }
  while (out.length > 1 && out.at(-1) === 0n) out.pop();
  return out;
}

function roots(of: Dim): Zeros | undefined {
  const polynomial = polynomialOf(of);
  if (!polynomial) return undefined;
  const found = stretches(polynomial);
  const values: number[] = [];
  for (const [i, { start, sign }] of found.entries()) {
    const end = found[i + 1]?.start;
    if (sign !== 0) continue;
    if (i === 0 || end === undefined) return ALL;
    for (let y = start; y < end; y++) values.push(Number(y));
  }
  return { ...NO_RESIDUE, values: values.filter(isSafe) };
}

/** p·y + j for the y of each part j. Residues that all parts have stay one run; only the others are told apart. */
export function interleaved(kids: readonly Zeros[]): Zeros | undefined {
  const p = kids.length;
  let modulus: number | undefined = 1;
  for (const kid of kids) modulus = modulus === undefined ? undefined : lcm(modulus, kid.modulus);
  if (modulus === undefined || !isSafe(modulus * p)) return undefined;
  const lifted: Run[][] = [];
  for (const kid of kids) {
    const runs = repeated(kid.runs, kid.modulus, modulus / kid.modulus);
    if (!runs) return undefined;
    lifted.push(runs);
  }
  const common = lifted.reduce((all, runs) => intersectRuns(all, runs));
  const runs: Run[] = common.map(([low, high]) => [p * low, p * high + p - 1]);
  for (const [j, own] of lifted.entries()) {
    for (const [low, high] of own) {
      for (const [from, to] of gaps(common, low, high)) {
        if (runs.length + to - from > MAX_RUNS) return undefined;
        for (let r = from; r <= to; r++) runs.push([p * r + j, p * r + j]);
      }
    }
  }
  const periodic = reduced(modulus * p, tidy(runs));
  const values = kids.flatMap((kid, j) => kid.values.map((v) => p * v + j)).sort((a, b) => a - b);
  if (values.length > MAX_RUNS) return undefined;
  const rest = values.filter(
    (v) => isSafe(v) && !inRuns(periodic.runs, ((v % periodic.modulus) + periodic.modulus) % periodic.modulus),
  );
  return { ...periodic, values: rest };
}
