/**
 * A size: an integer linear combination of terms, in one normal form, so that equal formulas of the usual kind are one
 * object and are compared by identity. `table.ts` makes them; nothing else does. Integers are exact: what leaves the safe
 * range becomes a size of its own that nothing is known of (`overflow`), never a rounded number.
 */
export interface Dim {
  /** Unique in its table; a part has a smaller number than what is made of it. */
  readonly id: number;
  /** The number, where the size is one. */
  readonly constant: number | undefined;
  /** Bounds that hold for every value of the symbols; infinite where there is none. */
  readonly lo: number;
  readonly hi: number;
  /** Beyond 2⁵³ somewhere: not counted exactly, so nothing is said of it. */
  readonly overflow: boolean;
  /** It mentions a size that stands for an earlier mistake. */
  readonly assumed: boolean;
  /** offset + Σ coefficients[i] · terms[i]; terms in ascending order, no coefficient 0. */
  readonly offset: number;
  readonly terms: readonly Term[];
  readonly coefficients: readonly number[];
  /** Known not to decrease when a symbol grows. */
  readonly monotone: boolean;
}

interface TermBase {
  readonly id: number;
  /** Mixed from its structure: the order of terms, whatever their age. */
  readonly order: number;
  readonly lo: number;
  readonly hi: number;
  readonly overflow: boolean;
  readonly assumed: boolean;
  readonly monotone: boolean;
  /** How deep roundings, maxima and products nest in it; 0 for a symbol. */
  readonly depth: number;
  /** The symbols that it mentions, in ascending order. */
  readonly symbols: readonly SymbolTerm[];
}

export interface SymbolTerm extends TermBase {
  readonly kind: "symbol";
  readonly name: string;
  /** For what stands in place of a symbol with a declared congruence: `name` is modulus · this + residue. */
  readonly within: { readonly name: string; readonly modulus: number; readonly residue: number } | undefined;
}

export type Term =
  | SymbolTerm
  /** ⌊of/by⌋, by ≥ 2. */
  | (TermBase & { readonly kind: "floor"; readonly of: Dim; readonly by: number })
  /** At least two factors, ascending, none a product; a repeated one is a power. */
  | (TermBase & { readonly kind: "product"; readonly factors: readonly Term[] })
  /** max(of, 0). */
  | (TermBase & { readonly kind: "positive"; readonly of: Dim })
  /** ⌊of/by⌋ by a formula that does not divide it; by ≥ 1. The solver knows only its bounds. */
  | (TermBase & { readonly kind: "quotient"; readonly of: Dim; readonly by: Dim })
  /** ⌊float64(of) · float64(factor)⌋ where that is not the floor of a rational product. */
  | (TermBase & { readonly kind: "scale"; readonly of: Dim; readonly factor: string })
  /** What could not be counted exactly. */
  | (TermBase & { readonly kind: "opaque" });

export type Shape = readonly Dim[];

export type Condition =
  | { readonly kind: "true" }
  | { readonly kind: "false" }
  | { readonly kind: "equal"; readonly left: Dim; readonly right: Dim }
  /** left ≥ right */
  | { readonly kind: "atLeast"; readonly left: Dim; readonly right: Dim }
  | { readonly kind: "and" | "or"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition };

/** Whether two sizes agree: for every value of the symbols, for none, or for those that fulfil the condition. */
export type Comparison =
  | { readonly kind: "equal" }
  | { readonly kind: "different" }
  | { readonly kind: "sometimes"; readonly condition: Condition };
