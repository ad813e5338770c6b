/** Exact arithmetic of residues, within the safe range. */
import { floorDiv, gcd, modulo } from "./integer.ts";

/** Undefined beyond the safe range. */
export function lcm(a: number, b: number): number | undefined {
  const product = (a / gcd(a, b)) * b;
  return Number.isSafeInteger(product) ? product : undefined;
}

/** a·b mod m, where the product may be beyond the safe range. */
export const timesModulo = (a: number, b: number, m: number): number =>
  Number.isSafeInteger(a * b) ? modulo(a * b, m) : Number((BigInt(a) * BigInt(b)) % BigInt(m));

/** The number x with a·x ≡ 1 (mod m); a and m have no common factor. */
export function inverse(a: number, m: number): number {
  let [r0, r1] = [modulo(a, m), m];
  let [s0, s1] = [1, 0];
  while (r1 !== 0) {
    const q = floorDiv(r0, r1);
    [r0, r1] = [r1, r0 - q * r1];
    [s0, s1] = [s1, s0 - q * s1];
  }
  return modulo(s0, m);
}

/** Of a number ≥ 2. */
export function smallestPrime(n: number): number {
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return p;
  return n;
}
