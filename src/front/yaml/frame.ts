/**
 * What names stand for while a block is worked out. A name is a size or a setting, a tensor with what can be reached
 * below it, or a parameter whose value is found when it is first asked for.
 */
import type { Dim } from "../../core/dim/index.ts";
import type { OpNode, Scope, Tensor } from "../../core/graph.ts";
import type { Op } from "../../core/op.ts";
import type { Site, Span } from "../../core/span.ts";
import type { Decimal } from "../../core/value.ts";
import type { Choice } from "../expression/ast.ts";
import type { BlockDef, FileDef, ParamDef } from "./declared.ts";
import type { YamlTree } from "./tree.ts";

export interface Table {
  readonly kind: "table";
  readonly entries: ReadonlyMap<string | number, V>;
}

/** A layer that is still to be placed, with the settings it has so far. */
export interface Layer {
  readonly kind: "layer";
  readonly target:
    | { readonly kind: "op"; readonly op: Op }
    | { readonly kind: "block"; readonly def: BlockDef; readonly file: FileScope }
    | { readonly kind: "chain"; readonly choice: Choice; readonly at: number; readonly frame: Frame };
  readonly args: readonly BoundArg[];
}

export interface BoundArg {
  readonly name: string | undefined;
  /** Undefined: it could not be worked out, and that has been told. */
  readonly value: V | undefined;
  readonly uri: string;
  readonly span: Span;
  readonly nameSpan: Span | undefined;
}

/** What an expression comes to. */
export type V = number | Dim | Decimal | boolean | string | null | readonly V[] | Table | Layer;

/** What a name of a layer stands for: its tensor, and what a path reaches below it. */
export interface Placed {
  readonly tensor: Tensor | undefined;
  readonly names: ReadonlyMap<string, Placed> | undefined;
  /** Which of the names are outputs, where that is declared. */
  readonly outputs?: readonly string[];
  readonly numbered: readonly Placed[] | undefined;
  /** What `share` places again, and the nodes that it made. */
  readonly layer:
    | { readonly layer: Layer; readonly from: number; readonly to: number; readonly node?: OpNode }
    | undefined;
  /** An earlier mistake: every path below it is as unknown. */
  readonly broken: boolean;
}

export type Binding =
  | { readonly kind: "value"; readonly value: V | undefined; readonly span: Span | undefined }
  | { readonly kind: "tensor"; readonly placed: Placed; readonly span: Span | undefined }
  | { readonly kind: "param"; readonly def: ParamDef; state: "new" | "busy" | "done"; value: V | undefined };

/** A file with what it `use`s, found on demand. */
export interface FileScope {
  readonly tree: YamlTree;
  readonly def: FileDef;
  /** The file behind an alias; undefined when it could not be had (told, or still to be loaded). */
  readonly uses: ReadonlyMap<string, FileScope | undefined>;
}

export class Frame {
  readonly file: FileScope;
  readonly def: BlockDef;
  readonly scope: Scope;
  /** The call that placed this block. */
  readonly site: Site | undefined;
  readonly outer: Frame | undefined;
  /** A layer that is a setting is placed elsewhere, and captures none of the tensors around it. */
  readonly captures: boolean;
  readonly names = new Map<string, Binding>();
  /** What a use of a block gives, once it has been worked out. */
  given: Placed | undefined;

  constructor(file: FileScope, def: BlockDef, scope: Scope, site: Site | undefined, outer?: Frame, captures = true) {
    this.file = file;
    this.def = def;
    this.scope = scope;
    this.site = site;
    this.outer = outer;
    this.captures = captures && (outer?.captures ?? true);
  }

  /** The same names, for a layer that is a setting. */
  closed(): Frame {
    return new Frame(this.file, this.def, this.scope, this.site, this, false);
  }

  lookup(name: string): Binding | undefined {
    for (let f: Frame | undefined = this; f; f = f.outer) {
      const found = f.names.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** Every name that can be meant here, for a misspelt one. */
  *visible(): Iterable<string> {
    for (let f: Frame | undefined = this; f; f = f.outer) yield* f.names.keys();
    yield* this.file.def.blocks.keys();
    yield* this.file.uses.keys();
  }
}
