/** A use of a layer in the text, with the line, the list of layers and the block that it stands in. */
import { type Span, shift } from "../../core/span.ts";
import type { Arg, Choice, Item, Placement } from "../../front/expression/ast.ts";
import type { BlockDef, LayerDef } from "../../front/yaml/index.ts";
import { namesOf } from "../names/index.ts";
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

const TENSORS: ReadonlySet<string> = new Set(["input", "weight", "layer"]);

/** The arguments that are tensors, which stand first; undefined where one of them stands for several. */
export function tensorArgs(place: Place): readonly Arg[] | undefined {
  const out: Arg[] = [];
  for (const arg of place.item.args ?? []) {
    const { value } = arg;
    if (arg.name) break;
    if (value.kind === "hole") {
      out.push(arg);
      continue;
    }
    const first = value.kind === "path" ? value.names[0] : undefined;
    const name = first && namesOf(place.file).at(first.span.start + place.at);
    if (name?.kind !== "declared" || !TENSORS.has(name.declaration.kind)) break;
    if (value.kind === "path" && value.every) return undefined;
    out.push(arg);
  }
  return out;
}
