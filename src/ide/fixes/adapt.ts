/**
 * Puts a layer between a tensor and the layer that takes it. Where the taker opens its line the new layer gets a line of
 * its own above, so that no other layer changes its name; in a chain it goes before the taker.
 */
import type { Edit } from "../../core/diagnostic.ts";
import type { Arg } from "../../front/expression/ast.ts";
import { namesOf, resolveName } from "../names/index.ts";
import { type Place, tensorArgs, textOf } from "./places.ts";
import { freeName, indentOf, insertLines, lineStart, replace, withCommentsAbove } from "./text.ts";

/** Which of the taker's tensors, and the layer as it is written: given how tensors are called there. */
export interface Adapter {
  readonly input: number;
  readonly call: (name: (input: number) => string) => string;
  /** What the new layer is called after the tensor: `skip_cropped`. */
  readonly suffix: string;
}

/** Undefined where the tensors cannot be named, or stand in no parentheses of the taker. */
export function adapted(place: Place, adapters: readonly Adapter[]): readonly Edit[] | undefined {
  const args = tensorArgs(place);
  if (!args || args.length < 2 || place.item.count || adapters.some(({ input }) => !args[input])) return undefined;
  return place.opens ? above(place, args, adapters) : before(place, args, adapters);
}

function before(place: Place, args: readonly Arg[], adapters: readonly Adapter[]): readonly Edit[] | undefined {
  const [only, second] = adapters;
  if (!only || second || args.filter((a) => a.value.kind === "hole").length !== 1) return undefined;
  if (args[only.input]?.value.kind !== "hole") return undefined;
  const call = only.call((input) => nameOf(place, args, input));
  const start = place.at + place.item.span.start;
  return [replace(place.file, start, start, `${call} -> `)];
}

function above(place: Place, args: readonly Arg[], adapters: readonly Adapter[]): readonly Edit[] | undefined {
  const { file, layer, at } = place;
  const { text } = file.def;
  const line = lineStart(text, layer.span.start);
  const lead = /^\s*(- +)?$/.exec(text.slice(line, layer.span.start));
  if (!lead) return undefined;
  const indent = indentOf(text, layer.span.start);
  const item = text.slice(line + indent.length).startsWith("- ") ? "- " : "";
  const previous = valueBefore(place);
  const hole = args.findIndex((a) => a.value.kind === "hole");
  // A value without a name is what the line above gives: only that one can be changed, and then it is still so.
  const stays = hole >= 0 && previous === undefined;
  if (stays && (adapters.length > 1 || adapters[0]?.input !== hole)) return undefined;
  const scope = namesOf(file).scopeAt(layer.span.start);
  const taken = new Set<string>();
  const lines: string[] = [];
  const edits: Edit[] = [];
  const name = (input: number): string => {
    const arg = args[input];
    return arg?.value.kind === "hole" ? (previous ?? "_") : nameOf(place, args, input);
  };
  for (const { input, call, suffix } of adapters) {
    const stem = stays
      ? "value"
      : name(input)
          .replace(/^.*\.(?=[^.\d])/, "")
          .replace(/\W/g, "_");
    const own = freeName(`${stem}_${suffix}`, (n) => taken.has(n) || resolveName(n, { file, scope }) !== undefined);
    taken.add(own);
    lines.push(`${indent}${item}${own}: ${call(name)}`);
    const arg = args[input];
    if (arg && !stays) edits.push(replace(file, at + arg.span.start, at + arg.span.end, own));
  }
  // What was the line above is no longer.
  if (!stays && previous !== undefined)
    args.forEach((arg, i) => {
      if (arg.value.kind === "hole" && !adapters.some(({ input }) => input === i))
        edits.push(replace(file, at + arg.span.start, at + arg.span.end, previous));
    });
  return [insertLines(file, withCommentsAbove(text, layer.span.start), lines), ...edits];
}

const nameOf = (place: Place, args: readonly Arg[], input: number): string => {
  const arg = args[input];
  return arg ? textOf(place, arg.span) : "_";
};

/** The name of what a line takes that names nothing. */
function valueBefore({ layers, index, block }: Place): string | undefined {
  const above = layers[index - 1];
  if (above) return above.names.length === 1 ? above.names[0]?.text : undefined;
  if (layers !== block.layers) return undefined;
  if (!block.inputs) return block.root ? undefined : "x";
  return block.inputs.length === 1 ? block.inputs[0]?.name.text : undefined;
}

/** How a tensor is called in a title. */
export function shownName(place: Place, input: number): string {
  const arg = tensorArgs(place)?.[input];
  if (!arg) return "the tensor";
  if (arg.value.kind !== "hole") return `\`${textOf(place, arg.span)}\``;
  const previous = place.opens ? valueBefore(place) : undefined;
  return previous === undefined ? "the value before" : `\`${previous}\``;
}
