/** What is known at the cursor: the block around it, the names in sight, and what tensors there are worth. */

import type { Shape } from "../../core/dim/index.ts";
import { shapeOf } from "../../core/graph.ts";
import type { BlockDef, FileScope, Placed } from "../../front/yaml/index.ts";
import { lineStart } from "../fixes/text.ts";
import { bindingsOf, blocksAt, type FrameThere, framesOf, nodesAt, tensorsOf } from "../instances.ts";
import {
  type Declaration,
  fileNames,
  type Meaning,
  meaningOf,
  namesOf,
  type Reached,
  resolvePath,
  type Scope,
  type Where,
} from "../names/index.ts";
import { memo, type Snapshot } from "../snapshot.ts";
import { type Cursor, readCursor } from "./cursor.ts";
import type { Place } from "./place.ts";

export interface Context {
  readonly snapshot: Snapshot;
  readonly file: FileScope;
  readonly offset: number;
  readonly place: Place;
  readonly cursor: Cursor;
  readonly block: BlockDef;
  readonly where: Where;
  /** The block's first instance. */
  readonly there: FrameThere | undefined;
}

export function contextAt(snapshot: Snapshot, file: FileScope, offset: number, place: Place): Context {
  const { text } = file.def;
  const local = readCursor(text.slice(place.at, Math.min(text.length, offset + 200)), offset - place.at);
  const { block, scope } = scopeFor(file, offset, place);
  const there = framesOf(snapshot, file.def.uri, block).find(({ frame }) => !frame.outer);
  return { snapshot, file, offset, place, cursor: local, block, where: { file, scope }, there };
}

/** By the keys around it, since an empty line belongs to no layer yet. */
function scopeFor(file: FileScope, offset: number, { path }: Place): { block: BlockDef; scope: Scope } {
  const { def } = file;
  const named = path[0] === "blocks" && path[1] !== undefined ? def.blocks.get(path[1]) : undefined;
  const names = namesOf(file);
  const near = names.scopeAt(offset);
  const block = named ?? (path[0] === "blocks" && path.length > 1 ? near.block : def.model);
  if (near.block === block && near.outer) return { block, scope: near };
  let scope = fileNames(file).scopes.get(block) ?? near;
  const inner = named ? path.slice(2) : path;
  for (const name of inner[0] === "layers" ? inner.slice(1) : inner) {
    const layer = scope.names.get(name);
    const next = layer?.kind === "layer" ? scope.inner.get(layer.def) : undefined;
    if (!next) break;
    scope = next;
  }
  return { block, scope };
}

export const absolute = ({ place }: Context, at: number): number => place.at + at;

/** A path that is only text. */
export const pathOf = (names: readonly string[]): { text: string; span: { start: number; end: number } }[] =>
  names.map((text) => ({ text, span: { start: 0, end: 0 } }));

export const resolved = (c: Context, names: readonly string[]): Reached | undefined =>
  resolvePath(pathOf(names), c.where).at(-1);

export function calleeOf(c: Context, names: readonly string[]): Meaning | undefined {
  const reached = resolved(c, names);
  return reached && meaningOf(reached);
}

export const TENSOR_KINDS: ReadonlySet<string> = new Set(["layer", "input", "weight"]);

/** Tensors that a line may name: those above it, the nearest first. */
export const tensorsAbove = memo((c: Context): readonly Declaration[] => {
  const line = lineStart(c.file.def.text, c.offset);
  const start = Math.min(line, c.place.at);
  return [...c.where.scope.visible()]
    .filter(({ kind, span }) => TENSOR_KINDS.has(kind) && (kind !== "layer" || span.end <= start))
    .sort((a, b) => rank(a) - rank(b));
});

/** Layers by how near they are, then inputs, then weights. */
const rank = ({ kind, span }: Declaration): number =>
  kind === "layer" ? -span.start : kind === "input" ? 1e9 + span.start : 2e9 + span.start;

/** What a tensor's name stands for in the block's first instance. */
export function placedOf(c: Context, declaration: Declaration): Placed | undefined {
  const own = c.there;
  for (const { worked, frame, binding } of bindingsOf(c.snapshot, declaration)) {
    if (binding.kind !== "tensor") continue;
    let outer = frame;
    while (outer.outer) outer = outer.outer;
    if (!own || (worked === own.worked && outer === own.frame)) return binding.placed;
  }
  return undefined;
}

/** `encoder.layer3`, `_`, or a path into a layer. */
export function placedAt(c: Context, names: readonly string[]): Placed | undefined {
  const [first, ...rest] = names;
  const declaration = first === undefined ? undefined : c.where.scope.lookup(first);
  let placed = declaration && placedOf(c, declaration);
  for (const name of rest) placed = /^\d+$/.test(name) ? placed?.numbered?.[Number(name)] : placed?.names?.get(name);
  return placed;
}

export function shapeOfPlaced(placed: Placed | undefined): Shape | undefined {
  const [first, second] = placed ? tensorsOf(placed) : [];
  return first && !second ? shapeOf(first.tensor) : undefined;
}

/** The shape that the layer before an arrow gives, or the line before at the opening of one. */
export function shapeBefore(c: Context): Shape | undefined {
  const { before } = c.cursor;
  if (before) {
    const start = absolute(c, before.start);
    const node = nodesAt(c.snapshot, c.file.def.uri, start).findLast(({ worked }) => worked === c.there?.worked)?.node;
    if (node) return node.outputs[0];
    const opened = blocksAt(c.snapshot, c.file.def.uri, start).find(({ worked }) => worked === c.there?.worked);
    if (opened?.frame.given) return shapeOfPlaced(opened.frame.given);
    return /^[\p{L}\p{N}\p{M}_.]+$/u.test(before.text) ? shapeOfPlaced(placedAt(c, before.text.split("."))) : undefined;
  }
  const inner = c.where.scope;
  const nearest = tensorsAbove(c).find((d) => d.kind === "layer" && inner.names.get(d.text) === d);
  if (nearest) return shapeOfPlaced(placedOf(c, nearest));
  const [input] = c.block.inputs ?? [];
  const own = input ? c.where.scope.lookup(input.name.text) : c.where.scope.lookup("x");
  return own?.kind === "input" && (c.block.inputs?.length ?? 1) === 1 ? shapeOfPlaced(placedOf(c, own)) : undefined;
}

/** Whether an argument that is written names a tensor. */
export function isTensorText(c: Context, text: string): boolean {
  if (text === "_") return true;
  if (!/^[\p{L}_][\p{L}\p{N}\p{M}_]*(?:\.[\p{L}\p{N}\p{M}_]+)*(?:\.\*)?$/u.test(text)) return false;
  const declaration = c.where.scope.lookup(text.split(".")[0] ?? "");
  return declaration !== undefined && TENSOR_KINDS.has(declaration.kind);
}

/** One value for every axis is written once; words are quoted. */
export function valueShown(value: unknown): string {
  if (Array.isArray(value)) {
    const [first] = value;
    return value.length > 0 && value.every((v) => v === first)
      ? valueShown(first)
      : `[${value.map(valueShown).join(", ")}]`;
  }
  if (typeof value === "string") return JSON.stringify(value);
  if (value !== null && typeof value === "object" && "text" in value) return String(value.text);
  if (value !== null && typeof value === "object" && "constant" in value) return String(value.constant);
  return String(value);
}
