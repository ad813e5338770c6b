/** The other places of a file where the same thing is named. */
import type { Span } from "../core/span.ts";
import { namesOf, type Occurrence, sameDeclaration } from "./names/index.ts";
import type { FileScope } from "./snapshot.ts";

export interface Highlight {
  readonly span: Span;
  /** A layer is written where it is declared. */
  readonly kind: "read" | "write";
}

export function highlights(file: FileScope, offset: number): readonly Highlight[] {
  const names = namesOf(file);
  const asked = names.at(offset);
  if (!asked) return [];
  return names.occurrences
    .filter((one) => one === asked || same(one, asked))
    .map(({ span, role }) => ({ span, kind: role === "declaration" ? "write" : "read" }));
}

/** A word of one choice, an operator and what belongs to it count as well. */
function same(a: Occurrence, b: Occurrence): boolean {
  switch (a.kind) {
    case "declared":
      return b.kind === "declared" && sameDeclaration(a.declaration, b.declaration);
    case "word":
      return b.kind === "word" && a.text === b.text && sameDeclaration(a.declaration, b.declaration);
    case "op":
      return b.kind === "op" && a.op === b.op;
    case "setting":
    case "output":
      return a.kind === b.kind && a.op === b.op && a.text === b.text;
    case "function":
      return b.kind === "function" && a.text === b.text;
    default:
      return false;
  }
}
