/** Whole numbers as doubles, exact or not at all: what leaves ±(2⁵³ − 1) is NaN or is said so, never rounded. */

export const isSafe: (n: number) => boolean = Number.isSafeInteger;

/** a·b, or NaN where that is not exact. */
export function times(a: number, b: number): number {
  const product = a * b;
  return isSafe(product) ? product : Number.NaN;
}

/** ⌊a/b⌋ for safe integers, b ≠ 0. The quotient of doubles can round up to a whole number near 2⁵³; `%` is exact. */
export function floorDiv(a: number, b: number): number {
  const r = a % b;
  const towardsZero = (a - r) / b;
  return (r !== 0 && r < 0 !== b < 0 ? towardsZero - 1 : towardsZero) + 0;
}

/** The remainder in [0, b) for b > 0. */
export function modulo(a: number, b: number): number {
  const r = a % b;
  return (r < 0 ? r + b : r) + 0;
}

/** ≥ 0; gcd(0, 0) = 0. */
export function gcd(a: number, b: number): number {
  let x = Math.abs(a);
  let y = Math.abs(b);
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

export function bigFloorDiv(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
}
