/**
 * The syntax of one line of a model: chains of layers, and the expressions in their settings. Offsets are relative to
 * the text that was parsed, so that a parsed line can be used again wherever the same text stands.
 */
import type { Span } from "../../core/span.ts";

export interface Name {
  readonly text: string;
  readonly span: Span;
}

export type BinaryOp = "+" | "-" | "*" | "/" | "//" | "%" | "**";
export type CompareOp = "==" | "!=" | "<" | "<=" | ">" | ">=";

export type Expr =
  | { readonly kind: "int"; readonly value: number; readonly text: string; readonly span: Span }
  /** A decimal keeps its text, since `0.1` is no float64. */
  | { readonly kind: "float"; readonly value: number; readonly text: string; readonly span: Span }
  | { readonly kind: "string"; readonly value: string; readonly span: Span }
  | { readonly kind: "bool"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "null"; readonly span: Span }
  /** `_`: the value before it, or any size. */
  | { readonly kind: "hole"; readonly span: Span }
  /** `a`, `encoder.layer3`, `resnet.Bottleneck`; `every` when it ends in `.*`. */
  | { readonly kind: "path"; readonly names: readonly Name[]; readonly every: boolean; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly Expr[]; readonly bracket: "(" | "["; readonly span: Span }
  | { readonly kind: "unary"; readonly op: "-" | "+" | "not"; readonly of: Expr; readonly span: Span }
  | { readonly kind: "binary"; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr; readonly span: Span }
  /** One comparison; a chain `a < b < c` is parsed as `a < b and b < c`. */
  | { readonly kind: "compare"; readonly op: CompareOp; readonly left: Expr; readonly right: Expr; readonly span: Span }
  | { readonly kind: "in"; readonly not: boolean; readonly left: Expr; readonly right: Expr; readonly span: Span }
  /** `a..b`, both ends belong; only to the right of `in`. */
  | { readonly kind: "range"; readonly from: Expr; readonly to: Expr; readonly span: Span }
  | {
      readonly kind: "logic";
      readonly op: "and" | "or";
      readonly left: Expr;
      readonly right: Expr;
      readonly span: Span;
    }
  | {
      readonly kind: "if";
      readonly then: Expr;
      readonly condition: Expr;
      readonly otherwise: Expr;
      readonly span: Span;
    }
  | { readonly kind: "index"; readonly of: Expr; readonly key: Expr; readonly span: Span }
  /** `min(a, b)`, and a layer with settings: `GroupNorm(32)`. */
  | {
      readonly kind: "call";
      readonly callee: Extract<Expr, { kind: "path" }>;
      readonly args: readonly Arg[];
      readonly open: number;
      readonly span: Span;
    }
  /** A chain as a setting: `(LayerNorm -> Linear(64))`. */
  | { readonly kind: "chain"; readonly choice: Choice; readonly span: Span };

export interface Arg {
  readonly name?: Name;
  readonly value: Expr;
  readonly span: Span;
}

/** A use of a value, an op, a block or a layer parameter: `Conv2d(64, 3)`, `up`, `stages[i](64)`, `m.*`. */
export interface Placement {
  readonly kind: "place";
  readonly path: Extract<Expr, { kind: "path" }>;
  readonly key?: Expr;
  /** Absent when there are no parentheses. */
  readonly args?: readonly Arg[];
  readonly count?: Expr;
  readonly as?: Name;
  /** Of the name with its arguments, without the repeat. */
  readonly span: Span;
}

export interface Group {
  readonly kind: "group";
  readonly choice: Choice;
  readonly count?: Expr;
  readonly as?: Name;
  readonly span: Span;
}

export type Item = Placement | Group;

export interface Chain {
  readonly items: readonly Item[];
  readonly span: Span;
}

/** `A -> B if c else C`; without a condition it is the chain. */
export interface Choice {
  readonly chain: Chain;
  readonly condition?: Expr;
  readonly otherwise?: Choice;
  readonly span: Span;
}

/** What stands after `=>` or in an input: sizes, `_` and `...`. */
export interface ShapePattern {
  readonly items: readonly (Expr | { readonly kind: "ellipsis"; readonly span: Span })[];
  readonly span: Span;
}

/** What cannot be read in a line, with its fix where one edit does it. */
export interface SyntaxProblem {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly fix?: { readonly title: string; readonly edits: readonly { readonly span: Span; readonly text: string }[] };
}

export interface Line {
  /** Whatever could be read; absent when nothing could. */
  readonly chain?: Chain;
  readonly expect?: ShapePattern;
  readonly problems: readonly SyntaxProblem[];
}

/** The value of a parameter: a type (`int`), a choice of words (`same | crop`), or an expression. */
export type ParamSyntax =
  | { readonly kind: "type"; readonly type: "int" | "float" | "bool" | "str" | "list" | "layer"; readonly span: Span }
  | { readonly kind: "choice"; readonly words: readonly Name[]; readonly span: Span }
  | { readonly kind: "value"; readonly value: Expr };
