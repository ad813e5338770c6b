/** Sets that residues describe, and what two of them have in common over the least common period. */
import { gcd, modulo } from "./integer.ts";
import { inverse, lcm, timesModulo } from "./modular.ts";
import { countOf, MAX_RUNS, type Run, reduced, repeated, tidy, unrolled } from "./runs.ts";

/** Residues of a modulus, as runs. */
export interface Periodic {
  readonly modulus: number;
  readonly runs: readonly Run[];
}

/** Integers from `lowest` on; `sizes.ts` makes these in their one form. A finite set has no residues. */
export interface SizeSet extends Periodic {
  /** Where the periodic part begins. */
  readonly from: number;
  /** Further members: all of them below `from`, unless the set is finite. */
  readonly extra: readonly Run[];
  readonly lowest: number;
}

export const EVERY: Periodic = { modulus: 1, runs: [[0, 0]] };
export const NO_RESIDUE: Periodic = { modulus: 1, runs: [] };

/** Undefined when it has too many runs, or a period that is no safe integer. */
export function intersectPeriodic(a: Periodic, b: Periodic): Periodic | undefined {
  if (a.runs.length === 0 || b.runs.length === 0) return NO_RESIDUE;
  if (a.modulus === 1) return b;
  if (b.modulus === 1) return a;
  const modulus = lcm(a.modulus, b.modulus);
  if (modulus === undefined) return undefined;
  const [few, many] = a.runs.length * b.modulus <= b.runs.length * a.modulus ? [a, b] : [b, a];
  const window = repeated(few.runs, few.modulus, modulus / few.modulus);
  const runs = window ? within(window, many) : pairs(a, b, modulus);
  return runs && reduced(modulus, tidy(runs));
}

function within(window: readonly Run[], { modulus, runs }: Periodic): Run[] | undefined {
  const out: Run[] = [];
  for (const [low, high] of window) {
    const part = unrolled(modulus, runs, low, high);
    if (!part || out.length + part.length > MAX_RUNS) return undefined;
    for (const run of part) out.push(run);
  }
  return out;
}

/** Residue against residue: few residues of large moduli. */
function pairs(a: Periodic, b: Periodic, modulus: number): Run[] | undefined {
  if (countOf(a.runs) * countOf(b.runs) > MAX_RUNS) return undefined;
  const shared = gcd(a.modulus, b.modulus);
  const rest = b.modulus / shared;
  const step = inverse(a.modulus / shared, rest);
  const out: Run[] = [];
  for (const r of members(a.runs)) {
    for (const s of members(b.runs)) {
      if ((s - r) % shared !== 0) continue;
      const times = timesModulo(modulo((s - r) / shared, rest), step, rest);
      const x = r + a.modulus * times;
      if (x >= modulus) return undefined;
      out.push([x, x]);
    }
  }
  return out;
}

export function* members(runs: readonly Run[]): Generator<number> {
  for (const [low, high] of runs) for (let n = low; n <= high; n++) yield n;
}
