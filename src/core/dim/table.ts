/**
 * Sizes in normal form: equal ids mean equal functions. The converse holds for chains of one kind (`a·⌊(x + b)/s⌋ + c`)
 * and is otherwise the solver's business. Beside the rules for floors (`floors.ts`), maxima have two:
 *
 * R5 a maximum whose sides' difference has a sign is one of them · R6 max(g·n, 0) = g·max(n, 0) and
 * max(−n, 0) = max(n, 0) − n.
 */
import { byAge } from "./arithmetic.ts";
import type { Dim, SymbolTerm, Term } from "./dim.ts";
import { shallowValue, Valuation } from "./evaluate.ts";
import { Floors } from "./floors.ts";
import { floorDiv, isSafe } from "./integer.ts";
import { depthOf, symbolTerms } from "./intern.ts";
import { Names, toldName } from "./names.ts";
import { partsOf, reachable } from "./parts.ts";
import { contentOf } from "./polynomial.ts";

/** Nested deeper than this, a size's value is remembered together with those of its parts, at so many places. */
const DEEP = 16;
/** Floors inside floors so few are worked out where they stand: at most a handful of times each. */
const SHALLOW = 3;
const MOST_VALUATIONS = 8;

export class Table extends Floors {
  /** In which order symbols are told and given by each other. */
  readonly names = new Names();
  private readonly congruences = new Map<string, Dim>();
  /** The latest ones first. */
  private readonly valuations: Valuation[] = [];

  max(a: Dim, b: Dim): Dim {
    if (a === b) return a;
    const difference = this.combine(a, 1, b, -1);
    const positive = difference && this.positive(difference);
    const max = positive && this.combine(b, 1, positive, 1);
    return max ?? this.opaque("max", byAge(a, b));
  }

  min(a: Dim, b: Dim): Dim {
    if (a === b) return a;
    const difference = this.combine(a, 1, b, -1);
    const positive = difference && this.positive(difference);
    const min = positive && this.combine(a, 1, positive, -1);
    return min ?? this.opaque("min", byAge(a, b));
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

  /** The names of the symbols that a size mentions, in their order. */
  symbols(dim: Dim): readonly string[] {
    const symbols = [...symbolTerms([dim])].sort((a, b) => this.names.compare(toldName(a), toldName(b)));
    return [...new Set(symbols.map((s) => s.name))];
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
    const other = (term: Term): Dim | undefined => {
      if (term.kind === "symbol") return by.get(term.name);
      if (term.kind !== "opaque") return undefined;
      return this.opaque(
        `${term.id} at`,
        term.symbols.map((s) => by.get(s.name) ?? this.of(s)),
      );
    };
    return this.replaceAll(dims, other, mentions);
  }

  /** Other sizes in the place of terms, wherever they stand; `touched` says which terms can contain one of those. */
  replaceAll(
    dims: readonly Dim[],
    by: (term: Term) => Dim | undefined,
    touched: (term: Term) => boolean = () => true,
  ): Dim[] {
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
    for (const term of reachable(dims, touched)) {
      const other = by(term) ?? this.remade(term, changed, rebuilt);
      if (other) changed.set(term, other);
    }
    return dims.map(rebuilt);
  }

  evaluate(dim: Dim, values: ReadonlyMap<string, number>): number | undefined {
    if (dim.constant !== undefined) return dim.constant;
    if (depthOf(dim.terms) <= SHALLOW) {
      const value = shallowValue(dim, values);
      if (isSafe(value)) return value;
    }
    return this.valuation(dim, values).evaluate(dim);
  }

  evaluateBig(dim: Dim, values: ReadonlyMap<string, number>): bigint | undefined {
    return this.valuation(dim, values).evaluateBig(dim);
  }

  /** Sizes that nest deep are made of each other; what they come to at one place is worked out once. */
  private valuation(dim: Dim, values: ReadonlyMap<string, number>): Valuation {
    if (depthOf(dim.terms) < DEEP) return new Valuation(values);
    let valuation = this.valuations.find((v) => v.isAt(values));
    if (!valuation) {
      valuation = new Valuation(new Map(values));
      this.valuations.unshift(valuation);
      this.valuations.length = Math.min(this.valuations.length, MOST_VALUATIONS);
    }
    return valuation;
  }

  /** Undefined where nothing in it has changed. */
  private remade(term: Term, changed: ReadonlyMap<Term, Dim>, rebuilt: (dim: Dim) => Dim): Dim | undefined {
    const inside = term.kind === "product" ? term.factors : partsOf(term).flatMap(({ terms }) => terms);
    if (!inside.some((part) => changed.has(part))) return undefined;
    switch (term.kind) {
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
      default:
        return undefined;
    }
  }

  private positive(of: Dim): Dim | undefined {
    // R6 first: whole-number bounds of the smaller sum are tighter.
    const g = contentOf(of, true);
    const primitive = g > 1 ? this.over(of, g) : of;
    if (!primitive) return undefined;
    // R5
    if (primitive.lo >= 0) return of;
    if (primitive.hi <= 0) return this.int(0);
    const last = primitive.coefficients[primitive.coefficients.length - 1] as number;
    if (last > 0) return this.times(g, this.of(this.positiveTerm(primitive)));
    const negative = this.times(-1, primitive);
    const sum = negative && this.combine(this.of(this.positiveTerm(negative)), 1, primitive, 1);
    return sum && this.times(g, sum);
  }
}
