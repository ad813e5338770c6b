/** What each name is, for colours that a grammar cannot give. Types and modifiers are those that every theme knows. */
import type { Span } from "../core/span.ts";
import { type DeclarationKind, namesOf, type Occurrence } from "./names/index.ts";
import type { FileScope } from "./snapshot.ts";

export const TOKEN_TYPES = [
  "namespace",
  "type",
  "class",
  "typeParameter",
  "parameter",
  "variable",
  "property",
  "enumMember",
  "function",
] as const;

export const TOKEN_MODIFIERS = ["declaration", "readonly", "defaultLibrary"] as const;

export type TokenType = (typeof TOKEN_TYPES)[number];
export type TokenModifier = (typeof TOKEN_MODIFIERS)[number];

export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** In the order of the text; they do not overlap. Of the names that touch a range, if one is given. */
export function semanticTokens(file: FileScope, within?: Span): readonly SemanticToken[] {
  const out: SemanticToken[] = [];
  for (const occurrence of namesOf(file).occurrences) {
    const { span } = occurrence;
    if (within && (span.end < within.start || span.start > within.end)) continue;
    const token = tokenOf(occurrence, file.def.text);
    if (token) out.push({ span, ...token });
  }
  return out;
}

/** Of numbers and of names that mean nothing the grammar's colour stays. */
function tokenOf(occurrence: Occurrence, text: string): Omit<SemanticToken, "span"> | undefined {
  const { span, role } = occurrence;
  switch (occurrence.kind) {
    case "declared": {
      const { kind } = occurrence.declaration;
      return {
        type: TYPES[kind],
        modifiers: [...(role === "declaration" ? DECLARED : []), ...(CONSTANT.has(kind) ? READONLY : [])],
      };
    }
    case "op":
      return { type: "class", modifiers: LIBRARY };
    case "setting":
    case "output":
      return { type: "property", modifiers: NONE };
    case "function":
      return { type: "function", modifiers: LIBRARY };
    case "type":
      return { type: "type", modifiers: LIBRARY };
    case "word":
      // A word in quotes is a string.
      return /["']/.test(text[span.start - 1] ?? "") ? undefined : { type: "enumMember", modifiers: NONE };
    default:
      return undefined;
  }
}

const NONE: readonly TokenModifier[] = [];
const DECLARED: readonly TokenModifier[] = ["declaration"];
const READONLY: readonly TokenModifier[] = ["readonly"];
const LIBRARY: readonly TokenModifier[] = ["defaultLibrary"];

/** A block has another colour than an operator, a size another than a tensor. */
const TYPES: Readonly<Record<DeclarationKind, TokenType>> = {
  model: "type",
  block: "type",
  file: "namespace",
  param: "parameter",
  input: "variable",
  weight: "variable",
  symbol: "typeParameter",
  layer: "variable",
  output: "property",
  counter: "parameter",
};

/** What arrives, and what is learned, is no line's result. */
const CONSTANT: ReadonlySet<DeclarationKind> = new Set(["input", "weight"]);
