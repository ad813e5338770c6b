/**
 * What a sum in normal form is called by people: `H − 16·⌊H/16⌋` is `H mod 16`, `W + max(H − W, 0)` is `max(H, W)`, and
 * `16·⌊H/4⌋·⌊W/4⌋ − 48·⌊H/4⌋ − …` is a product again. Each finds its own parts in a sum and says what is left.
 */
import type { Dim, Term } from "./dim.ts";
import { gcd } from "./integer.ts";

/** A sum that need not be a size of the table. */
export interface Sum {
  readonly offset: number;
  readonly terms: readonly Term[];
  readonly coefficients: readonly number[];
}

/** `count` times the remainder of `of` divided by `by`. */
export interface Remainder {
  readonly count: number;
  readonly of: Dim;
  readonly by: number;
  readonly rest: Sum;
}

/** `count` times the greater or the smaller of two sums. */
export interface Extreme {
  readonly count: number;
  readonly name: "max" | "min";
  readonly sides: readonly [Sum, Sum];
  readonly rest: Sum;
}

const coefficientOf = (sum: Sum, term: Term): number => sum.coefficients[sum.terms.indexOf(term)] ?? 0;

/** p·a + q·b, unsorted. */
function plus(a: Sum, p: number, b: Sum, q: number): Sum {
  const all = new Map<Term, number>();
  for (const [sum, k] of [[a, p] as const, [b, q] as const])
    for (const [i, t] of sum.terms.entries()) all.set(t, (all.get(t) ?? 0) + k * (sum.coefficients[i] as number));
  const kept = [...all].filter(([, k]) => k !== 0);
  return { offset: p * a.offset + q * b.offset + 0, terms: kept.map(([t]) => t), coefficients: kept.map(([, k]) => k) };
}

const negated = ({ offset, terms, coefficients }: Sum): Sum => ({
  offset: -offset + 0,
  terms,
  coefficients: coefficients.map((k) => -k),
});

const single = (term: Term): Sum => ({ offset: 0, terms: [term], coefficients: [1] });

export function takeRemainder(sum: Sum): Remainder | undefined {
  for (let i = 0; i < sum.terms.length; i++) {
    const term = sum.terms[i] as Term;
    if (term.kind !== "floor") continue;
    const { of, by } = term;
    const count = -(sum.coefficients[i] as number) / by;
    if (!Number.isInteger(count) || (count < 0 && of.offset !== 0)) continue;
    if (!of.terms.every((t, j) => coefficientOf(sum, t) === count * (of.coefficients[j] as number))) continue;
    const rest = plus(plus(sum, 1, of, -count), 1, single(term), count * by);
    // A number that the remainder brings up is none that it explains.
    if (Math.abs(rest.offset) > Math.abs(sum.offset)) continue;
    return { count, of, by, rest };
  }
  return undefined;
}

export function takeExtreme(sum: Sum): Extreme | undefined {
  for (let i = 0; i < sum.terms.length; i++) {
    const term = sum.terms[i] as Term;
    if (term.kind !== "positive") continue;
    const k = sum.coefficients[i] as number;
    const count = Math.abs(k);
    const { of } = term;
    // k·max(of, 0) + count·b is count·max(b + of, b), or count·min(b, b − of) for k < 0.
    const shared = of.terms.flatMap((t, j) => {
      const own = -Math.sign(k) * (of.coefficients[j] as number);
      return coefficientOf(sum, t) === count * own ? [[t, own] as const] : [];
    });
    const number = sum.offset / count;
    const takes = Number.isInteger(number) && (shared.length === 0 || number === -Math.sign(k) * of.offset);
    const b: Sum = {
      offset: takes ? number : 0,
      terms: shared.map(([t]) => t),
      coefficients: shared.map(([, c]) => c),
    };
    if (k < 0 && b.terms.length === 0 && b.offset === 0) continue;
    const rest = plus(plus(sum, 1, single(term), -k), 1, b, -count);
    const sides = [b, plus(b, 1, of, Math.sign(k))] as const;
    // `-min(H, W)` rather than `max(-H, -W)`.
    if (sides.every((s) => s.offset <= 0 && s.coefficients.every((c) => c < 0)))
      return { count: -count, name: k > 0 ? "min" : "max", sides: [negated(sides[0]), negated(sides[1])], rest };
    return { count, name: k > 0 ? "max" : "min", sides, rest };
  }
  return undefined;
}

/** content · Π (slope·term + offset) where the sum is that, every term once. */
export interface Factored {
  readonly content: number;
  readonly factors: readonly Sum[];
}

export function factored({ offset, terms, coefficients }: Sum): Factored | undefined {
  if (terms.length < (offset === 0 ? 2 : 3)) return undefined;
  let lead = 0;
  const degree = (t: Term | undefined): number => (t?.kind === "product" ? t.factors.length : 1);
  for (let i = 1; i < terms.length; i++) if (degree(terms[i]) > degree(terms[lead])) lead = i;
  const whole = terms[lead] as Term;
  if (whole.kind !== "product" || new Set(whole.factors).size !== whole.factors.length || whole.factors.length > 8)
    return undefined;
  const atoms = whole.factors;
  const known = new Map<string, number>([["", offset]]);
  for (const [i, t] of terms.entries())
    known.set(keyOf(t.kind === "product" ? t.factors : [t]), coefficients[i] as number);
  const top = coefficients[lead] as number;
  let content = top;
  const factors = atoms.map((atom): Sum => {
    const less = known.get(keyOf(atoms.filter((a) => a !== atom))) ?? 0;
    const g = gcd(top, less) * Math.sign(top);
    content /= top / g;
    return { offset: less / g + 0, terms: [atom], coefficients: [top / g] };
  });
  if (!Number.isInteger(content)) return undefined;
  let count = 0;
  for (let set = 0; set < 2 ** atoms.length; set++) {
    let k = content;
    factors.forEach((f, i) => {
      k *= set & (1 << i) ? (f.coefficients[0] as number) : f.offset;
    });
    if (k !== (known.get(keyOf(atoms.filter((_, i) => set & (1 << i)))) ?? 0)) return undefined;
    if (k !== 0) count++;
  }
  return count === terms.length + (offset === 0 ? 0 : 1) ? { content, factors } : undefined;
}

const keyOf = (factors: readonly Term[]): string => factors.map((f) => f.id).join(" ");
