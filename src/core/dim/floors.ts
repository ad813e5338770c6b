/**
 * Floors in normal form. The rules keep the names that comments here and elsewhere give them:
 *
 * R1 ⌊(d·q + r)/d⌋ = q + ⌊r/d⌋, coefficient by coefficient · R2 a common factor of divisor and coefficients goes away ·
 * R3 ⌊(⌊n/b⌋ + u)/d⌋ = ⌊(n + b·u)/(b·d)⌋ · R4 a floor whose bounds agree is a number · R7 ⌊(q·d)/d⌋ = q ·
 * R8 ⌊(m·n)/(m·d)⌋ = ⌊n/d⌋ for a monomial m ≥ 1.
 *
 * `⌊x/2⌋ + ⌊(x + 1)/2⌋ = x` and its like are no rules on purpose: either direction undoes R3.
 */
import { Arithmetic } from "./arithmetic.ts";
import type { Dim, Term } from "./dim.ts";
import { floorDiv, gcd, isSafe, modulo, times } from "./integer.ts";
import { commonFactors, contentOf } from "./polynomial.ts";
import { exactScale, type Rational } from "./rational.ts";

export class Floors extends Arithmetic {
  private readonly scales = new Map<string, Rational | undefined>();

  floorDiv(of: Dim, by: Dim | number): Dim {
    if (typeof by === "number") {
      const floor = by !== 0 && isSafe(by) && !of.overflow ? this.floorBy(of, by) : undefined;
      return floor ?? this.opaque(`floor by ${by}`, [of]);
    }
    if (by.constant !== undefined) return this.floorDiv(of, by.constant);
    return this.floorByDim(of, by) ?? this.opaque("floor", [of, by]);
  }

  ceilDiv(of: Dim, by: Dim | number): Dim {
    const number = typeof by === "number" ? by : by.constant;
    const above = number !== undefined && number > 0 ? this.plus(of, number - 1) : undefined;
    return above && number !== undefined ? this.floorDiv(above, number) : this.neg(this.floorDiv(this.neg(of), by));
  }

  /** of − by·⌊of/by⌋: never negative for by > 0. */
  mod(of: Dim, by: Dim | number): Dim {
    const floor = this.floorDiv(of, by);
    return this.sub(of, typeof by === "number" ? this.scaleBy(by, floor) : this.mul(by, floor));
  }

  /** ⌊of · factor⌋ as PyTorch counts it, in doubles; `factor` as it is written. */
  scale(of: Dim, factor: string): Dim {
    if (of.constant !== undefined) return this.int(Math.floor(of.constant * Number(factor)));
    if (!this.scales.has(factor)) this.scales.set(factor, exactScale(factor));
    const exact = this.scales.get(factor);
    const scaled = exact && this.times(exact.up, of);
    if (scaled) return this.floorDiv(scaled, exact.down);
    return this.of(this.scaleTerm(of, factor));
  }

  private floorBy(of: Dim, by: number): Dim | undefined {
    if (by < 0) {
      const negative = this.times(-1, of);
      return negative && this.floorBy(negative, -by);
    }
    let n = of;
    let d = by;
    // The answer is ⌊n/d⌋ + number + whole all along.
    let number = 0;
    let whole: Dim | undefined;
    const and = (floor: Dim | undefined): Dim | undefined => {
      const sum = floor && isSafe(number) ? this.plus(floor, number) : undefined;
      return sum && whole ? this.combine(sum, 1, whole, 1) : sum;
    };
    for (;;) {
      if (d === 1) return and(n);
      // R4, and numbers.
      if (isSafe(n.lo) && isSafe(n.hi)) {
        const q = floorDiv(n.lo, d);
        if (q === floorDiv(n.hi, d)) return and(this.int(q));
      }
      // R1
      number += floorDiv(n.offset, d);
      if (!n.coefficients.every((k) => k >= 0 && k < d)) {
        const [quotient, rest] = this.split(n, d);
        whole = quotient && whole ? this.combine(whole, 1, quotient, 1) : quotient;
        if (!whole || !rest) return undefined;
        n = rest;
        continue;
      }
      if (n.offset < 0 || n.offset >= d) {
        n = this.withOffset(n, modulo(n.offset, d));
        continue;
      }
      // R2
      const g = gcd(d, contentOf(n, false));
      if (g > 1) {
        const smaller = this.make(
          floorDiv(n.offset, g),
          n.terms,
          n.coefficients.map((k) => k / g),
        );
        if (!smaller) return undefined;
        n = smaller;
        d /= g;
        continue;
      }
      const nested = this.unnest(n, d);
      if (!nested) return and(this.of(this.floorTerm(n, d)));
      [n, d] = nested;
    }
  }

  /** R3 at the first floor where it stays in the safe range. */
  private unnest(n: Dim, d: number): readonly [Dim, number] | undefined {
    for (let i = 0; i < n.terms.length; i++) {
      const inner = n.terms[i] as Term;
      if (inner.kind !== "floor" || n.coefficients[i] !== 1 || !isSafe(inner.by * d)) continue;
      let next: Dim | undefined;
      if (n.terms.length === 1) next = this.plus(inner.of, times(inner.by, n.offset));
      else {
        const others = this.combine(n, 1, this.of(inner), -1);
        next = others && this.combine(inner.of, 1, others, inner.by);
      }
      if (next) return [next, inner.by * d];
    }
    return undefined;
  }

  /** dim = d · quotient + rest but for a multiple of d, every number of the rest in [0, d). */
  private split({ offset, terms, coefficients }: Dim, d: number): readonly [Dim | undefined, Dim | undefined] {
    const left: Term[] = [];
    const rests: number[] = [];
    const taken: Term[] = [];
    const quotients: number[] = [];
    for (let i = 0; i < terms.length; i++) {
      const k = coefficients[i] as number;
      const r = modulo(k, d);
      if (r !== 0) {
        left.push(terms[i] as Term);
        rests.push(r);
      }
      if (r !== k) {
        taken.push(terms[i] as Term);
        quotients.push(floorDiv(k, d));
      }
    }
    return [this.make(0, taken, quotients), this.make(modulo(offset, d), left, rests)];
  }

  private floorByDim(of: Dim, by: Dim): Dim | undefined {
    if (of.constant === 0) return of;
    if (by.hi <= -1) {
      const [n, d] = [this.times(-1, of), this.times(-1, by)];
      return n && d && this.floorByDim(n, d);
    }
    // Nothing may be cancelled by what can be 0.
    if (by.lo < 1) return this.of(this.quotientTerm(of, by));
    const exact = this.divideExact(of, by);
    if (exact) return exact;
    // R8, with each factor of the monomial ≥ 1
    const common = commonFactors([of, by]).filter((f) => f.lo >= 1);
    if (common.length > 0) {
      const monomial = this.of(this.productOf(common));
      const [n, d] = [this.divideExact(of, monomial), this.divideExact(by, monomial)];
      return n && d && this.floorDiv(n, d);
    }
    // R2, for a formula
    const g = gcd(contentOf(of, false), contentOf(by, true));
    if (g > 1) {
      const multiple = times(g, floorDiv(of.offset, g));
      const n = isSafe(multiple) ? this.withOffset(of, multiple) : undefined;
      const [u, d] = [n && this.over(n, g), this.over(by, g)];
      return u && d && this.floorByDim(u, d);
    }
    // R4
    const above = this.combine(by, 1, of, -1);
    if (of.lo >= 0 && above && above.lo >= 1) return this.int(0);
    return this.of(this.quotientTerm(of, by));
  }
}
