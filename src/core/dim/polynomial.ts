/** Monomials of a size, seen as a polynomial over its terms: their order, and what one is after another is taken out. */
import type { Dim, Term } from "./dim.ts";
import { gcd } from "./integer.ts";
import { compareTerms } from "./order.ts";

export const factorsOf = (term: Term): readonly Term[] => (term.kind === "product" ? term.factors : [term]);

/** By degree, then by the largest factors: an order that multiplication keeps, so that long division ends. */
function compareMonomials(a: Term, b: Term): number {
  const x = factorsOf(a);
  const y = factorsOf(b);
  if (x.length !== y.length) return x.length - y.length;
  for (let i = x.length - 1; i >= 0; i--) {
    const order = compareTerms(x[i] as Term, y[i] as Term);
    if (order !== 0) return order;
  }
  return 0;
}

/** The place of the leading monomial; −1 for a number. */
export function leading(dim: Dim): number {
  let best = -1;
  for (let i = 0; i < dim.terms.length; i++)
    if (best < 0 || compareMonomials(dim.terms[i] as Term, dim.terms[best] as Term) > 0) best = i;
  return best;
}

/** The factors of `of` without those of `by`, each as often as it is there; undefined where one is missing. */
export function without(of: readonly Term[], by: readonly Term[]): Term[] | undefined {
  const rest: Term[] = [];
  let j = 0;
  for (const factor of of) {
    const next = by[j];
    if (next && compareTerms(next, factor) < 0) return undefined;
    if (next === factor) j++;
    else rest.push(factor);
  }
  return j === by.length ? rest : undefined;
}

/** The factors that every monomial of all the sizes has; none where one has a number in it. */
export function commonFactors(dims: readonly Dim[]): readonly Term[] {
  let common: readonly Term[] | undefined;
  for (const dim of dims) {
    if (dim.offset !== 0) return [];
    for (const term of dim.terms) {
      const factors = factorsOf(term);
      common = common ? shared(common, factors) : factors;
      if (common.length === 0) return [];
    }
  }
  return common ?? [];
}

/** The greatest number that divides every coefficient and, when asked, the offset. */
export function contentOf(dim: Dim, withOffset: boolean): number {
  let g = withOffset ? Math.abs(dim.offset) : 0;
  for (const k of dim.coefficients) g = gcd(g, k);
  return g;
}

function shared(a: readonly Term[], b: readonly Term[]): Term[] {
  const out: Term[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x && y; x = a[i], y = b[j]) {
    if (x === y) out.push(x);
    const side = compareTerms(x, y);
    if (side <= 0) i++;
    if (side >= 0) j++;
  }
  return out;
}
