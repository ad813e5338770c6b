/** Sizes without a floor: polynomials in the one symbol, whose signs are known exactly. */
import type { Dim } from "./dim.ts";
import { isSafe } from "./integer.ts";
import type { SizeSet } from "./periodic.ts";
import { NO_RESIDUE } from "./periodic.ts";
import { factorsOf } from "./polynomial.ts";
import type { Run } from "./runs.ts";
import { stretches } from "./signs.ts";
import * as sizes from "./sizes.ts";
import { ALL, type Zeros } from "./zero_set.ts";

/** The coefficients of a polynomial in the one symbol, by power. */
function polynomialOf(of: Dim): bigint[] | undefined {
  const out = [BigInt(of.offset)];
  for (const [i, term] of of.terms.entries()) {
    const factors = factorsOf(term);
    if (factors.some((factor) => factor.kind !== "symbol")) return undefined;
    while (out.length <= factors.length) out.push(0n);
    out[factors.length] = (out[factors.length] as bigint) + BigInt(of.coefficients[i] as number);
  }
  while (out.length > 1 && out.at(-1) === 0n) out.pop();
  return out;
}

export function roots(of: Dim): Zeros | undefined {
  const polynomial = polynomialOf(of);
  if (!polynomial) return undefined;
  const found = stretches(polynomial);
  const values: number[] = [];
  for (const [i, { start, sign }] of found.entries()) {
    const end = found[i + 1]?.start;
    if (sign !== 0) continue;
    if (i === 0 || end === undefined) return ALL;
    for (let y = start; y < end; y++) values.push(Number(y));
  }
  return { ...NO_RESIDUE, values: values.filter(isSafe) };
}

/** Where it is not negative. */
export function polynomialSet(of: Dim, lowest: number): SizeSet | undefined {
  const polynomial = polynomialOf(of);
  if (!polynomial) return undefined;
  const found = stretches(polynomial);
  const runs: Run[] = [];
  let start: number | undefined;
  for (const [i, { start: first, sign }] of found.entries()) {
    if (sign < 0) continue;
    const low = i === 0 ? lowest : Math.max(lowest, Number(first));
    const next = found[i + 1]?.start;
    if (next === undefined) start = low;
    else runs.push([low, Number(next) - 1]);
  }
  if (runs.some(([, high]) => !isSafe(high)) || (start !== undefined && !isSafe(start))) return undefined;
  return start === undefined ? sizes.finite(runs, lowest) : sizes.mixed(1, [[0, 0]], start, runs, lowest);
}
