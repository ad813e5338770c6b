/**
 * Bounds that hold for every value of the symbols. Finite ones are safe integers, so that what is counted from them stays
 * exact; where that cannot be had there is none.
 */
import type { Term } from "./dim.ts";
import { floorDiv, isSafe, times } from "./integer.ts";
import { type Relaxed, relaxedBounds, relaxSum } from "./relax.ts";

const MOST_UNFOLDED = 64;

/** Of a sum. */
export function boundsOf(
  offset: number,
  terms: readonly Term[],
  coefficients: readonly number[],
): readonly [number, number] {
  let lo = offset;
  let hi = offset;
  let exact = true;
  let rising = false;
  let falling = false;
  let floors = false;
  let maxima = false;
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i] as Term;
    const k = coefficients[i] as number;
    const low = k * (k > 0 ? term.lo : term.hi);
    const high = k * (k > 0 ? term.hi : term.lo);
    lo += low;
    hi += high;
    exact &&= sound(low) && sound(high) && sound(lo) && sound(hi);
    if (k > 0) rising = true;
    else falling = true;
    if (term.kind === "floor") floors = true;
    else if (term.kind === "positive") maxima = true;
  }
  if (!exact) [lo, hi] = [-Infinity, Infinity];
  if (rising && falling && floors) {
    const [low, high] = tighter(relaxSum(offset, terms, coefficients));
    lo = Math.max(lo, low);
    hi = Math.min(hi, high);
  }
  if (maxima && terms.length > 1) {
    lo = Math.max(lo, tighter(unfolded(offset, terms, coefficients, 1))[0]);
    hi = Math.min(hi, tighter(unfolded(offset, terms, coefficients, -1))[1]);
  }
  return [lo, hi];
}

const sound = (bound: number): boolean => isSafe(bound) || !Number.isFinite(bound);

function tighter(of: Relaxed | undefined): readonly [number, number] {
  const [lo, hi] = of ? relaxedBounds(of) : [Number.NaN, Number.NaN];
  return [isSafe(lo) ? lo : -Infinity, isSafe(hi) ? hi : Infinity];
}

/** With n for max(n, 0), which is no less, where its coefficient has the sign: a bound from that side. */
function unfolded(
  offset: number,
  terms: readonly Term[],
  coefficients: readonly number[],
  sign: number,
): Relaxed | undefined {
  let number = offset;
  const all: Term[] = [];
  const factors: number[] = [];
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i] as Term;
    const k = coefficients[i] as number;
    if (term.kind === "positive" && k * sign > 0) {
      number += times(k, term.of.offset);
      all.push(...term.of.terms);
      for (const c of term.of.coefficients) factors.push(times(k, c));
    } else {
      all.push(term);
      factors.push(k);
    }
  }
  if (all.length > MOST_UNFOLDED || !isSafe(number) || !factors.every(isSafe)) return undefined;
  return relaxSum(number, all, factors);
}

export function floorBound(bound: number, by: number): number {
  if (Number.isFinite(bound)) return Number.isFinite(by) ? floorDiv(bound, by) : bound < 0 ? -1 : 0;
  return bound;
}

export function timesBounds(lo: number, hi: number, low: number, high: number): [number, number] {
  let least = Infinity;
  let most = -Infinity;
  for (const a of [lo, hi])
    for (const b of [low, high]) {
      const ends = a === 0 || b === 0 ? 0 : a * b;
      least = Math.min(least, ends);
      most = Math.max(most, ends);
    }
  return [isSafe(least) ? least : -Infinity, isSafe(most) ? most : Infinity];
}
