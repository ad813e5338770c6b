/**
 * Sums and products of sizes: polynomials over terms, multiplied out. Every step returns undefined where a number leaves
 * the safe range, and the whole then becomes an opaque size.
 */
import type { Dim, Term } from "./dim.ts";
import { isSafe, times } from "./integer.ts";
import { Interner } from "./intern.ts";
import { compareTerms } from "./order.ts";
import { factorsOf, leading, without } from "./polynomial.ts";

/** Beyond it a product is not multiplied out. */
const MOST_TERMS = 4096;
const MOST_DIVISION_STEPS = 4096;

/** Two sizes that may change places. */
export const byAge = (a: Dim, b: Dim): readonly [Dim, Dim] => (a.id < b.id ? [a, b] : [b, a]);

export class Arithmetic extends Interner {
  add(a: Dim, b: Dim): Dim {
    return this.combine(a, 1, b, 1) ?? this.opaque("sum", [a, b]);
  }

  sub(a: Dim, b: Dim): Dim {
    return this.combine(a, 1, b, -1) ?? this.opaque("difference", [a, b]);
  }

  neg(a: Dim): Dim {
    return this.scaleBy(-1, a);
  }

  scaleBy(k: number, a: Dim): Dim {
    if (k === 1) return a;
    if (!isSafe(k)) return this.mul(this.int(k), a);
    return this.times(k, a) ?? this.opaque(`product by ${k}`, [a]);
  }

  sum(dims: readonly Dim[]): Dim {
    const [a, b, c] = dims;
    if (!a) return this.int(0);
    if (!b) return a;
    if (!c) return this.add(a, b);
    let offset = 0;
    const terms = new Map<Term, number>();
    let safe = true;
    for (const dim of dims) {
      offset += dim.offset;
      safe &&= isSafe(offset);
      for (let i = 0; i < dim.terms.length; i++) {
        const term = dim.terms[i] as Term;
        const k = (terms.get(term) ?? 0) + (dim.coefficients[i] as number);
        safe &&= isSafe(k);
        terms.set(term, k);
      }
    }
    const sum = safe ? this.collect(offset, terms) : undefined;
    return sum ?? this.opaque("sum", dims);
  }

  mul(a: Dim, b: Dim): Dim {
    if (a.constant !== undefined && !a.overflow) return this.scaleBy(a.constant, b);
    if (b.constant !== undefined && !b.overflow) return this.scaleBy(b.constant, a);
    return this.multiply(a, b) ?? this.opaque("product", byAge(a, b));
  }

  product(dims: readonly Dim[]): Dim {
    let number: Dim | undefined;
    let product: Dim | undefined;
    for (const dim of dims) {
      if (dim.constant === 0) return dim;
      if (dim.constant === undefined) product = product ? this.mul(product, dim) : dim;
      else number = number ? this.mul(number, dim) : dim;
    }
    if (!number) return product ?? this.int(1);
    return product ? this.mul(number, product) : number;
  }

  pow(base: Dim, exponent: number): Dim {
    if (!Number.isInteger(exponent) || exponent < 0) return this.opaque(`power ${exponent}`, [base]);
    // Nothing but −1, 0 and 1 survives more doublings than a safe integer has bits.
    const n =
      base.constant !== undefined && Math.abs(base.constant) <= 1 ? exponent % 2 || Math.min(exponent, 2) : exponent;
    let power = this.int(1);
    for (let i = 0; i < n && !power.overflow; i++) power = this.mul(power, base);
    return power.overflow ? this.opaque(`power ${exponent}`, [base]) : power;
  }

  /** The quotient where `by` divides `of` as a polynomial; otherwise, and for 0 and what is not counted exactly, undefined. */
  divideExact(of: Dim, by: Dim): Dim | undefined {
    if (of.overflow || by.overflow || by.constant === 0) return undefined;
    if (by.constant !== undefined) return this.over(of, by.constant);
    const lead = leading(by);
    const divisor = by.coefficients[lead] as number;
    const factors = factorsOf(by.terms[lead] as Term);
    let rest: Dim = of;
    let quotient: Dim = this.int(0);
    for (let steps = 0; rest.terms.length > 0; steps++) {
      const at = leading(rest);
      const k = rest.coefficients[at] as number;
      const left = without(factorsOf(rest.terms[at] as Term), factors);
      if (!left || k % divisor !== 0 || steps === MOST_DIVISION_STEPS) return undefined;
      const part = this.monomial(k / divisor, left);
      const taken = this.multiply(part, by);
      const next = taken && this.combine(rest, 1, taken, -1);
      const sum = this.combine(quotient, 1, part, 1);
      if (!next || !sum) return undefined;
      rest = next;
      quotient = sum;
    }
    return rest.constant === 0 ? quotient : undefined;
  }

  /** k·dim */
  protected times(k: number, dim: Dim): Dim | undefined {
    if (k === 0) return this.int(0);
    if (k === 1) return dim;
    return this.make(
      times(k, dim.offset),
      dim.terms,
      dim.coefficients.map((c) => times(k, c)),
    );
  }

  /** dim/k where k divides everything. */
  protected over(dim: Dim, k: number): Dim | undefined {
    if (dim.offset % k !== 0 || dim.coefficients.some((c) => c % k !== 0)) return undefined;
    return this.make(
      dim.offset / k,
      dim.terms,
      dim.coefficients.map((c) => c / k),
    );
  }

  private monomial(k: number, factors: readonly Term[]): Dim {
    return factors.length === 0 ? this.int(k) : this.scaleBy(k, this.of(this.productOf(factors)));
  }

  private collect(offset: number, terms: ReadonlyMap<Term, number>): Dim | undefined {
    const kept = [...terms].filter(([, k]) => k !== 0).sort(([a], [b]) => compareTerms(a, b));
    return this.make(
      offset,
      kept.map(([t]) => t),
      kept.map(([, k]) => k),
    );
  }

  /** Multiplied out. */
  private multiply(a: Dim, b: Dim): Dim | undefined {
    if (a.terms.length === 0) return this.times(a.offset, b);
    if (b.terms.length === 0) return this.times(b.offset, a);
    if (a.terms.length * b.terms.length > MOST_TERMS) return undefined;
    const terms = new Map<Term, number>();
    const put = (term: Term | undefined, k: number): boolean => {
      if (!term) return false;
      const sum = (terms.get(term) ?? 0) + k;
      terms.set(term, sum);
      return isSafe(sum);
    };
    for (let i = 0; i < a.terms.length; i++) {
      const x = a.terms[i] as Term;
      const p = a.coefficients[i] as number;
      if (b.offset !== 0 && !put(x, times(p, b.offset))) return undefined;
      for (let j = 0; j < b.terms.length; j++)
        if (!put(this.productTerm(x, b.terms[j] as Term), times(p, b.coefficients[j] as number))) return undefined;
    }
    if (a.offset !== 0)
      for (let j = 0; j < b.terms.length; j++)
        if (!put(b.terms[j], times(a.offset, b.coefficients[j] as number))) return undefined;
    return this.collect(times(a.offset, b.offset), terms);
  }
}
