/** What a file declares: a model and its blocks as they are written, before anything is worked out. */
import type { Span } from "../../core/span.ts";
import type { Expr, Line, Name, ParamSyntax, ShapePattern } from "../expression/ast.ts";

/** Syntax with the offset in the document that its spans count from. */
export interface At<T> {
  readonly syntax: T;
  readonly at: number;
}

export type ParamValue =
  | { readonly kind: "syntax"; readonly syntax: ParamSyntax; readonly at: number }
  | { readonly kind: "string"; readonly value: string; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly ParamValue[]; readonly span: Span }
  | {
      readonly kind: "table";
      readonly entries: readonly { readonly key: string | number; readonly value: ParamValue }[];
      readonly span: Span;
    }
  /** It could not be read, and that has been told. */
  | { readonly kind: "broken"; readonly span: Span };

export interface ParamDef {
  readonly name: Name;
  readonly value: ParamValue;
  readonly doc?: string;
}

export interface InputDef {
  readonly name: Name;
  /** Absent: any shape. */
  readonly shape?: At<ShapePattern>;
  readonly doc?: string;
}

export interface LayerDef {
  /** None for an unnamed item of a list; several for several outputs. */
  readonly names: readonly Name[];
  readonly line?: At<Line>;
  readonly body?: readonly LayerDef[];
  readonly span: Span;
  readonly doc?: string;
}

export interface OutputDef {
  readonly name: Name;
  readonly path: At<Expr>;
}

export interface BlockDef {
  readonly name: Name;
  readonly uri: string;
  readonly root: boolean;
  readonly params: ReadonlyMap<string, ParamDef>;
  /** Absent: one input, `x`, of any shape. */
  readonly inputs?: readonly InputDef[];
  readonly weights: readonly InputDef[];
  readonly where: readonly (At<Expr> & { readonly text: string })[];
  readonly layers: readonly LayerDef[];
  /** The block stands for one line (`BN: BatchNorm2d(eps=0.001)`): a single layer keeps the name of its use. */
  readonly alias: boolean;
  readonly outputs?: readonly OutputDef[];
  readonly doc?: string;
}

export interface UseDef {
  readonly name: Name;
  readonly target: string;
  readonly span: Span;
}

export interface CaseEntry {
  readonly name: Name;
  readonly value: ParamValue;
  readonly span: Span;
}

export interface FileDef {
  readonly uri: string;
  readonly text: string;
  readonly model: BlockDef;
  readonly blocks: ReadonlyMap<string, BlockDef>;
  readonly uses: readonly UseDef[];
  readonly sizes: readonly { readonly span: Span; readonly entries: readonly CaseEntry[] }[];
  /** Lines and values of which something was told, so that what they hold is known in part only. */
  readonly partial: readonly Span[];
}
