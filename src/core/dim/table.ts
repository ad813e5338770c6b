/**
 * Arithmetic of sizes in normal form. The rules keep the names that the code comments give them:
 *
 * R1 ⌊(d·q + r)/d⌋ = q + ⌊r/d⌋, coefficient by coefficient · R2 a common factor of divisor and coefficients goes away ·
 * R3 ⌊(⌊n/b⌋ + u)/d⌋ = ⌊(n + b·u)/(b·d)⌋ · R4 a floor whose bounds agree is a number · R5 a maximum whose sides' difference
 * has a sign is one of them · R6 max(g·n, 0) = g·max(n, 0), max(−n, 0) = max(n, 0) − n · R7 ⌊(q·d)/d⌋ = q ·
 * R8 ⌊(m·n)/(m·d)⌋ = ⌊n/d⌋ for a monomial m ≥ 1.
 *
 * Equal ids mean equal functions; the converse holds for chains of one kind (`a·⌊(x + b)/s⌋ + c`) and is otherwise the
 * solver's business. `⌊x/2⌋ + ⌊(x + 1)/2⌋ = x` and its like are no rules on purpose: either direction undoes R3.
 * Every step returns undefined where a number leaves the safe range, and the whole then becomes an opaque size.
 */
import type { Dim, SymbolTerm, Term } from "./dim.ts";
import { evaluate, evaluateBig, reachable } from "./evaluate.ts";
import { floorDiv, gcd, isSafe, modulo, times } from "./integer.ts";
import { Interner, symbolTerms } from "./intern.ts";
import { commonFactors, contentOf, factorsOf, leading, without } from "./polynomial.ts";
import { exactScale, type Rational } from "./rational.ts";

export type { SymbolOptions } from "./intern.ts";

/** Beyond it a product is not multiplied out. */
const MOST_TERMS = 4096;
const MOST_DIVISION_STEPS = 4096;

export class Table extends Interner {
  private readonly scales = new Map<string, Rational | undefined>();
  private readonly congruences = new Map<string, Dim>();

  add(a: Dim, b: Dim): Dim {
    return this.combine(a, 1, b, 1) ?? this.opaque(`sum ${a.id} ${b.id}`, [a, b]);
  }

  sub(a: Dim, b: Dim): Dim {
    return this.combine(a, 1, b, -1) ?? this.opaque(`difference ${a.id} ${b.id}`, [a, b]);
  }

  neg(a: Dim): Dim {
    return this.scaleBy(-1, a);
  }

  scaleBy(k: number, a: Dim): Dim {
    if (k === 1) return a;
    if (!isSafe(k)) return this.mul(this.int(k), a);
    const scaled = this.times(k, a);
    if (!scaled) return this.opaque(`product ${this.int(k).id} ${a.id}`, [a]);
    return a.factors && k !== 0 ? this.remember(scaled, [this.int(k), ...a.factors]) : scaled;
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
    return sum ?? this.opaque(`sum ${dims.map((d) => d.id).join(" ")}`, dims);
  }

  mul(a: Dim, b: Dim): Dim {
    if (a.constant !== undefined && !a.overflow) return this.scaleBy(a.constant, b);
    if (b.constant !== undefined && !b.overflow) return this.scaleBy(b.constant, a);
    const product = this.multiply(a, b);
    if (!product) return this.opaque(`product ${Math.min(a.id, b.id)} ${Math.max(a.id, b.id)}`, [a, b]);
    return this.remember(product, [...(a.factors ?? [a]), ...(b.factors ?? [b])]);
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
    if (!Number.isInteger(exponent) || exponent < 0) return this.opaque(`power ${base.id} ${exponent}`, [base]);
    // Nothing but −1, 0 and 1 survives more doublings than a safe integer has bits.
    const n =
      base.constant !== undefined && Math.abs(base.constant) <= 1 ? exponent % 2 || Math.min(exponent, 2) : exponent;
    let power = this.int(1);
    for (let i = 0; i < n && !power.overflow; i++) power = this.mul(power, base);
    return power.overflow ? this.opaque(`power ${base.id} ${exponent}`, [base]) : power;
  }

  floorDiv(of: Dim, by: Dim | number): Dim {
    if (typeof by === "number") {
      const floor = by !== 0 && isSafe(by) ? this.floorBy(of, by) : undefined;
      return floor ?? this.opaque(`floor ${of.id} ${by}`, [of]);
    }
    if (by.constant !== undefined) return this.floorDiv(of, by.constant);
    return this.floorByDim(of, by) ?? this.opaque(`floor ${of.id} by ${by.id}`, [of, by]);
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

  max(a: Dim, b: Dim): Dim {
    if (a === b) return a;
    const difference = this.combine(a, 1, b, -1);
    const positive = difference && this.positive(difference);
    const max = positive && this.combine(b, 1, positive, 1);
    return max ?? this.opaque(`max ${Math.min(a.id, b.id)} ${Math.max(a.id, b.id)}`, [a, b]);
  }

  min(a: Dim, b: Dim): Dim {
    if (a === b) return a;
    const difference = this.combine(a, 1, b, -1);
    const positive = difference && this.positive(difference);
    const min = positive && this.combine(a, 1, positive, -1);
    return min ?? this.opaque(`min ${Math.min(a.id, b.id)} ${Math.max(a.id, b.id)}`, [a, b]);
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

  /** ⌊of · factor⌋ as PyTorch counts it, in doubles; `factor` as it is written. */
  scale(of: Dim, factor: string): Dim {
    if (of.constant !== undefined) return this.int(Math.floor(of.constant * Number(factor)));
    if (!this.scales.has(factor)) this.scales.set(factor, exactScale(factor));
    const exact = this.scales.get(factor);
    const scaled = exact && this.times(exact.up, of);
    if (scaled) return this.floorDiv(scaled, exact.down);
    return this.of(this.scaleTerm(of, factor));
  }

  /**
   * The size of a symbol that is `residue` modulo `modulus`: modulus·q + residue, for a q of its own. Then what is even
   * because of it is so by R1 and needs no proof. The symbol q is named by its formula, `H/16`.
   */
  congruent(name: string, modulus: number, residue: number): Dim {
    const key = `${modulus} ${residue} ${name}`;
    let dim = this.congruences.get(key);
    if (!dim) {
      const own =
        residue === 0 ? `${name}/${modulus}` : `(${name} ${residue < 0 ? "+" : "-"} ${Math.abs(residue)})/${modulus}`;
      const least = 0 - floorDiv(residue - 1, modulus);
      const q = this.of(this.symbolTerm(own, least, Infinity, false, { name, modulus, residue }));
      dim = modulus === 1 ? this.symbol(name) : this.add(this.scaleBy(modulus, q), this.int(residue));
      this.congruences.set(key, dim);
    }
    return dim;
  }

  /** The names of the symbols that a size mentions. */
  symbols(dim: Dim): readonly string[] {
    return [...new Set(symbolTerms([dim]).map((s) => s.name))];
  }

  /** The same formula with other sizes for its symbols. */
  substitute(dim: Dim, by: ReadonlyMap<string, Dim>): Dim {
    const [changed] = this.substituteAll([dim], by);
    return changed ?? dim;
  }

  substituteAll(dims: readonly Dim[], by: ReadonlyMap<string, Dim>): Dim[] {
    const hit = new Map<readonly SymbolTerm[], boolean>();
    const mentions = ({ symbols }: { readonly symbols: readonly SymbolTerm[] }): boolean => {
      let known = hit.get(symbols);
      if (known === undefined) hit.set(symbols, (known = symbols.some((s) => by.has(s.name))));
      return known;
    };
    const changed = new Map<Term, Dim>();
    const rebuilt = (dim: Dim): Dim => {
      if (!dim.terms.some((t) => changed.has(t))) return dim;
      const [term] = dim.terms;
      const only = term && dim.terms.length === 1 ? changed.get(term) : undefined;
      if (only) return this.add(this.scaleBy(dim.coefficients[0] as number, only), this.int(dim.offset));
      return this.sum([
        this.int(dim.offset),
        ...dim.terms.map((t, i) => this.scaleBy(dim.coefficients[i] as number, changed.get(t) ?? this.of(t))),
      ]);
    };
    const factors = dims.flatMap((d) => d.factors ?? []);
    for (const term of reachable([...dims, ...factors], mentions))
      changed.set(term, this.replaced(term, by, changed, rebuilt));
    return dims.map((dim) => {
      const whole = rebuilt(dim);
      if (whole !== dim && dim.factors && !whole.factors && whole.terms.length > 0)
        this.remember(whole, dim.factors.map(rebuilt));
      return whole;
    });
  }

  evaluate(dim: Dim, values: ReadonlyMap<string, number>): number | undefined {
    return evaluate(dim, values);
  }

  evaluateBig(dim: Dim, values: ReadonlyMap<string, number>): bigint | undefined {
    return evaluateBig(dim, values);
  }

  private replaced(
    term: Term,
    by: ReadonlyMap<string, Dim>,
    changed: ReadonlyMap<Term, Dim>,
    rebuilt: (dim: Dim) => Dim,
  ): Dim {
    switch (term.kind) {
      case "symbol":
        return by.get(term.name) ?? this.of(term);
      case "floor":
        return this.floorDiv(rebuilt(term.of), term.by);
      case "product":
        return this.product(term.factors.map((f) => changed.get(f) ?? this.of(f)));
      case "positive":
        return this.max(rebuilt(term.of), this.int(0));
      case "quotient":
        return this.floorDiv(rebuilt(term.of), rebuilt(term.by));
      case "scale":
        return this.scale(rebuilt(term.of), term.factor);
      case "opaque": {
        const values = term.symbols.flatMap((s) => by.get(s.name) ?? this.of(s));
        return this.opaque(`${term.id} at ${values.map((v) => v.id).join(" ")}`, values);
      }
    }
  }

  /** k·dim */
  private times(k: number, dim: Dim): Dim | undefined {
    if (k === 0) return this.int(0);
    if (k === 1) return dim;
    return this.make(
      times(k, dim.offset),
      dim.terms,
      dim.coefficients.map((c) => times(k, c)),
    );
  }

  /** dim/k where k divides everything. */
  private over(dim: Dim, k: number): Dim | undefined {
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
    const kept = [...terms].filter(([, k]) => k !== 0).sort(([a], [b]) => a.id - b.id);
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

  private floorBy(of: Dim, by: number): Dim | undefined {
    let n: Dim = of;
    let d = by;
    if (d < 0) {
      const negative = this.times(-1, of);
      if (!negative) return undefined;
      n = negative;
      d = -d;
    }
    // The answer is whole + ⌊n/d⌋ all along.
    let whole: Dim | undefined;
    const and = (rest: Dim): Dim | undefined => (whole ? this.combine(rest, 1, whole, 1) : rest);
    for (;;) {
      if (d === 1) return and(n);
      // R4, and numbers.
      if (isSafe(n.lo) && isSafe(n.hi)) {
        const q = floorDiv(n.lo, d);
        if (q === floorDiv(n.hi, d)) return and(this.int(q));
      }
      // R1
      const split = this.split(n, d);
      if (!split) return undefined;
      if ("rest" in split) {
        const sum = and(split.quotient);
        if (!sum) return undefined;
        whole = sum;
        n = split.rest;
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

  /** dim = d · quotient + rest, every number of the rest in [0, d); dim itself where it is its own rest. */
  private split(dim: Dim, d: number): Dim | { readonly quotient: Dim; readonly rest: Dim } | undefined {
    const { terms, coefficients } = dim;
    const offset = modulo(dim.offset, d);
    const whole = (dim.offset - offset) / d;
    let inside = true;
    for (const k of coefficients) inside &&= k >= 0 && k < d;
    if (inside && whole === 0) return dim;
    const left: Term[] = [];
    const rests: number[] = [];
    const taken: Term[] = [];
    const quotients: number[] = [];
    for (let i = 0; i < (inside ? 0 : terms.length); i++) {
      const k = coefficients[i] as number;
      const r = modulo(k, d);
      if (r !== 0) {
        left.push(terms[i] as Term);
        rests.push(r);
      }
      if (r !== k) {
        taken.push(terms[i] as Term);
        quotients.push((k - r) / d);
      }
    }
    const rest = inside ? this.plus(dim, offset - dim.offset) : this.make(offset, left, rests);
    const quotient = this.make(whole, taken, quotients);
    return rest && quotient && { quotient, rest };
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
      const n = this.plus(of, g * floorDiv(of.offset, g) - of.offset);
      const [u, d] = [n && this.over(n, g), this.over(by, g)];
      return u && d && this.floorByDim(u, d);
    }
    // R4
    const above = this.combine(by, 1, of, -1);
    if (of.lo >= 0 && above && above.lo >= 1) return this.int(0);
    return this.of(this.quotientTerm(of, by));
  }

  private positive(of: Dim): Dim | undefined {
    // R5
    if (of.lo >= 0) return of;
    if (of.hi <= 0) return this.int(0);
    // R6
    const g = contentOf(of, true);
    const primitive = g > 1 ? this.over(of, g) : of;
    if (!primitive) return undefined;
    const last = primitive.coefficients[primitive.coefficients.length - 1] as number;
    if (last > 0) return this.times(g, this.of(this.positiveTerm(primitive)));
    const negative = this.times(-1, primitive);
    const sum = negative && this.combine(this.of(this.positiveTerm(negative)), 1, primitive, 1);
    return sum && this.times(g, sum);
  }
}
