/** Sizes over one symbol that keep near a line: its slope, exactly, and how far they are from it. */
import type { Dim, Term } from "./dim.ts";
import { gcd, isSafe } from "./integer.ts";
import { relaxSum } from "./relax.ts";
import type { Run } from "./runs.ts";

/** slope·y + e with e in [lo, hi]. */
export interface Line {
  readonly up: number;
  readonly down: number;
  readonly lo: number;
  readonly hi: number;
}

/** Undefined where the size is not known to keep near a line. */
export function lineOf(dim: Dim): Line | undefined {
  const relaxed = relaxSum(dim.offset, dim.terms, dim.coefficients);
  if (!relaxed) return undefined;
  let line: Line = { up: 0, down: 1, lo: relaxed.lo - relaxed.error, hi: relaxed.hi + relaxed.error };
  for (const [i, atom] of relaxed.atoms.entries()) {
    const up = relaxed.up[i] as number;
    const down = relaxed.down[i] as number;
    if (up === 0) continue;
    const own = lineOfAtom(atom);
    const sum = own && plus(line, own, up, down);
    if (!sum) return undefined;
    line = sum;
  }
  return line;
}

function lineOfAtom(atom: Term): Line | undefined {
  if (atom.kind === "symbol") return { up: 1, down: 1, lo: 0, hi: 0 };
  if (atom.kind !== "scale") return undefined;
  // ⌊x·s⌋ in doubles is within 2 of the written fraction times x, for every x that a tensor can have.
  const of = lineOf(atom.of);
  const factor = Number(atom.factor);
  const written = fractionOf(factor);
  if (!of || !written || factor <= 0) return undefined;
  return product({ ...of, lo: of.lo * factor - 2, hi: of.hi * factor + 2 }, ...written);
}

/** The decimal that a double was written as. */
function fractionOf(factor: number): readonly [number, number] | undefined {
  for (let down = 1; down <= 1e9; down *= 10) {
    const up = Math.round(factor * down);
    if (up / down === factor) return [up, down];
  }
  return undefined;
}

function product(line: Line, up: number, down: number): Line | undefined {
  const top = line.up * up;
  const bottom = line.down * down;
  if (!isSafe(top) || !isSafe(bottom)) return undefined;
  const g = gcd(top, bottom);
  return { up: top / g, down: bottom / g, lo: line.lo, hi: line.hi };
}

/** line + (up/down)·other */
function plus(line: Line, other: Line, up: number, down: number): Line | undefined {
  const term = product(other, up, down);
  if (!term) return undefined;
  const top = line.up * term.down + term.up * line.down;
  const bottom = line.down * term.down;
  if (!isSafe(top) || !isSafe(bottom)) return undefined;
  const g = gcd(top, bottom);
  const k = up / down;
  const low = k * (k > 0 ? other.lo : other.hi);
  const high = k * (k > 0 ? other.hi : other.lo);
  return { up: top / g, down: bottom / g, lo: line.lo + low, hi: line.hi + high };
}

/** Where there can be a zero, when there is a slope. */
export function interval({ up, down, lo, hi }: Line): Run {
  const ends = [(-lo * down) / up, (-hi * down) / up];
  return [Math.floor(Math.min(...ends) - 1e-6), Math.ceil(Math.max(...ends) + 1e-6)];
}
