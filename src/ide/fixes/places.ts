/** A use of a layer in the text, with the line, the list of layers and the block that it stands in. */
import { type Span, shift } from "../../core/span.ts";
import type { Arg, Choice, Item, Placement } from "../../front/expression/ast.ts";
import type { BlockDef, LayerDef } from "../../front/yaml/index.ts";
import { hasTensor, namesOf } from "../names/index.ts";
import type { FileScope } from "../snapshot.ts";

export interface Place {
  readonly file: FileScope;
  readonly block: BlockDef;
  /** The list that its line stands in. */
  readonly layers: readonly LayerDef[];
  readonly index: number;
  readonly layer: LayerDef;
  /** What the spans of its syntax count from. */
  readonly at: number;
  readonly item: Placement;
  /** It opens its line: nothing flows into it by an arrow. */
  readonly opens: boolean;
}

/** The innermost use around a span. */
export function placeAround(file: FileScope, span: Span): Place | undefined {
  const { def } = file;
  for (const block of [def.model, ...def.blocks.values()]) {
    const found = inLayers(file, block, block.layers, span);
    if (found) return found;
  }
  return undefined;
}

function inLayers(file: FileScope, block: BlockDef, layers: readonly LayerDef[], span: Span): Place | undefined {
  for (const [index, layer] of layers.entries()) {
    if (layer.body) {
      const found = inLayers(file, block, layer.body, span);
      if (found) return found;
    }
    const { line } = layer;
    if (!line) continue;
    const items = line.syntax.chain?.items ?? [];
    for (const [i, outer] of items.entries()) {
      const found = inItem(outer, line.at, span);
      if (found)
        return { file, block, layers, index, layer, at: line.at, item: found, opens: i === 0 && found === outer };
    }
  }
  return undefined;
}

function inItem(item: Item, at: number, span: Span): Placement | undefined {
  if (!contains(shift(item.span, at), span)) return undefined;
  if (item.kind === "place") return item;
  for (let c: Choice | undefined = item.choice; c; c = c.otherwise)
    for (const inner of c.chain.items) {
      const found = inItem(inner, at, span);
      if (found) return found;
    }
  return undefined;
}

const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The use that starts at an offset. */
export function placeAt(file: FileScope, start: number): Place | undefined {
  const place = placeAround(file, { start, end: start + 1 });
  return place && place.at + place.item.span.start === start ? place : undefined;
}

export const textOf = ({ file, at }: Place, span: Span): string => file.def.text.slice(at + span.start, at + span.end);

/** The arguments that are tensors, which stand first; undefined where one of them stands for several. */
export function tensorArgs({ file, item, at }: Place): readonly Arg[] | undefined {
  const out = leadingTensors(file, item, at);
  return out.some(({ value }) => value.kind === "path" && value.every) ? undefined : out;
}

export function leadingTensors(file: FileScope, item: Placement, at: number): readonly Arg[] {
  const args = item.args ?? [];
  const end = args.findIndex((arg) => !isTensor(file, arg, at));
  return end < 0 ? args : args.slice(0, end);
}

function isTensor(file: FileScope, { name, value }: Arg, at: number): boolean {
  if (name) return false;
  if (value.kind === "hole") return true;
  const first = value.kind === "path" ? value.names[0] : undefined;
  const found = first && namesOf(file).at(first.span.start + at);
  return found?.kind === "declared" && hasTensor(found.declaration);
}
