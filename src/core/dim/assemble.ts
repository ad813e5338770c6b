/** Sets of sizes put together from what the solver found for parts of the question. */

import type { SizeSet } from "./periodic.ts";
import { MAX_RUNS, type Run, unrolled } from "./runs.ts";
import * as sizes from "./sizes.ts";
import { interleaved, type Zeros } from "./zero_set.ts";

/** Those from `lowest` on. */
export const setFrom = (zeros: Zeros, lowest: number): SizeSet | undefined =>
  sizes.mixed(
    zeros.modulus,
    zeros.runs,
    lowest,
    zeros.values.filter((v) => v >= lowest).map((v) => [v, v] as const),
    lowest,
  );

/** p·y + j for the y of each of p sets. */
export function interleavedSets(kids: readonly SizeSet[], lowest: number): SizeSet | undefined {
  const p = kids.length;
  const periodic = interleaved(kids.map(({ modulus, runs }) => ({ modulus, runs, values: [] })));
  if (!periodic) return undefined;
  const start = Math.max(...kids.map((kid) => (sizes.isFinite(kid) ? kid.lowest : kid.from)));
  const extra: Run[] = [];
  for (const [j, kid] of kids.entries()) {
    const early = sizes.isFinite(kid) ? [] : unrolled(kid.modulus, kid.runs, kid.from, start - 1);
    if (!early) return undefined;
    for (const [low, high] of [...kid.extra, ...early]) {
      if (extra.length + high - low > MAX_RUNS) return undefined;
      for (let y = low; y <= high; y++) extra.push([p * y + j, p * y + j]);
    }
  }
  return sizes.mixed(periodic.modulus, periodic.runs, p * start, extra, lowest);
}
