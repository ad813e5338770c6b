/**
 * What is told about a model, as plain data: offsets rather than lines, edits rather than commands. Texts are made in
 * `front` (what cannot be read) and `check` (what does not hold); who shows them adds nothing.
 */
import type { SizeSet } from "./dim/index.ts";
import type { Span } from "./span.ts";

export type Severity = "error" | "warning" | "hint";

export interface Place {
  readonly uri: string;
  readonly span: Span;
}

/** One step of the story behind a problem: where a size came from, which other layers it concerns. */
export interface Related extends Place {
  readonly message: string;
}

export interface Edit extends Place {
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Problem extends Place {
  /** Kebab-case and permanent; `check/codes.ts` has the registry. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related?: readonly Related[];
  /** `unnecessary` is shown faded. */
  readonly tag?: "unnecessary";
  /** The exact condition under which it would work, as a `where` clause, one entry a symbol or relation. */
  readonly condition?: readonly string[];
  /** Sizes that are allowed and for which it does not work. */
  readonly counterexample?: Readonly<Record<string, number>>;
  /** For each symbol the nearest good sizes around the counterexample or the declared size. */
  readonly nearest?: Readonly<Record<string, { readonly below: number | null; readonly above: number | null }>>;
  /** Solved sets by symbol, for features that need more than the text. */
  readonly sets?: ReadonlyMap<string, SizeSet>;
  readonly fixes?: readonly Fix[];
}
