/** What can have a name in a model file, and where it gets it. Names are found in the text alone: nothing is worked out. */
import type { Span } from "../../core/span.ts";
import type { Name } from "../../front/expression/ast.ts";
import type { BlockDef, FileScope, InputDef, LayerDef, OutputDef, ParamDef, UseDef } from "../../front/yaml/index.ts";

export type DeclarationKind =
  | "model"
  | "block"
  /** The name of another file, under `use`. */
  | "file"
  | "param"
  | "input"
  | "weight"
  /** A size that arrives. */
  | "symbol"
  | "layer"
  /** A name under `outputs`. */
  | "output"
  /** `i` of `* n as i`. */
  | "counter";

interface Declared {
  readonly text: string;
  readonly uri: string;
  /** Of the name. */
  readonly span: Span;
  /** It has no name in the text (the input `x` of a block that declares none): the span is the block's name. */
  readonly implicit?: true;
}

/** `block` is what it belongs to; the model itself for names at the file's root. */
export type Declaration = Declared &
  (
    | { readonly kind: "model" | "block"; readonly def: BlockDef; readonly file: FileScope }
    | { readonly kind: "file"; readonly def: UseDef; readonly target: FileScope | undefined }
    | { readonly kind: "param"; readonly def: ParamDef; readonly block: BlockDef }
    | { readonly kind: "input" | "weight"; readonly def: InputDef; readonly block: BlockDef }
    | { readonly kind: "symbol"; readonly block: BlockDef }
    | { readonly kind: "layer"; readonly def: LayerDef; readonly block: BlockDef }
    | { readonly kind: "output"; readonly def: OutputDef; readonly block: BlockDef }
    | { readonly kind: "counter"; readonly block: BlockDef }
  );

/** The same text may be read again for another snapshot; what is declared at one place is one thing. */
export const sameDeclaration = (a: Declaration, b: Declaration): boolean =>
  a === b || (a.uri === b.uri && a.span.start === b.span.start && a.kind === b.kind && a.text === b.text);

/** Names that are seen at one place: those of a block, of a list inside it, or a counter. */
export class Scope {
  readonly block: BlockDef;
  readonly outer: Scope | undefined;
  readonly names = new Map<string, Declaration>();
  /** The names of lists of layers with names of their own. */
  readonly inner = new Map<LayerDef, Scope>();

  constructor(block: BlockDef, outer?: Scope) {
    this.block = block;
    this.outer = outer;
  }

  /** Of several with one name the first counts. */
  add(declaration: Declaration): void {
    if (!this.names.has(declaration.text)) this.names.set(declaration.text, declaration);
  }

  lookup(name: string): Declaration | undefined {
    for (let s: Scope | undefined = this; s; s = s.outer) {
      const found = s.names.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** The nearest first; a name that is hidden by a nearer one is left out. */
  *visible(): Iterable<Declaration> {
    const seen = new Set<string>();
    for (let s: Scope | undefined = this; s; s = s.outer)
      for (const [name, declaration] of s.names) if (!seen.has(name) && seen.add(name)) yield declaration;
  }
}

export const named = (uri: string, { text, span }: Name): Declared => ({ text, uri, span });
