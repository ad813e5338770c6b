/**
 * For which integers a size over one symbol is 0. Such a size is α·y plus something periodic. With α = 0 its zeros are
 * residue classes; otherwise they lie in a bounded interval. Both come out of splitting y into p·y + j for a prime p of
 * an innermost divisor, until that interval is short or no floor is left; equal parts are one object, and are solved once.
 */

import { compile } from "./compiled.ts";
import type { Dim, Term } from "./dim.ts";
import { isSafe } from "./integer.ts";
import { depthOf } from "./intern.ts";
import { interval, lineOf } from "./line.ts";
import type { Meter } from "./meter.ts";
import { smallestPrime } from "./modular.ts";
import { partsUpTo } from "./parts.ts";
import { NO_RESIDUE } from "./periodic.ts";
import { contentOf } from "./polynomial.ts";
import { roots } from "./polynomial_signs.ts";
import type { Table } from "./table.ts";
import { ALL, interleaved, liftedRuns, NONE, type Zeros } from "./zero_set.ts";

/** `zero`: the size is 0; `atLeast`: it is not negative, which is asked of periodic sizes only. */
type Question = "zero" | "atLeast";

const MAX_INTERVAL = 4096;
const MAX_DEPTH = 128;
/** Units of work for one answer; a split of a large formula, or one that leaves many runs, counts for more. */
const MAX_WORK = 4000;
const PARTS_A_UNIT = 16;
const RUNS_A_UNIT = 16;
const STEPS_A_UNIT = 1024;

/** A number that is of no use to a polynomial in y: what is rounded by another formula or in doubles. */
const stuck = (term: Term): boolean =>
  term.kind === "quotient" || term.kind === "scale" || term.kind === "opaque" || term.kind === "positive";

export class ZeroFinder {
  private readonly table: Table;
  /** The one symbol, unbounded, that all questions are about: so that H and W share what is known. */
  private readonly y: Dim;
  private readonly name: string;
  private readonly meter: Meter;
  private readonly known: Readonly<Record<Question, Map<Dim, Zeros | undefined>>> = {
    zero: new Map(),
    atLeast: new Map(),
  };

  constructor(table: Table, y: Dim, name: string, meter: Meter) {
    this.table = table;
    this.y = y;
    this.name = name;
    this.meter = meter;
  }

  /** Undefined where there is no closed form, or too long a one. */
  find(of: Dim, question: Question): Zeros | undefined {
    const zeros = this.meter.within(MAX_WORK, () => this.solve(of, question, 0));
    // The same budget would come to nothing again.
    if (!zeros) this.known[question].set(of, zeros);
    return zeros;
  }

  /** Splits y into `modulus`·y + `residue`. */
  at(of: Dim, modulus: number, residue: number): Dim {
    const { table } = this;
    this.meter.spend(1 + (depthOf(of.terms) + of.terms.length) / PARTS_A_UNIT);
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
    if (depth > MAX_DEPTH || !this.meter.open) return undefined;
    const zeros = this.fresh(simple, question, depth);
    // What was given up for want of budget may still be found as a part of something else.
    if (zeros || this.meter.open) known.set(simple, zeros);
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
      if (high - low < MAX_INTERVAL && isSafe(low) && isSafe(high)) return this.enumerated(of, low, high);
    }
    const parts = partsUpTo(of);
    if (!parts || parts.some(stuck)) return undefined;
    // Parts come before wholes: nothing is rounded inside the first floor.
    const innermost = parts.find((part) => part.kind === "floor");
    if (innermost?.kind !== "floor") return roots(of);
    const prime = smallestPrime(innermost.by);
    if (prime > MAX_WORK) return undefined;
    const kids: Zeros[] = [];
    for (let j = 0; j < prime && this.meter.open; j++) {
      const kid = this.solve(this.at(of, prime, j), question, depth + 1);
      if (!kid) return undefined;
      kids.push(kid);
    }
    const runs = kids.length === prime ? liftedRuns(kids) : undefined;
    return runs !== undefined && this.meter.spend(runs / RUNS_A_UNIT) ? interleaved(kids) : undefined;
  }

  private enumerated(of: Dim, low: number, high: number): Zeros | undefined {
    const values: number[] = [];
    const { run, values: sums, length } = compile([of]);
    if (!this.meter.spend(((high - low) * length) / STEPS_A_UNIT)) return undefined;
    for (let y = low; y <= high; y++) {
      run(y);
      if (Number.isNaN(sums[0])) return undefined;
      if (sums[0] === 0) values.push(y);
    }
    return { ...NO_RESIDUE, values };
  }
}
