/** The layers that a file places, as they are written, with their places in the document. */
import { type Span, shift } from "../core/span.ts";
import type { Arg, Choice, Expr, Item, Placement } from "../front/expression/ast.ts";
import type { BlockDef, FileScope, LayerDef } from "../front/yaml/index.ts";

export interface Written {
  readonly item: Placement;
  /** What the spans of `item` count from. */
  readonly at: number;
  readonly span: Span;
  /** The block that it stands in. */
  readonly block: BlockDef;
}

/** Layers in the order of the text, those inside lists included. */
export function* layersOf(file: FileScope): Iterable<{ readonly def: LayerDef; readonly block: BlockDef }> {
  for (const block of [file.def.model, ...file.def.blocks.values()]) {
    const todo: LayerDef[] = [...block.layers].reverse();
    for (let def = todo.pop(); def; def = todo.pop()) {
      yield { def, block };
      if (def.body) todo.push(...[...def.body].reverse());
    }
  }
}

/** Also those that stand in settings: `norm=GroupNorm(32)`, `body=(LayerNorm -> Linear(64))`. */
export function placementsIn({ line }: LayerDef, block: BlockDef): readonly Written[] {
  const items = line?.syntax.chain?.items;
  if (!line || !items) return [];
  const { at } = line;
  const out: Written[] = [];
  const add = (item: Placement): void => {
    out.push({ item, at, span: shift(item.span, at), block });
    for (const arg of item.args ?? []) inExpr(arg.value);
  };
  const inChoice = (choice: Choice): void => {
    for (let c: Choice | undefined = choice; c; c = c.otherwise) c.chain.items.forEach(inItem);
  };
  const inItem = (item: Item): void => {
    if (item.kind === "group") inChoice(item.choice);
    else add(item);
  };
  const inExpr = (e: Expr): void => {
    if (e.kind === "chain") inChoice(e.choice);
    else if (e.kind === "call") {
      const { callee: path, args, span } = e;
      add({ kind: "place", path, args, span });
    } else if (e.kind === "list") e.items.forEach(inExpr);
    else if (e.kind === "if") [e.then, e.otherwise].forEach(inExpr);
  };
  items.forEach(inItem);
  return out;
}

/** Settings and tensors as they are told apart where a layer is placed: tensors come first. */
export const isHole = ({ name, value }: Arg): boolean => !name && value.kind === "hole";
