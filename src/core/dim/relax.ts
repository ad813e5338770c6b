/**
 * Bounds of sums in which roundings cancel: every ⌊n/d⌋ is n/d less something in [0, (d−1)/d], so `H − 2·⌊H/2⌋` is seen
 * to be at least 0 although H is unbounded. Slopes are exact fractions, because only exact ones cancel; the rest is
 * counted in doubles together with a bound on the rounding error, and is rounded outwards to whole numbers at the end.
 */
import type { Term } from "./dim.ts";
import { gcd, isSafe, times } from "./integer.ts";

/** Σ (up/down)·atom + e with e in [lo − error, hi + error]; an atom is any term that is not taken apart. */
export interface Relaxed {
  readonly atoms: readonly Term[];
  readonly up: readonly number[];
  readonly down: readonly number[];
  readonly lo: number;
  readonly hi: number;
  readonly error: number;
}

/** A floor's relaxation, which it keeps since it is made before what is made of it. */
interface Relaxable {
  readonly relaxed?: Relaxed | undefined;
}

const EPSILON = 2 ** -51;
const MOST_ATOMS = 12;

/** Undefined where the fractions leave the safe integers or are too many. */
export function relaxSum(offset: number, terms: readonly Term[], coefficients: readonly number[]): Relaxed | undefined {
  const atoms: Term[] = [];
  const up: number[] = [];
  const down: number[] = [];
  let lo = offset;
  let hi = offset;
  let error = EPSILON * Math.abs(offset);
  const put = (atom: Term, p: number, q: number): boolean => {
    const at = atoms.indexOf(atom);
    const oldUp = at < 0 ? 0 : (up[at] as number);
    const oldDown = at < 0 ? 1 : (down[at] as number);
    const common = gcd(oldDown, q);
    const top = times(oldUp, q / common) + times(p, oldDown / common);
    const bottom = times(oldDown, q / common);
    if (!isSafe(top) || !isSafe(bottom)) return false;
    const g = gcd(top, bottom);
    const place = at < 0 ? atoms.length : at;
    atoms[place] = atom;
    up[place] = top / g;
    down[place] = bottom / g;
    return atoms.length <= MOST_ATOMS;
  };
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i] as Term;
    const k = coefficients[i] as number;
    const inner = term.kind === "floor" ? (term as Relaxable).relaxed : undefined;
    if (!inner) {
      if (!put(term, k, 1)) return undefined;
      continue;
    }
    for (let j = 0; j < inner.atoms.length; j++) {
      const g = gcd(k, inner.down[j] as number);
      if (!put(inner.atoms[j] as Term, (k / g) * (inner.up[j] as number), (inner.down[j] as number) / g))
        return undefined;
    }
    const low = k * (k > 0 ? inner.lo : inner.hi);
    const high = k * (k > 0 ? inner.hi : inner.lo);
    lo += low;
    hi += high;
    error += Math.abs(k) * inner.error + EPSILON * (Math.abs(low) + Math.abs(high) + Math.abs(lo) + Math.abs(hi));
  }
  // Lists that grew have room to spare, which is given back.
  return { atoms: atoms.slice(), up: up.slice(), down: down.slice(), lo, hi, error };
}

/** That of ⌊of/by⌋ from that of `of`. */
export function relaxFloor(of: Relaxed | undefined, by: number): Relaxed | undefined {
  if (!of) return undefined;
  const up = of.up.map((p) => p / gcd(p, by));
  const down = of.down.map((q, i) => times(q, by / gcd(of.up[i] as number, by)));
  if (!down.every(isSafe)) return undefined;
  const lo = (of.lo - (by - 1)) / by;
  const hi = of.hi / by;
  const error = of.error / by + EPSILON * (Math.abs(lo) + Math.abs(hi) + 1);
  return { atoms: of.atoms, up, down, lo, hi, error };
}

/** Whole-number bounds of what is relaxed. */
export function relaxedBounds(of: Relaxed): readonly [number, number] {
  let { lo, hi, error } = of;
  for (let i = 0; i < of.atoms.length; i++) {
    const { lo: low, hi: high } = of.atoms[i] as Term;
    const p = of.up[i] as number;
    if (p === 0) continue;
    const slope = p / (of.down[i] as number);
    const least = slope * (p > 0 ? low : high);
    const most = slope * (p > 0 ? high : low);
    lo += least;
    hi += most;
    for (const part of [least, most, lo, hi]) if (Number.isFinite(part)) error += 2 * EPSILON * Math.abs(part);
  }
  return [Math.ceil(lo - error) + 0, Math.floor(hi + error) + 0];
}
