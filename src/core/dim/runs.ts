/**
 * Lists of integers as runs: inclusive, ascending, with a gap between any two. Also lists of residues of a modulus, which
 * are runs within 0 … modulus − 1. Everything is linear in the number of runs, never in the integers they cover.
 */
import { gcd } from "./integer.ts";

export type Run = readonly [number, number];

/** More runs or residues than this are not worked out: the answer is then that there is none in closed form. */
export const MAX_RUNS = 65_536;

/** Sorts and joins what overlaps or touches. */
export function tidy(runs: readonly Run[]): Run[] {
  const sorted = runs.filter(([low, high]) => low <= high).sort((a, b) => a[0] - b[0]);
  const out: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = out.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else out.push([low, high]);
  }
  return out;
}

export function intersectRuns(a: readonly Run[], b: readonly Run[]): Run[] {
  const out: Run[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const x = a[i];
    const y = b[j];
    if (!x || !y) return out;
    const low = Math.max(x[0], y[0]);
    const high = Math.min(x[1], y[1]);
    if (low <= high) out.push([low, high]);
    if (x[1] < y[1]) i++;
    else j++;
  }
}

/** What of `low` … `high` is in none of the runs. */
export function gaps(runs: readonly Run[], low: number, high: number): Run[] {
  const out: Run[] = [];
  let next = low;
  // Asked of every run of one list about another: to begin at the first run each time would be quadratic.
  for (let i = runAt(runs, low); i < runs.length; i++) {
    const [a, b] = runs[i] as Run;
    if (a > high) break;
    if (a > next) out.push([next, a - 1]);
    next = b + 1;
  }
  if (next <= high) out.push([next, high]);
  return out;
}

/** The first run that ends at or after `n`; the length when there is none. */
export function runAt(runs: readonly Run[], n: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle] as Run)[1] < n) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function inRuns(runs: readonly Run[], n: number): boolean {
  const run = runs[runAt(runs, n)];
  return run !== undefined && run[0] <= n;
}

export const countOf = (runs: readonly Run[]): number => runs.reduce((sum, [low, high]) => sum + high - low + 1, 0);

/** Residues of a modulus as residues of a multiple of it; undefined when there are too many runs. */
export function repeated(runs: readonly Run[], modulus: number, times: number): Run[] | undefined {
  if (times === 1) return [...runs];
  const [only, second] = runs;
  if (!only) return [];
  if (!second && only[0] === 0 && only[1] === modulus - 1) return [[0, modulus * times - 1]];
  if (runs.length * times > MAX_RUNS) return undefined;
  const out: Run[] = [];
  for (let k = 0; k < times; k++) for (const [low, high] of runs) out.push([low + k * modulus, high + k * modulus]);
  return tidy(out);
}

/** The same residues with the least modulus. Only a prime that divides the number of runs around the circle can go. */
export function reduced(modulus: number, runs: readonly Run[]): { modulus: number; runs: readonly Run[] } {
  const [first] = runs;
  const last = runs.at(-1);
  if (!first || !last) return { modulus: 1, runs: [] };
  if (first[0] === 0 && first[1] === modulus - 1) return { modulus: 1, runs: [[0, 0]] };
  const wraps = runs.length > 1 && first[0] === 0 && last[1] === modulus - 1;
  let circle: Run[] = wraps ? [...runs.slice(1, -1), [last[0], first[1] + modulus]] : [...runs];
  let least = modulus;
  for (let shared = gcd(circle.length, least), p = 2; shared > 1; p++) {
    if (p * p > shared) p = shared;
    while (shared % p === 0 && shifts(circle, least / p, circle.length / p)) {
      circle = circle.slice(0, circle.length / p);
      least /= p;
      shared /= p;
    }
    while (shared % p === 0) shared /= p;
  }
  if (least === modulus) return { modulus, runs };
  const flat: Run[] = [];
  for (const [low, high] of circle) {
    const start = ((low % least) + least) % least;
    const end = start + high - low;
    if (end < least) flat.push([start, end]);
    else flat.push([start, least - 1], [0, end - least]);
  }
  return { modulus: least, runs: tidy(flat) };
}

const shifts = (circle: readonly Run[], by: number, places: number): boolean =>
  circle.every(([low, high], i) => {
    const other = circle[i + places];
    return !other || (other[0] === low + by && other[1] === high + by);
  });

/** The runs of a periodic set within `low` … `high`; undefined when there are too many. */
export function unrolled(modulus: number, runs: readonly Run[], low: number, high: number): Run[] | undefined {
  if (low > high || runs.length === 0) return [];
  if (modulus === 1) return [[low, high]];
  const first = Math.floor(low / modulus);
  const last = Math.floor(high / modulus);
  if ((last - first) * runs.length > 2 * MAX_RUNS) return undefined;
  const out: Run[] = [];
  for (let k = first; k <= last; k++) {
    for (const [a, b] of runs) {
      const start = Math.max(low, a + k * modulus);
      const end = Math.min(high, b + k * modulus);
      if (start <= end) out.push([start, end]);
    }
  }
  return tidy(out);
}
