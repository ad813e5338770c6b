import type { Op } from "../../core/op.ts";
import type { Span } from "../../core/span.ts";
import type { Declaration, Scope } from "./declaration.ts";

/** One name in the text. */
export type Occurrence = {
  readonly span: Span;
  readonly text: string;
  readonly role: "declaration" | "use";
  /** From where it was looked up; that of the model for names of blocks and files. */
  readonly scope: Scope;
} & (
  | { readonly kind: "declared"; readonly declaration: Declaration }
  | { readonly kind: "op"; readonly op: Op }
  /** `padding` of `padding=1`, of an operator; a block's are its parameters. */
  | { readonly kind: "setting"; readonly op: Op }
  /** `h_n` of `lstm.h_n`. */
  | { readonly kind: "output"; readonly op: Op }
  /** `min`, `ceil`, `share`. */
  | { readonly kind: "function" }
  /** `int`, `layer`: the type of a parameter. */
  | { readonly kind: "type" }
  /** A word of a choice. */
  | { readonly kind: "word"; readonly declaration: Declaration }
  /** `0` of `layer1.0`. */
  | { readonly kind: "number" }
  | { readonly kind: "unknown" }
);
