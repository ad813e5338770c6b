/**
 * How property tests are run. The seed is fixed, so that a run says the same on every machine; `FUZZ=10` runs ten times
 * as many cases, and `npm run fuzz` gives a fresh seed (`FUZZ_SEED`) and prints it.
 */
export interface FuzzOptions {
  readonly seed: number;
  readonly numRuns: number;
}

const seed = Number(process.env.FUZZ_SEED ?? 1);
const factor = Math.max(1, Number(process.env.FUZZ ?? 1));

/** Options of `fc.assert` for a property that takes `runs` cases in an everyday run. */
export const fcOptions = (runs: number): FuzzOptions => ({ seed, numRuns: Math.ceil(runs * factor) });
