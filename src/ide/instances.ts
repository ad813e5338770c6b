/**
 * From a place in the text to what stands there when the model is worked out: one line of a block is as many layers as the
 * block has uses, in each choice of the model's parameters.
 */

import { type OpNode, scopePath, type Tensor } from "../core/graph.ts";
import type { Op } from "../core/op.ts";
import type { Span } from "../core/span.ts";
import type { Binding, BlockDef, Frame, Placed } from "../front/yaml/index.ts";
import type { Declaration } from "./names/index.ts";
import { memo, type Snapshot, type Worked } from "./snapshot.ts";

/** One layer of one graph. */
export interface NodeThere {
  readonly worked: Worked;
  readonly node: OpNode;
}

/** A block that was opened, or a list of layers inside it. */
export interface FrameThere {
  readonly worked: Worked;
  readonly frame: Frame;
}

/** What a name stands for there. */
export interface BindingThere extends FrameThere {
  readonly binding: Binding;
}

/** `#` never stands in an offset, and the URI is the rest. */
const key = (uri: string, at: number): string => `${at}#${uri}`;

function add<V>(map: Map<string, V[]>, at: string, value: V): void {
  const known = map.get(at);
  if (known) known.push(value);
  else map.set(at, [value]);
}

const nodes = memo(({ worked }: Snapshot): ReadonlyMap<string, readonly NodeThere[]> => {
  const out = new Map<string, NodeThere[]>();
  for (const one of worked)
    for (const node of one.nodes)
      if (node.kind === "op") add(out, key(node.site.uri, node.site.span.start), { worked: one, node });
  return out;
});

/** By the place of the block's name: its instances, and the lists of layers inside them. */
const frames = memo(({ worked }: Snapshot): ReadonlyMap<string, readonly FrameThere[]> => {
  const out = new Map<string, FrameThere[]>();
  for (const one of worked)
    for (const frame of one.frames) add(out, key(frame.def.uri, frame.def.name.span.start), { worked: one, frame });
  return out;
});

const calls = memo(({ worked }: Snapshot): ReadonlyMap<string, readonly FrameThere[]> => {
  const out = new Map<string, FrameThere[]>();
  for (const one of worked)
    for (const frame of one.frames)
      if (frame.site && !frame.outer) add(out, key(frame.site.uri, frame.site.span.start), { worked: one, frame });
  return out;
});

/** The layers that a placement starting at an offset became. */
export const nodesAt = (snapshot: Snapshot, uri: string, start: number): readonly NodeThere[] =>
  nodes(snapshot).get(key(uri, start)) ?? [];

/** The layers of an operator whose placement is around a span. */
export function nodesAround(snapshot: Snapshot, uri: string, { start, end }: Span, op: Op): readonly NodeThere[] {
  return snapshot.worked.flatMap((worked) =>
    worked.nodes.flatMap((node) => {
      const { site } = node;
      const inside = site.uri === uri && site.span.start <= start && end <= site.span.end;
      return inside && node.kind === "op" && node.op === op ? [{ worked, node }] : [];
    }),
  );
}

/** The blocks that a placement starting at an offset opened. */
export const blocksAt = (snapshot: Snapshot, uri: string, start: number): readonly FrameThere[] =>
  calls(snapshot).get(key(uri, start)) ?? [];

/** The instances of a block, and the lists of layers inside them. */
export const framesOf = (snapshot: Snapshot, uri: string, block: BlockDef): readonly FrameThere[] =>
  frames(snapshot).get(key(uri, block.name.span.start)) ?? [];

/** What a declared name stood for. */
export function bindingsOf(snapshot: Snapshot, declaration: Declaration): readonly BindingThere[] {
  if (!("block" in declaration)) return [];
  const { text, uri, span, block, kind } = declaration;
  return framesOf(snapshot, uri, block).flatMap(({ worked, frame }) => {
    const binding = frame.names.get(text);
    if (!binding) return [];
    // Lists inside a block have names of their own, which may be those of the block.
    const at = binding.kind === "param" ? binding.def.name.span.start : binding.span?.start;
    return kind === "symbol" || at === span.start ? [{ worked, frame, binding }] : [];
  });
}

/** The tensors behind a name: one, or its parts by name or number. */
export function tensorsOf(placed: Placed): readonly { readonly name: string; readonly tensor: Tensor }[] {
  if (placed.tensor) return [{ name: "", tensor: placed.tensor }];
  const parts = placed.outputs
    ? placed.outputs.map((name) => [name, placed.names?.get(name)] as const)
    : placed.numbered
      ? placed.numbered.map((part, i) => [String(i), part] as const)
      : [...(placed.names ?? [])];
  return parts.flatMap(([name, part]) => (part?.tensor ? [{ name, tensor: part.tensor }] : []));
}

/** `dec4.cat`: a name inside a block, as it is called from outside. */
export const pathIn = (frame: Frame, name: string): string => {
  const path = scopePath(frame.scope);
  return path === "" ? name : `${path}.${name}`;
};
