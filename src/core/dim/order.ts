/**
 * An order of terms that only looks at what they are: numbers mixed from names, divisors and parts. Terms stand in it
 * within sums and products, and whatever has to choose between terms chooses by it, so that nothing depends on which of
 * them the table met first. It says nothing to people; `print.ts` has an order of its own.
 */
import type { Term } from "./dim.ts";

/** Terms whose numbers happen to be equal are told apart by age. */
export const compareTerms = (a: Term, b: Term): number => a.order - b.order || a.id - b.id;

/** Sorts parts before wholes. */
export const compareNested = (a: Term, b: Term): number => a.depth - b.depth || compareTerms(a, b);

/** One number of two; all are 32 bits wide. */
export function mix(h: number, n: number): number {
  const x = Math.imul(h ^ (n | 0), 0x9e3779b1);
  const y = Math.imul((x ^ (x >>> 15)) + ((n / 2 ** 32) | 0), 0x85ebca6b);
  return y ^ (y >>> 13);
}

export function hashOfText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, text.length);
}

/** Of a sum without its number. */
export function hashOfTerms(terms: readonly Term[], coefficients: readonly number[]): number {
  let h = 17;
  for (let i = 0; i < terms.length; i++) h = mix(mix(h, (terms[i] as Term).order), coefficients[i] as number);
  return h;
}
