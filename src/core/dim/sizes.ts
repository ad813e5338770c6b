/**
 * Sets of sizes: integers from `lowest` on that are, from some point on, a union of residue classes. That is what the
 * conditions of a network come to for one symbol. Each set has one form, so that equal sets are equal records: the least
 * modulus, runs joined, and `from` as small as it can be (where the periodic part does not hold from the very beginning,
 * it is the first of its members).
 */
import { modulo } from "./integer.ts";
import type { SizeSet } from "./periodic.ts";
import { intersectPeriodic } from "./periodic.ts";
import { gaps, inRuns, intersectRuns, MAX_RUNS, type Run, reduced, runAt, tidy, unrolled } from "./runs.ts";

export { describe, print } from "./print_sizes.ts";

/** From the given parts, which need not be tidy: `extra` below `from`, residues from there on. */
function make(modulus: number, residues: readonly Run[], from: number, extra: readonly Run[], lowest: number): SizeSet {
  const { modulus: least, runs } = reduced(modulus, tidy(residues));
  const below = tidy(extra.map(([low, high]) => [Math.max(low, lowest), high]));
  if (runs.length === 0) return { modulus: 1, runs, from: lowest, extra: below, lowest };
  const threshold = lowered(least, runs, Math.max(from, lowest), below, lowest);
  return {
    modulus: least,
    runs,
    from: threshold === lowest ? lowest : nextMember(least, runs, threshold),
    extra: intersectRuns(below, [[lowest, threshold - 1]]),
    lowest,
  };
}

/** The least size from which on the set is periodic. Each step passes a run, or a gap between runs, of `extra`. */
function lowered(modulus: number, runs: readonly Run[], from: number, extra: readonly Run[], lowest: number): number {
  let threshold = from;
  while (threshold > lowest) {
    const n = threshold - 1;
    const k = runAt(extra, n);
    const run = extra[k];
    const inside = run !== undefined && run[0] <= n;
    if (inside) {
      if (!inRuns(runs, modulo(n, modulus))) return threshold;
      threshold = Math.max(run[0], stretch(modulus, runs, n), lowest);
    } else {
      const previous = previousMember(modulus, runs, n);
      const start = Math.max(extra[k - 1]?.[1] ?? lowest - 1, lowest - 1) + 1;
      if (previous >= start) return previous + 1;
      threshold = start;
    }
  }
  return threshold;
}

/** The start of the run of residues around a member, no further than where the residues begin anew. */
function stretch(modulus: number, runs: readonly Run[], n: number): number {
  if (modulus === 1) return Number.NEGATIVE_INFINITY;
  const r = modulo(n, modulus);
  return n - r + (runs[runAt(runs, r)]?.[0] ?? r);
}

function nextMember(modulus: number, runs: readonly Run[], n: number): number {
  const r = modulo(n, modulus);
  const run = runs[runAt(runs, r)];
  return run ? n - r + Math.max(r, run[0]) : n - r + modulus + (runs[0]?.[0] ?? 0);
}

function previousMember(modulus: number, runs: readonly Run[], n: number): number {
  const r = modulo(n, modulus);
  const k = runAt(runs, r);
  const run = runs[k];
  if (run && run[0] <= r) return n;
  const before = runs[k - 1];
  return before ? n - r + before[1] : n - r - modulus + (runs.at(-1)?.[1] ?? 0);
}

export const all = (lowest = 1): SizeSet => ({ modulus: 1, runs: [[0, 0]], from: lowest, extra: [], lowest });

export const none = (lowest = 1): SizeSet => ({ modulus: 1, runs: [], from: lowest, extra: [], lowest });

export const residues = (modulus: number, runs: readonly Run[], from?: number, lowest = 1): SizeSet =>
  make(modulus, runs, from ?? lowest, [], lowest);

/** Single sizes, or inclusive runs of them. */
export const finite = (values: readonly (number | Run)[], lowest = 1): SizeSet =>
  make(
    1,
    [],
    lowest,
    values.map((value) => (typeof value === "number" ? [value, value] : value)),
    lowest,
  );

/** Residues from a size on, and further runs wherever they lie; undefined when there are too many. */
export function mixed(
  modulus: number,
  runs: readonly Run[],
  from: number,
  extra: readonly Run[],
  lowest = 1,
): SizeSet | undefined {
  const end = extra.reduce((most, [, high]) => Math.max(most, high), from - 1);
  const between = unrolled(modulus, runs, Math.max(from, lowest), end);
  return between && make(modulus, runs, end + 1, [...extra, ...between], lowest);
}

export function contains(set: SizeSet, n: number): boolean {
  if (n < set.lowest) return false;
  return set.runs.length > 0 && n >= set.from ? inRuns(set.runs, modulo(n, set.modulus)) : inRuns(set.extra, n);
}

export const isAll = (set: SizeSet): boolean =>
  set.modulus === 1 && set.runs.length > 0 && set.from === set.lowest && set.extra.length === 0;

const bounded = (set: SizeSet): boolean => set.runs.length === 0;

export { bounded as isFinite };

export const isEmpty = (set: SizeSet): boolean => set.runs.length === 0 && set.extra.length === 0;

export function first(set: SizeSet): number | undefined {
  return set.extra[0]?.[0] ?? (set.runs.length > 0 ? nextMember(set.modulus, set.runs, set.from) : undefined);
}

/** Undefined when it has too many runs. */
export function intersect(a: SizeSet, b: SizeSet): SizeSet | undefined {
  const lowest = Math.max(a.lowest, b.lowest);
  if (isAll(a) && a.lowest <= b.lowest) return b;
  if (isAll(b) && b.lowest <= a.lowest) return a;
  const periodic = intersectPeriodic(a, b);
  if (!periodic) return undefined;
  const extra = [...intersectRuns(a.extra, b.extra)];
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    if (y.runs.length === 0) continue;
    for (const [low, high] of x.extra) {
      const part = unrolled(y.modulus, y.runs, Math.max(low, y.from), high);
      if (!part || extra.length + part.length > MAX_RUNS) return undefined;
      extra.push(...part);
    }
  }
  return make(periodic.modulus, periodic.runs, Math.max(a.from, b.from), extra, lowest);
}

/** The other integers from `lowest` on. */
export function complement(set: SizeSet): SizeSet {
  const { modulus, lowest } = set;
  if (set.runs.length === 0) {
    const end = set.extra.at(-1)?.[1] ?? lowest - 1;
    return make(1, [[0, 0]], end + 1, gaps(set.extra, lowest, end), lowest);
  }
  const others = gaps(set.runs, 0, modulus - 1);
  return make(modulus, others, set.from, gaps(set.extra, lowest, set.from - 1), lowest);
}

/** Undefined when it has too many runs. */
export function union(a: SizeSet, b: SizeSet): SizeSet | undefined {
  const lowest = Math.min(a.lowest, b.lowest);
  const both = intersect(complement(relative(a, lowest)), complement(relative(b, lowest)));
  return both && complement(both);
}

/** The same members, seen among the integers from another `lowest` on; smaller ones are left out. */
export const relative = (set: SizeSet, lowest: number): SizeSet =>
  set.lowest === lowest ? set : make(set.modulus, set.runs, Math.max(set.from, lowest), set.extra, lowest);

export function isSubset(a: SizeSet, b: SizeSet): boolean | undefined {
  const rest = intersect(a, complement(relative(b, Math.min(a.lowest, b.lowest))));
  return rest && isEmpty(rest);
}

const sameRuns = (a: readonly Run[], b: readonly Run[]): boolean =>
  a.length === b.length && a.every(([low, high], i) => low === b[i]?.[0] && high === b[i]?.[1]);

export const equal = (a: SizeSet, b: SizeSet): boolean =>
  a.modulus === b.modulus &&
  a.from === b.from &&
  a.lowest === b.lowest &&
  sameRuns(a.runs, b.runs) &&
  sameRuns(a.extra, b.extra);

export interface Nearest {
  readonly below?: number;
  readonly above?: number;
}

/** The greatest member that is not above `n`, and the least that is not below it. */
export function nearest(set: SizeSet, n: number): Nearest {
  const { modulus, runs, from, extra } = set;
  const periodic = runs.length > 0;
  const k = runAt(extra, n);
  const run = extra[k];
  let below = run && run[0] <= n ? n : extra[k - 1]?.[1];
  if (periodic && n >= from) {
    const previous = previousMember(modulus, runs, n);
    if (previous >= from) below = previous;
  }
  let above = run ? Math.max(n, run[0]) : undefined;
  if (above === undefined && periodic) above = nextMember(modulus, runs, Math.max(n, from));
  return { ...(below === undefined ? {} : { below }), ...(above === undefined ? {} : { above }) };
}
