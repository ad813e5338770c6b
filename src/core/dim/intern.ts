/**
 * Every size and every term once. A size is found by a number mixed from its parts, so equal normal forms are one object;
 * floors hang off what they divide. Parts are made before what is made of them, and one counter numbers both sizes and
 * terms: ascending ids are an order in which everything can be worked out without recursion, however deep it nests.
 *
 * What is built here is trusted to be in normal form already; `table.ts` brings it there.
 */

import { boundsOf, floorBound, timesBounds } from "./bounds.ts";
import type { Dim, SymbolTerm, Term } from "./dim.ts";
import { isSafe, times } from "./integer.ts";
import { compareTerms, hashOfTerms, hashOfText, mix } from "./order.ts";
import { type Relaxed, relaxFloor, relaxSum } from "./relax.ts";

export type FloorTerm = Extract<Term, { readonly kind: "floor" }>;
type ProductTerm = Extract<Term, { readonly kind: "product" }>;

/** A size as it is kept. */
interface Entry extends Dim {
  /** Of terms and coefficients: all sizes that differ by a number share it. */
  readonly hash: number;
  next: Entry | undefined;
  floors: FloorEntry | undefined;
}

interface FloorEntry extends FloorTerm {
  readonly relaxed: Relaxed | undefined;
  readonly next: FloorEntry | undefined;
  dim: Dim | undefined;
}

export interface SymbolOptions {
  readonly min?: number;
  readonly max?: number;
  readonly assumed?: boolean;
}

const NONE: readonly never[] = [];
const ONE: readonly number[] = [1];
const NUMBER: readonly [number, number] = [0, 0];
const SMALL = 1024;
const MOST_FACTORS = 64;
/** Each layer of `Upsample(3) -> MaxPool2d(2)` adds a term, so that longer sums would add up to the square of their number. */
const MOST_SUMMANDS = 512;

export class Interner {
  private count = 0;
  private dimCount = 0;
  private buckets: (Entry | undefined)[] = new Array<Entry | undefined>(1024).fill(undefined);
  private readonly small: Dim[] = [];
  private readonly named = new Map<string, Term>();

  int(n: number): Dim {
    if (!isSafe(n)) return this.opaque(`int ${n}`, []);
    return (n >= 0 && n < SMALL && this.small[n]) || this.constant(n + 0);
  }

  symbol(name: string, { min = 1, max = Infinity, assumed = false }: SymbolOptions = {}): Dim {
    return this.of(this.symbolTerm(name, min, max, assumed, undefined));
  }

  /** How many sizes there are. */
  get size(): number {
    return this.dimCount;
  }

  /** The term as a size. */
  of(term: Term): Dim {
    if (term.kind !== "floor") return this.entry(0, [term], ONE, hashOfTerms([term], ONE));
    const entry = term as FloorEntry;
    entry.dim ??= this.entry(0, [term], ONE, hashOfTerms([term], ONE));
    return entry.dim;
  }

  /** Undefined where a number leaves the safe range, or the sum is too long. Terms ascending, no coefficient 0. */
  protected make(offset: number, terms: readonly Term[], coefficients: readonly number[]): Dim | undefined {
    if (!isSafe(offset) || terms.length > MOST_SUMMANDS) return undefined;
    for (const k of coefficients) if (!isSafe(k)) return undefined;
    return terms.length === 0
      ? this.int(offset)
      : this.entry(offset + 0, terms, coefficients, hashOfTerms(terms, coefficients));
  }

  /** dim + n. The commonest step of all, so nothing is copied and little is computed. */
  protected plus(dim: Dim, n: number): Dim | undefined {
    if (n === 0) return dim;
    const offset = dim.offset + n;
    return isSafe(offset) ? this.withOffset(dim, offset) : undefined;
  }

  /** The same with another number, a safe one. */
  protected withOffset(dim: Dim, offset: number): Dim {
    if (dim.terms.length === 0) return this.int(offset);
    return this.entry(offset + 0, dim.terms, dim.coefficients, (dim as Entry).hash, true);
  }

  /** p·a + q·b, p and q not 0; undefined where that leaves the safe range. */
  protected combine(a: Dim, p: number, b: Dim, q: number): Dim | undefined {
    if (b.terms.length === 0 && p === 1) return this.plus(a, times(q, b.offset));
    if (a.terms.length === 0 && q === 1) return this.plus(b, times(p, a.offset));
    const terms: Term[] = [];
    const coefficients: number[] = [];
    let i = 0;
    let j = 0;
    while (i < a.terms.length || j < b.terms.length) {
      const x = a.terms[i];
      const y = b.terms[j];
      const side = x && y ? compareTerms(x, y) : x ? -1 : 1;
      let k = 0;
      if (side <= 0) k = times(p, a.coefficients[i++] as number);
      if (side >= 0) k += times(q, b.coefficients[j++] as number);
      if (k === 0) continue;
      terms.push((side <= 0 ? x : y) as Term);
      coefficients.push(k);
    }
    return this.make(times(p, a.offset) + times(q, b.offset), terms, coefficients);
  }

  /** The term ⌊of/by⌋; R1 to R4 have been applied. */
  protected floorTerm(of: Dim, by: number): Term {
    const entry = of as Entry;
    for (let f = entry.floors; f; f = f.next) if (f.by === by) return f;
    const term: FloorEntry = {
      id: this.count++,
      order: mix(hashOfDim(of), by),
      kind: "floor",
      lo: floorBound(of.lo, by),
      hi: floorBound(of.hi, by),
      overflow: of.overflow,
      assumed: of.assumed,
      monotone: of.monotone,
      depth: 1 + depthOf(of.terms),
      symbols: symbolTerms([of]),
      of,
      by,
      relaxed: relaxFloor(relaxSum(of.offset, of.terms, of.coefficients), by),
      next: entry.floors,
      dim: undefined,
    };
    entry.floors = term;
    return term;
  }

  protected symbolTerm(
    name: string,
    min: number,
    max: number,
    assumed: boolean,
    within: SymbolTerm["within"],
  ): SymbolTerm {
    const key = `symbol ${min} ${max} ${assumed} ${within ? `${within.modulus} ${within.residue}` : ""} ${name}`;
    const symbols: SymbolTerm[] = [];
    const term = this.once(key, (id) => ({
      id,
      order: hashOfText(key),
      kind: "symbol",
      lo: min,
      hi: max,
      overflow: false,
      assumed,
      monotone: true,
      depth: 0,
      symbols,
      name,
      within,
    })) as SymbolTerm;
    if (term.symbols === symbols) symbols.push(term);
    return term;
  }

  /** The product of terms; undefined where it has too many factors. */
  protected productTerm(x: Term, y: Term): Term | undefined {
    const factors = [...(x.kind === "product" ? x.factors : [x]), ...(y.kind === "product" ? y.factors : [y])];
    if (factors.length > MOST_FACTORS) return undefined;
    factors.sort(compareTerms);
    return this.productOf(factors);
  }

  /** Factors ascending, none a product, at least one. */
  protected productOf(factors: readonly Term[]): Term {
    const [first] = factors;
    if (first && factors.length === 1) return first;
    let key = "product";
    for (const { id } of factors) key += ` ${id}`;
    return this.once(key, (id): ProductTerm => {
      let lo = 1;
      let hi = 1;
      for (const f of factors) [lo, hi] = timesBounds(lo, hi, f.lo, f.hi);
      return {
        id,
        order: factors.reduce((h, factor) => mix(h, factor.order), 3),
        kind: "product",
        lo,
        hi,
        overflow: factors.some((f) => f.overflow),
        assumed: factors.some((f) => f.assumed),
        monotone: factors.every((f) => f.monotone && f.lo >= 0),
        depth: 1 + depthOf(factors),
        symbols: mergeSymbols(factors),
        factors,
      };
    });
  }

  protected positiveTerm(of: Dim): Term {
    return this.once(`positive ${of.id}`, (id) => ({
      ...facts(id, 5, [of]),
      kind: "positive",
      lo: Math.max(of.lo, 0),
      hi: Math.max(of.hi, 0),
      monotone: of.monotone,
      of,
    }));
  }

  protected quotientTerm(of: Dim, by: Dim): Term {
    // ⌊n/d⌋ with d ≥ 1 lies between the ends of n and 0.
    const bounded = by.lo >= 1;
    return this.once(`quotient ${of.id} ${by.id}`, (id) => ({
      ...facts(id, 7, [of, by]),
      kind: "quotient",
      lo: bounded ? (of.lo >= 0 ? floorBound(of.lo, by.hi) : floorBound(of.lo, by.lo)) : -Infinity,
      hi: bounded ? (of.hi >= 0 ? floorBound(of.hi, by.lo) : floorBound(of.hi, by.hi)) : Infinity,
      monotone: false,
      of,
      by,
    }));
  }

  protected scaleTerm(of: Dim, factor: string): Term {
    const s = Number(factor);
    const end = (bound: number, open: number): number => {
      const value = Math.floor(bound * s);
      return isSafe(value) ? value : open;
    };
    return this.once(`scale ${of.id} ${factor}`, (id) => ({
      ...facts(id, hashOfText(factor), [of]),
      kind: "scale",
      lo: s > 0 ? end(of.lo, -Infinity) : -Infinity,
      hi: s > 0 ? end(of.hi, Infinity) : Infinity,
      monotone: of.monotone && s > 0,
      of,
      factor,
    }));
  }

  /** What cannot be counted exactly; the same where the same was done to the same parts. */
  protected opaque(done: string, parts: readonly Dim[]): Dim {
    return this.of(
      this.once(`opaque ${done} of ${parts.map(({ id }) => id).join(" ")}`, (id) => ({
        ...facts(id, hashOfText(done), parts),
        kind: "opaque",
        lo: -Infinity,
        hi: Infinity,
        overflow: true,
        monotone: false,
      })),
    );
  }

  private constant(n: number): Dim {
    const dim = this.entry(n, NONE, NONE, 0);
    if (n >= 0 && n < SMALL) this.small[n] = dim;
    return dim;
  }

  private once(key: string, make: (id: number) => Term): Term {
    let term = this.named.get(key);
    if (!term) this.named.set(key, (term = make(this.count++)));
    return term;
  }

  /** `shares` where the lists belong to another size already. */
  private entry(
    offset: number,
    terms: readonly Term[],
    coefficients: readonly number[],
    hash: number,
    shares = false,
  ): Dim {
    const slot = slotOf(hash, offset);
    for (let e = this.buckets[slot & (this.buckets.length - 1)]; e; e = e.next)
      if (e.offset === offset && e.hash === hash && same(e, terms, coefficients)) return e;
    if (this.dimCount >= this.buckets.length) this.grow();
    const at = slot & (this.buckets.length - 1);
    const [lo, hi] = terms.length === 0 ? NUMBER : boundsOf(offset, terms, coefficients);
    let overflow = false;
    let assumed = false;
    let monotone = true;
    for (let i = 0; i < terms.length; i++) {
      const term = terms[i] as Term;
      overflow ||= term.overflow;
      assumed ||= term.assumed;
      monotone &&= term.monotone && (coefficients[i] as number) > 0;
    }
    const shared = terms.length === 0 || shares;
    const entry: Entry = {
      id: this.count++,
      constant: terms.length === 0 ? offset : undefined,
      lo: terms.length === 0 ? offset : lo,
      hi: terms.length === 0 ? offset : hi,
      overflow,
      assumed,
      offset,
      // Lists that grew have room to spare, which is given back.
      terms: shared ? terms : terms.slice(),
      coefficients: shared ? coefficients : coefficients.slice(),
      monotone,
      hash,
      next: this.buckets[at],
      floors: undefined,
    };
    this.buckets[at] = entry;
    this.dimCount++;
    return entry;
  }

  private grow(): void {
    const old = this.buckets;
    const mask = old.length * 4 - 1;
    this.buckets = new Array<Entry | undefined>(mask + 1).fill(undefined);
    for (const first of old)
      for (let e = first; e; ) {
        const { next } = e;
        const at = slotOf(e.hash, e.offset) & mask;
        e.next = this.buckets[at];
        this.buckets[at] = e;
        e = next;
      }
  }
}

function slotOf(hash: number, offset: number): number {
  const h = Math.imul(hash ^ (offset | 0) ^ ((offset / 2 ** 32) | 0), 0xc2b2ae35 | 0);
  return h ^ (h >>> 15);
}

function same(dim: Dim, terms: readonly Term[], coefficients: readonly number[]): boolean {
  if (dim.terms === terms && dim.coefficients === coefficients) return true;
  if (dim.terms.length !== terms.length) return false;
  for (let i = 0; i < terms.length; i++)
    if (dim.terms[i] !== terms[i] || dim.coefficients[i] !== coefficients[i]) return false;
  return true;
}

const hashOfDim = (dim: Dim): number => slotOf((dim as Entry).hash, dim.offset);

const facts = (id: number, seed: number, parts: readonly Dim[]) => ({
  id,
  order: parts.reduce((h, part) => mix(h, hashOfDim(part)), seed),
  overflow: parts.some((d) => d.overflow),
  assumed: parts.some((d) => d.assumed),
  depth: 1 + parts.reduce((depth, { terms }) => Math.max(depth, depthOf(terms)), 0),
  symbols: symbolTerms(parts),
});

export function depthOf(terms: readonly Term[]): number {
  let depth = 0;
  for (const term of terms) depth = Math.max(depth, term.depth);
  return depth;
}

/** The symbols that sizes mention, in ascending order. */
export function symbolTerms(dims: readonly Dim[]): readonly SymbolTerm[] {
  const [only] = dims;
  return mergeSymbols(only && dims.length === 1 ? only.terms : dims.flatMap(({ terms }) => terms));
}

/** One list for all that mention the same symbols, where that costs nothing to see. */
function mergeSymbols(terms: readonly Term[]): readonly SymbolTerm[] {
  let all: readonly SymbolTerm[] = terms[0]?.symbols ?? NONE;
  for (const { symbols } of terms) {
    const known = all;
    if (symbols === known || symbols.every((s) => known.includes(s))) continue;
    if (known.every((s) => symbols.includes(s))) all = symbols;
    else all = [...new Set([...known, ...symbols])].sort(compareTerms);
  }
  return all;
}
