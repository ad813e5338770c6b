/** Zeros as residue classes and single values, and how those of the parts of a split come together. */
import { isSafe, modulo } from "./integer.ts";
import { lcm } from "./modular.ts";
import { EVERY, NO_RESIDUE, type Periodic } from "./periodic.ts";
import { gaps, inRuns, intersectRuns, MAX_RUNS, type Run, reduced, repeated, tidy } from "./runs.ts";

/** Residue classes over all integers, negative ones too, and single values besides. */
export interface Zeros extends Periodic {
  readonly values: readonly number[];
}

export const NONE: Zeros = { ...NO_RESIDUE, values: [] };
export const ALL: Zeros = { ...EVERY, values: [] };

function commonModulus(kids: readonly Zeros[]): number | undefined {
  let modulus: number | undefined = 1;
  for (const kid of kids) modulus = modulus === undefined ? undefined : lcm(modulus, kid.modulus);
  return modulus !== undefined && isSafe(modulus * kids.length) ? modulus : undefined;
}

/** How many runs and values `interleaved` handles; undefined where it comes to nothing. */
export function liftedRuns(kids: readonly Zeros[]): number | undefined {
  const modulus = commonModulus(kids);
  const runsOf = (kid: Zeros, all: number): number =>
    (kid.modulus === 1 ? 1 : kid.runs.length * (all / kid.modulus)) + kid.values.length;
  return modulus && kids.reduce((sum, kid) => sum + runsOf(kid, modulus), 0);
}

/** p·y + j for the y of each part j. Residues that all parts have stay one run; only the others are told apart. */
export function interleaved(kids: readonly Zeros[]): Zeros | undefined {
  const p = kids.length;
  const modulus = commonModulus(kids);
  if (modulus === undefined) return undefined;
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
  if (kids.reduce((sum, kid) => sum + kid.values.length, 0) > MAX_RUNS) return undefined;
  const values = kids
    .map((kid, j) => kid.values.map((v) => p * v + j))
    .reduce((all, own) => (all.length === 0 ? own : own.length === 0 ? all : merged(all, own)));
  const { modulus: period, runs: residues } = periodic;
  const rest = values.filter((v) => isSafe(v) && (residues.length === 0 || !inRuns(residues, modulo(v, period))));
  return { ...periodic, values: rest };
}

/** Two ascending lists as one. */
function merged(a: readonly number[], b: readonly number[]): number[] {
  const out: number[] = [];
  let i = 0;
  for (const n of b) {
    for (let m = a[i]; m !== undefined && m < n; m = a[++i]) out.push(m);
    out.push(n);
  }
  while (i < a.length) out.push(a[i++] as number);
  return out;
}
