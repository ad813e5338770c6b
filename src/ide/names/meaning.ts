/**
 * What a name leads to, as far as the text says it: a path into a layer goes through the block, operator or list that
 * the layer places last. What only a use decides (a layer that is a parameter) is taken from its default.
 */
import type { Op } from "../../core/op.ts";
import { ops } from "../../core/ops/index.ts";
import type { Choice, Expr, Item, Name } from "../../front/expression/ast.ts";
import type { BlockDef, FileScope, LayerDef } from "../../front/yaml/index.ts";
import { type Declaration, named, type Scope } from "./declaration.ts";
import { fileNames } from "./scopes.ts";

/** From where a name is looked up. */
export interface Where {
  readonly file: FileScope;
  readonly scope: Scope;
  /**
   * Layers that end behind this offset are not there yet: of `ReLU: ReLU` the second is the operator. Absent: all are
   * there. A layer that is too far down is what a name means if nothing else is.
   */
  readonly at?: number;
}

/** What a layer is, or what a name stands for as a layer. */
export type Meaning =
  | { readonly kind: "op"; readonly op: Op }
  | { readonly kind: "block"; readonly def: BlockDef; readonly where: Where }
  /** Layers with names of their own. */
  | { readonly kind: "list"; readonly layers: readonly LayerDef[]; readonly where: Where }
  /** A line of several layers: it has what its last layer has, and its layers by number. */
  | { readonly kind: "chain"; readonly items: readonly Item[]; readonly where: Where };

/** What one name of a path is: something declared, an operator or one of its outputs, or a numbered layer. */
export type Reached =
  | { readonly kind: "declaration"; readonly declaration: Declaration; readonly where: Where }
  | { readonly kind: "op"; readonly op: Op }
  | { readonly kind: "output"; readonly op: Op; readonly output: string }
  | { readonly kind: "number"; readonly value: Meaning };

/** Layers that lead to layers that lead to layers: a circle in the text ends here. */
const MAX_DEPTH = 32;

/** Each name of a path in turn; undefined from the first that leads nowhere. */
export function resolvePath(names: readonly Name[], where: Where, depth = 0): readonly (Reached | undefined)[] {
  let at: Reached | undefined;
  return names.map(({ text }, i) => {
    at = i === 0 ? resolveName(text, where) : at && part(at, text, depth);
    return at;
  });
}

/** A name on its own, as a line sees it: its block's names, the file's blocks, the files it uses, the catalogue. */
export function resolveName(text: string, { file, scope, at = Number.POSITIVE_INFINITY }: Where): Reached | undefined {
  let later: Reached | undefined;
  for (let s: Scope | undefined = scope; s; s = s.outer) {
    const own = s.names.get(text);
    if (!own) continue;
    const reached: Reached = { kind: "declaration", declaration: own, where: { file, scope: s } };
    if (own.kind !== "layer" || own.def.span.end <= at) return reached;
    later ??= reached;
  }
  const names = fileNames(file);
  const declaration = names.blocks.get(text) ?? names.files.get(text);
  if (declaration) return { kind: "declaration", declaration, where: { file, scope } };
  const op = ops.get(text);
  return op ? { kind: "op", op } : later;
}

function part(of: Reached, text: string, depth: number): Reached | undefined {
  if (of.kind === "declaration" && of.declaration.kind === "file")
    return blocksOf(of.declaration.target).find((r) => r.declaration.text === text);
  const value = meaningOf(of, depth);
  if (!value) return undefined;
  if (/^\d+$/.test(text)) {
    const numbered = numberedPart(value, Number(text), depth);
    return numbered && { kind: "number", value: numbered };
  }
  return parts(value, depth).find((r) => nameOf(r) === text);
}

/** The blocks of a used file, and its model. */
export function blocksOf(target: FileScope | undefined): readonly (Reached & { readonly kind: "declaration" })[] {
  if (!target) return [];
  const { blocks, model } = fileNames(target);
  const all = model.text === "" ? [...blocks.values()] : [...blocks.values(), model];
  return all.flatMap((declaration) => {
    const scope = fileNames(target).scopes.get(target.def.model);
    return scope ? [{ kind: "declaration" as const, declaration, where: { file: target, scope } }] : [];
  });
}

/** What can follow a dot: outputs first. Of several with one name the first counts. */
export function parts(value: Meaning, depth = 0): readonly Reached[] {
  if (depth > MAX_DEPTH) return [];
  switch (value.kind) {
    case "op":
      return (value.op.outputs ?? []).map((output) => ({ kind: "output", op: value.op, output }));
    case "block": {
      const { where, def } = value;
      return [...outputsOf(def), ...where.scope.names.values()]
        .filter(({ kind }) => kind === "output" || TENSORS.has(kind))
        .map((declaration) => ({ kind: "declaration", declaration, where }));
    }
    case "list": {
      const { where } = value;
      return [...where.scope.names.values()].map((declaration) => ({ kind: "declaration", declaration, where }));
    }
    case "chain": {
      const last = value.items.at(-1);
      const end = last && itemMeaning(last, value.where, depth + 1);
      return end ? parts(end, depth + 1) : [];
    }
  }
}

const TENSORS: ReadonlySet<string> = new Set(["layer", "input", "weight"]);

/** What has a tensor by its name alone; an output is reached by a path. */
export const hasTensor = ({ kind }: Declaration): boolean => TENSORS.has(kind);

export const nameOf = (reached: Reached): string =>
  reached.kind === "declaration"
    ? reached.declaration.text
    : reached.kind === "output"
      ? reached.output
      : reached.kind === "op"
        ? reached.op.name
        : "";

/** How many parts are reached by number; undefined where only working it out would tell. */
export function numberedParts(value: Meaning): number | undefined {
  const steps = stepsOf(value);
  return steps.some((step) => step.kind === "item" && isOpen(step.item)) ? undefined : steps.length;
}

/** What gets a number of its own, in order; an item whose number of layers is open stands for all of them. */
export type Step =
  | { readonly kind: "item"; readonly item: Item; readonly where: Where }
  /** A list without a name. */
  | { readonly kind: "layer"; readonly layer: LayerDef };

export function stepsOf(value: Meaning): readonly Step[] {
  if (value.kind === "op") return [];
  if (value.kind === "chain") return value.items.map((item) => ({ kind: "item", item, where: value.where }));
  const layers = value.kind === "list" ? value.layers : value.def.layers;
  return layers.flatMap((layer): readonly Step[] => {
    if (layer.names.length > 0) return [];
    if (layer.body) return [{ kind: "layer", layer }];
    const where = lineOf(layer, value.where);
    return placedItems(layer.line?.syntax.chain?.items ?? [], where).map((item) => ({ kind: "item", item, where }));
  });
}

/** How many layers a choice or a repeat makes is known once it is worked out. */
export const isOpen = (item: Item): boolean => item.kind === "group" || item.count !== undefined;

/** `layer1.0`: of a repeat every part is alike. */
function numberedPart(value: Meaning, index: number, depth: number): Meaning | undefined {
  if (value.kind === "op") return undefined;
  const steps = stepsOf(value);
  const [only, second] = steps;
  if (only?.kind === "item" && !second && only.item.count) return onceMeaning(only.item, only.where, depth + 1);
  const step = steps[index];
  if (!step || steps.slice(0, index).some((s) => s.kind === "item" && isOpen(s.item))) return undefined;
  return step.kind === "layer"
    ? layerMeaning(step.layer, value.where, depth + 1)
    : onceMeaning(step.item, step.where, depth + 1);
}

/** A line without the value that opens it. */
export function placedItems(items: readonly Item[], where: Where): readonly Item[] {
  const [first, second] = items;
  if (!second || first?.kind !== "place" || first.args || first.count || first.key) return items;
  return isTensor(first.path.names, where) ? items.slice(1) : items;
}

/** Its first name tells: below a tensor are tensors. */
export function isTensor([first]: readonly Name[], where: Where): boolean {
  const reached = first && resolveName(first.text, where);
  return reached?.kind === "declaration" && hasTensor(reached.declaration);
}

/** What something that was reached stands for as a layer, or what its tensor has below it. */
export function meaningOf(reached: Reached, depth = 0): Meaning | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (reached.kind === "op") return { kind: "op", op: reached.op };
  if (reached.kind === "number") return reached.value;
  if (reached.kind === "output") return undefined;
  const { declaration, where } = reached;
  switch (declaration.kind) {
    case "model":
    case "block": {
      const { def, file } = declaration;
      const scope = fileNames(file).scopes.get(def);
      return scope && { kind: "block", def, where: { file, scope } };
    }
    case "layer":
      return layerMeaning(declaration.def, where, depth + 1);
    case "param": {
      const { value } = declaration.def;
      const written = value.kind === "syntax" && value.syntax.kind === "value" ? value.syntax.value : undefined;
      return written && exprMeaning(written, { ...where, at: 0 }, depth + 1);
    }
    case "output": {
      const { syntax } = declaration.def.path;
      const end = syntax.kind === "path" ? resolvePath(syntax.names, where, depth + 1).at(-1) : undefined;
      return end && meaningOf(end, depth + 1);
    }
    default:
      return undefined;
  }
}

export function layerMeaning(def: LayerDef, from: Where, depth = 0): Meaning | undefined {
  if (def.body) {
    const scope = from.scope.inner.get(def);
    return scope && { kind: "list", layers: def.body, where: { file: from.file, scope } };
  }
  const where = lineOf(def, from);
  const items = placedItems(def.line?.syntax.chain?.items ?? [], where);
  const [only, second] = items;
  if (!only) return undefined;
  return second || only.count ? { kind: "chain", items, where } : itemMeaning(only, where, depth + 1);
}

/** What a layer's line sees. */
export const lineOf = ({ line }: LayerDef, where: Where): Where => (line ? { ...where, at: line.at } : where);

/** A repeat is a chain of what it repeats. */
export function itemMeaning(item: Item, where: Where, depth = 0): Meaning | undefined {
  return item.count ? { kind: "chain", items: [item], where } : onceMeaning(item, where, depth);
}

function onceMeaning(item: Item, where: Where, depth: number): Meaning | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (item.kind === "group") return choiceMeaning(item.choice, where, depth + 1);
  const shared = isShare(item.path.names, where) ? item.args?.[0]?.value : undefined;
  const names = shared?.kind === "path" ? shared.names : item.path.names;
  const end = resolvePath(names, where, depth + 1).at(-1);
  return end && meaningOf(end, depth + 1);
}

function choiceMeaning({ chain }: Choice, where: Where, depth: number): Meaning | undefined {
  const last = chain.items.at(-1);
  return last && itemMeaning(last, where, depth + 1);
}

/** A layer that is a setting: `ReLU`, `GroupNorm(32)`, `(A -> B)`. */
export function exprMeaning(e: Expr, where: Where, depth = 0): Meaning | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (e.kind === "path" || e.kind === "call") {
    const end = resolvePath(e.kind === "path" ? e.names : e.callee.names, where, depth + 1).at(-1);
    return end && meaningOf(end, depth + 1);
  }
  if (e.kind === "if") return exprMeaning(e.then, where, depth + 1);
  return e.kind === "chain" ? choiceMeaning(e.choice, where, depth + 1) : undefined;
}

/** `share(a)`, unless something in the file has that name. */
export const isShare = (names: readonly Name[], where: Where): boolean =>
  names.length === 1 && names[0]?.text === "share" && !resolveName("share", where);

/** The names that a block gives its outputs; a name that only repeats the layer's is none. */
export function outputsOf(block: BlockDef): Declaration[] {
  return (block.outputs ?? []).flatMap((def) => {
    const { name, path } = def;
    if (name.span.start === path.syntax.span.start + path.at) return [];
    return [{ kind: "output" as const, ...named(block.uri, name), def, block }];
  });
}
