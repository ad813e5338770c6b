/**
 * The sizes that fulfil a condition over one symbol, as a set. Equations are left to `ZeroFinder`; an inequality holds
 * from some size on, or up to one, or depends on residues only; everything else is made of those by set algebra. A maximum is
 * a case distinction. Symbols are put aside for one unbounded symbol first, so that H and W share every answer.
 */
import { interleavedSets, setFrom } from "./assemble.ts";
import { compile } from "./compiled.ts";
import type { Condition, Dim } from "./dim.ts";
import { floorDiv, isSafe } from "./integer.ts";
import { leastWhere } from "./least.ts";
import { interval, lineOf } from "./line.ts";
import type { Meter } from "./meter.ts";
import { smallestPrime } from "./modular.ts";
import { partsUpTo } from "./parts.ts";
import type { SizeSet } from "./periodic.ts";
import { contentOf } from "./polynomial.ts";
import { polynomialSet } from "./polynomial_signs.ts";
import { MAX_RUNS, type Run } from "./runs.ts";
import * as sizes from "./sizes.ts";
import type { Table } from "./table.ts";
import { ZeroFinder } from "./zeros.ts";

/** No file can name a symbol so. */
const NAME = "·";
const MAX_DEPTH = 40;
const MAX_PRIME = 64;
/** Units of work for one answer, and what a case distinction counts for. */
const MAX_WORK = 5000;
const CASE = 64;
const STEPS_A_UNIT = 1024;

type Comparing = "equal" | "atLeast";

export class OneSymbol {
  private readonly table: Table;
  readonly zeros: ZeroFinder;
  private readonly y: Dim;
  readonly meter: Meter;
  private readonly known = new Map<string, SizeSet | undefined>();

  /** The meter is for all that it is asked. */
  constructor(table: Table, meter: Meter) {
    this.table = table;
    this.meter = meter;
    this.y = table.symbol(NAME, { min: -Infinity });
    this.zeros = new ZeroFinder(table, this.y, NAME, this.meter);
  }

  /** Sizes over `name` alone, as ones over the solver's symbol. All at once: they may share most of what they are made of. */
  abstracted(dims: readonly Dim[], name: string): readonly Dim[] {
    return this.table.substituteAll(dims, new Map([[name, this.y]]));
  }

  abstract(dim: Dim, name: string): Dim {
    return this.table.substitute(dim, new Map([[name, this.y]]));
  }

  /** Of a condition over `name` alone: the integers from `lowest` on. Undefined where there is no closed form. */
  setOf(condition: Condition, name: string, lowest: number): SizeSet | undefined {
    switch (condition.kind) {
      case "true":
        return sizes.all(lowest);
      case "false":
        return sizes.none(lowest);
      case "equal":
      case "atLeast": {
        const difference = this.table.sub(condition.left, condition.right);
        return this.compare(this.abstract(difference, name), condition.kind, lowest);
      }
      case "and": {
        let set: SizeSet | undefined = sizes.all(lowest);
        for (const part of condition.of) {
          const own = this.setOf(part, name, lowest);
          if (own && sizes.isEmpty(own)) return own;
          set = own && set && sizes.intersect(set, own);
        }
        return set;
      }
      case "or": {
        let set: SizeSet | undefined = sizes.none(lowest);
        for (const part of condition.of) {
          const own = this.setOf(part, name, lowest);
          if (own && sizes.isAll(own)) return own;
          set = own && set && sizes.union(set, own);
        }
        return set;
      }
      case "not": {
        const set = this.setOf(condition.of, name, lowest);
        return set && sizes.complement(set);
      }
    }
  }

  /** For which values from `lowest` on a size over the solver's symbol is 0, or not negative. */
  compare(of: Dim, kind: Comparing, lowest: number): SizeSet | undefined {
    const key = `${kind} ${of.id} ${lowest}`;
    let set = this.known.get(key);
    if (!set && !this.known.has(key)) {
      set = this.meter.within(MAX_WORK, () => this.byCases(of, kind, lowest));
      this.known.set(key, set);
    }
    return set;
  }

  private byCases(of: Dim, kind: Comparing, lowest: number): SizeSet | undefined {
    if (of.overflow || !this.meter.spend(1)) return undefined;
    const positive = partsUpTo(of)?.find((term) => term.kind === "positive");
    if (positive?.kind !== "positive") {
      if (kind === "atLeast") return this.atLeast(of, lowest, 0);
      const zeros = this.zeros.find(of, "zero");
      return zeros && setFrom(zeros, lowest);
    }
    // max(n, 0) is n where n is not negative, and 0 elsewhere.
    if (!this.meter.spend(CASE)) return undefined;
    const where = this.byCases(positive.of, "atLeast", lowest);
    if (!where) return undefined;
    const part = (value: Dim, within: SizeSet): SizeSet | undefined => {
      if (sizes.isEmpty(within)) return within;
      const [reduced] = this.table.replaceAll([of], (term) => (term === positive ? value : undefined));
      const own = reduced && this.byCases(reduced, kind, lowest);
      return own && sizes.intersect(own, within);
    };
    const above = part(positive.of, where);
    const below = above && part(this.table.int(0), sizes.complement(where));
    return above && below && sizes.union(above, below);
  }

  /** Without a maximum. */
  private atLeast(of: Dim, lowest: number, depth: number): SizeSet | undefined {
    if (of.constant !== undefined) return of.constant >= 0 ? sizes.all(lowest) : sizes.none(lowest);
    if (of.overflow) return undefined;
    if (of.lo >= 0) return sizes.all(lowest);
    if (of.hi < 0) return sizes.none(lowest);
    const { table } = this;
    const g = contentOf(of, false);
    const simple = g > 1 ? table.floorDiv(of, g) : of;
    const [term, second] = simple.terms;
    const k = simple.coefficients[0];
    if (term?.kind === "symbol" && !second && k === 1) return from(-simple.offset, lowest);
    if (term?.kind === "symbol" && !second && k === -1) return sizes.finite([[lowest, simple.offset]], lowest);
    if (simple.monotone) return this.rising(simple, lowest);
    // It is negative just where −1 less it is not.
    const other = table.sub(table.int(-1), simple);
    if (other.monotone) {
      const set = this.rising(other, lowest);
      return set && sizes.complement(set);
    }
    return this.nearLine(simple, lowest) ?? this.split(simple, lowest, depth);
  }

  private rising(of: Dim, lowest: number): SizeSet | undefined {
    const least = leastWhere([of], lowest);
    return least === undefined ? undefined : from(least, lowest);
  }

  /** With a slope it is negative on one side of an interval and not on the other; without, residues decide. */
  private nearLine(of: Dim, lowest: number): SizeSet | undefined {
    const line = lineOf(of);
    if (!line) return undefined;
    if (line.up === 0) {
      if (line.hi < 0) return sizes.none(lowest);
      if (line.lo >= 0) return sizes.all(lowest);
      const zeros = this.zeros.find(of, "atLeast");
      return zeros && setFrom(zeros, lowest);
    }
    const [low, high] = interval(line);
    const start = Math.max(low, lowest);
    if (!isSafe(low) || !isSafe(high) || high - start > MAX_RUNS) return undefined;
    const members: Run[] = [];
    const compiled = compile([of]);
    if (!this.meter.spend((Math.max(high - start, 0) * compiled.length) / STEPS_A_UNIT)) return undefined;
    for (let y = start; y <= high; y++) {
      compiled.run(y);
      const value = compiled.values[0] ?? Number.NaN;
      if (Number.isNaN(value)) return undefined;
      if (value >= 0) members.push([y, y]);
    }
    if (line.up > 0) return sizes.mixed(1, [[0, 0]], Math.max(high + 1, lowest), members, lowest);
    return sizes.finite([[lowest, Math.max(start, lowest) - 1], ...members], lowest);
  }

  /** A product, or what is rounded too coarsely to be counted out: by residues, down to polynomials. */
  private split(of: Dim, lowest: number, depth: number): SizeSet | undefined {
    const parts = partsUpTo(of);
    if (!parts || parts.some(({ kind }) => kind !== "symbol" && kind !== "floor" && kind !== "product"))
      return undefined;
    const innermost = parts.find(({ kind }) => kind === "floor");
    if (innermost?.kind !== "floor") return polynomialSet(of, lowest);
    const prime = smallestPrime(innermost.by);
    if (depth > MAX_DEPTH || prime > MAX_PRIME || !this.meter.spend(CASE)) return undefined;
    const kids: SizeSet[] = [];
    for (let j = 0; j < prime; j++) {
      const kid = this.atLeast(this.zeros.at(of, prime, j), -floorDiv(j - lowest, prime), depth + 1);
      if (!kid) return undefined;
      kids.push(kid);
    }
    return interleavedSets(kids, lowest);
  }
}

const from = (least: number, lowest: number): SizeSet => sizes.residues(1, [[0, 0]], least, lowest);
