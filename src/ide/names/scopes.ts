/** The names of a file: its blocks and the files that it uses, and the scope of each block. */
import { shift } from "../../core/span.ts";
import { sizeNames } from "../../front/expression/mentions.ts";
import type { BlockDef, FileScope, LayerDef } from "../../front/yaml/index.ts";
import { memo } from "../snapshot.ts";
import { type Declaration, named, Scope } from "./declaration.ts";

export interface FileNames {
  readonly model: Declaration;
  readonly blocks: ReadonlyMap<string, Declaration>;
  readonly files: ReadonlyMap<string, Declaration>;
  readonly scopes: ReadonlyMap<BlockDef, Scope>;
}

export const fileNames = memo((file: FileScope): FileNames => {
  const { def, uses } = file;
  const { uri, model, blocks } = def;
  const scopes = new Map<BlockDef, Scope>();
  for (const block of [model, ...blocks.values()]) scopes.set(block, blockScope(uri, block));
  const blockNames = new Map<string, Declaration>();
  for (const [name, block] of blocks)
    blockNames.set(name, { kind: "block", ...named(uri, block.name), def: block, file });
  const files = new Map<string, Declaration>();
  for (const use of def.uses) {
    const { text } = use.name;
    if (!files.has(text)) files.set(text, { kind: "file", ...named(uri, use.name), def: use, target: uses.get(text) });
  }
  return { model: { kind: "model", ...named(uri, model.name), def: model, file }, blocks: blockNames, files, scopes };
});

function blockScope(uri: string, block: BlockDef): Scope {
  const scope = new Scope(block);
  for (const def of block.params.values()) scope.add({ kind: "param", ...named(uri, def.name), def, block });
  for (const def of block.inputs ?? []) scope.add({ kind: "input", ...named(uri, def.name), def, block });
  for (const def of block.weights) scope.add({ kind: "weight", ...named(uri, def.name), def, block });
  if (!block.inputs) {
    const name = { text: "x", span: block.name.span };
    scope.add({ kind: "input", ...named(uri, name), def: { name }, block, implicit: true });
  }
  for (const { shape } of block.inputs ?? []) {
    for (const { text, span } of shape ? sizeNames(shape.syntax) : [])
      scope.add({ kind: "symbol", text, uri, span: shift(span, shape?.at ?? 0), block });
  }
  addLayers(uri, block, block.layers, scope);
  return scope;
}

function addLayers(uri: string, block: BlockDef, layers: readonly LayerDef[], scope: Scope): void {
  for (const def of layers) {
    for (const name of def.names) scope.add({ kind: "layer", ...named(uri, name), def, block });
    if (!def.body) continue;
    const inner = new Scope(block, scope);
    scope.inner.set(def, inner);
    addLayers(uri, block, def.body, inner);
  }
}
