/** A scale factor as it is written, as a fraction. */
import { gcd, isSafe } from "./integer.ts";

export interface Rational {
  readonly up: number;
  readonly down: number;
}

const CHECKED = 65536;

/** Undefined where the fraction does not floor like the double that PyTorch multiplies with (0.29 · 100 is 28.99…). */
export function exactScale(text: string): Rational | undefined {
  const [, whole = "", part = "", power = "0"] = /^(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text) ?? [];
  if (whole + part === "" || whole.length + part.length > 15) return undefined;
  const exponent = Number(power) - part.length;
  if (Math.abs(exponent) > 15) return undefined;
  let up = Number(whole + part) * 10 ** Math.max(exponent, 0);
  let down = 10 ** Math.max(-exponent, 0);
  if (up === 0 || !isSafe(up * CHECKED)) return undefined;
  const g = gcd(up, down);
  up /= g;
  down /= g;
  const factor = Number(text);
  for (let x = 1; x <= CHECKED; x++)
    if (Math.floor(x * factor) !== (up * x - ((up * x) % down)) / down) return undefined;
  return { up, down };
}
