/** Completion: from the place of a cursor to what can be written there. */

import { lineStart } from "../fixes/text.ts";
import { shapeText } from "../hover/show.ts";
import type { FileScope, Snapshot } from "../snapshot.ts";
import { argumentOffers, namedSetting, valueOffers } from "./arguments.ts";
import { absolute, type Context, contextAt, resolved, shapeBefore } from "./context.ts";
import { KEYWORDS } from "./cursor.ts";
import { type CompletionList, itemsOf, type Offer } from "./item.ts";
import { layerOffers } from "./layers.ts";
import { pathOffers } from "./paths.ts";
import { placeAt } from "./place.ts";
import {
  conditionOffers,
  keyOffers,
  modelOffers,
  outputOffers,
  paramOffers,
  sizeEntryOffers,
  sizeKeyOffers,
  sizeValueOffers,
  useOffers,
} from "./sections.ts";
import { tensorOffers } from "./tensors.ts";
import { booleanOffers, functionOffers, keywordOffers, sizeOffers, wordOffers, wordsOf } from "./values.ts";

export type { CompletionItem, CompletionList } from "./item.ts";

/** `models` are the files that `use` may name. */
export function complete(
  snapshot: Snapshot,
  file: FileScope,
  offset: number,
  models: readonly string[] = [],
): CompletionList | undefined {
  const place = placeAt(file.def.text, offset);
  if (!place) return undefined;
  const c = contextAt(snapshot, file, offset, place);
  if (isBesideText(c)) return undefined;
  const word = { start: absolute(c, c.cursor.word.start), end: absolute(c, c.cursor.word.end) };
  const items = itemsOf(offersAt(c, models), word, c.cursor.prefix);
  return items.length > 0 ? { items, incomplete: false } : undefined;
}

const OPERATORS: ReadonlySet<string> = new Set(["->", "=>", "==", "!=", "<=", ">=", "**", "//", ".."]);

/** Between a sign and what it stands before, or inside a sign: whatever was put there would break what is written. */
function isBesideText({ cursor, file, offset, place }: Context): boolean {
  const { text } = file.def;
  const { start, end } = cursor.word;
  if (cursor.quoted || cursor.prefix !== "") return false;
  if (start !== end) return KEYWORDS.has(text.slice(place.at + start, place.at + end));
  if (OPERATORS.has(text.slice(offset - 1, offset + 1))) return true;
  const rest = text.slice(offset).split("\n", 1)[0] ?? "";
  if (cursor.after === "whole" && place.role === "value") return rest.startsWith("(");
  return /^\s*[\p{L}\p{N}\p{M}_"'([{]/u.test(rest) || /^\s*-(?!>)/.test(rest);
}

/** Words of a choice, which are made up there. */
function isChoice({ file, offset, place }: Context): boolean {
  const rest = file.def.text.slice(offset).split("\n", 1)[0] ?? "";
  return place.text.includes("|") || /^[^#,}\]]*\|/.test(rest);
}

function* offersAt(c: Context, models: readonly string[]): Iterable<Offer> {
  const { path, role, flow } = c.place;
  const inBlock = path[0] === "blocks" && path.length > 1;
  const inner = inBlock ? path.slice(2) : path;
  const [section] = inner;
  if (role === "key" && !flow) {
    if (inner.length === 0 && path[0] !== "blocks") yield* keyOffers(c, "root");
    else if (inBlock && inner.length === 0) yield* blockStart(c);
    else if (section === "layers") yield* newLayer(c);
    else if (section === "sizes") yield* c.place.list ? sizeEntryOffers(c) : sizeKeyOffers(c);
    else if (section === "where")
      for (const offer of conditions(c)) yield { ...offer, text: `- ${offer.text ?? offer.label}`, ...asItem(offer) };
    return;
  }
  if (role === "key") {
    if (section === "sizes") yield* sizeKeyOffers(c);
    else if (inBlock && inner.length === 0) yield* keyOffers(c, "block");
    return;
  }
  switch (section) {
    case "model":
      yield* modelOffers(c);
      return;
    case "shapewright":
      yield { label: "1", kind: "value", group: 0 };
      return;
    case "use":
      if (inner.length > 1) yield* useOffers(c, models);
      return;
    case "params":
      if (inner.length > 1 && !isChoice(c)) yield* expression(c, () => paramOffers(c));
      return;
    case "inputs":
    case "weights":
      // Sizes stand in the brackets of a shape.
      if (inner.length > 1 && c.place.flow && c.place.item) yield* expression(c, () => sizeOffers(c, 0));
      return;
    case "where":
      yield* conditions(c);
      return;
    case "sizes":
      if (inner.length > 1 && !c.place.item) yield* expression(c, () => sizeValueOffers(c));
      return;
    case "outputs":
      if (c.cursor.after === "dot") yield* pathOffers(c, true);
      else if (c.cursor.after === "start") yield* outputOffers(c);
      return;
    case "blocks":
      return;
    default:
      if (section === "layers" || inBlock) yield* line(c);
  }
}

const asItem = ({ snippet }: Offer): Partial<Offer> => (snippet === undefined ? {} : { snippet: `- ${snippet}` });

/** A block's own value: its keys, or a line. */
function* blockStart(c: Context): Iterable<Offer> {
  if (c.place.list) yield* newLayer(c);
  else yield* keyOffers(c, "block");
}

/** A line that is to begin: an item of a list, or a layer with a name. */
function* newLayer(c: Context): Iterable<Offer> {
  const { list, item } = c.place;
  if (item) {
    yield* line(c);
    return;
  }
  // What is deeper on the lines below would become a part of it.
  const below = /^[^\n]*\n(?:[ \t]*\r?\n)*([ \t]*)\S/.exec(c.file.def.text.slice(c.offset))?.[1] ?? "";
  const { at } = c.place;
  if (c.place.colon || below.length > at - lineStart(c.file.def.text, at)) return;
  const named = !list && c.place.siblings.length > 0;
  for (const offer of layerOffers(c, { arrow: false, bare: false, group: 0 })) {
    const { snippet, text = offer.label } = offer;
    const body = (snippet ?? text).replace(/\$\{(\d+):/g, (_, n) => `\${${Number(n) + 1}:`);
    const plain = text;
    yield {
      ...offer,
      text: named ? `layer: ${plain}` : `- ${plain}`,
      snippet: named ? `\${1:layer}: ${body}` : `- ${body}`,
      filterText: offer.filterText ?? offer.label,
    };
  }
}

/** A line of layers. */
function* line(c: Context): Iterable<Offer> {
  const { cursor } = c;
  if (cursor.expect) yield* expected(c);
  else if (cursor.brackets.length > 0) yield* inside(c);
  else yield* chain(c);
}

/** Where a layer or a value stands that is no argument. */
function* chain(c: Context): Iterable<Offer> {
  const { cursor } = c;
  const bare = called(c);
  switch (cursor.after) {
    case "dot":
      yield* pathOffers(c, bare);
      return;
    case "start":
      yield* tensorOffers(c, cursor.prefix === "" ? 3 : 0);
      yield* layerOffers(c, { arrow: cursor.brackets.length > 0, bare, group: 0 });
      return;
    case "arrow":
      yield* layerOffers(c, { arrow: true, bare, group: 0 });
      return;
    case "repeat":
    case "operator":
      yield* value(c);
      return;
    case "as":
      return;
    case "whole":
      yield* keywordOffers(
        cursor.brackets.length > 0 ? ["if", "else", "and", "or", "not", "in"] : ["as", "if", "else"],
        0,
      );
  }
}

/** Parentheses follow already. */
const called = (c: Context): boolean => c.file.def.text[c.place.at + c.cursor.word.end] === "(";

/** Inside parentheses, a list or the key of a table. */
function* inside(c: Context): Iterable<Offer> {
  const { cursor } = c;
  const call = cursor.brackets.findLast((b) => b.callee.length > 0);
  const top = cursor.brackets.at(-1);
  if (cursor.quoted) {
    yield* quoted(c);
    return;
  }
  if (cursor.after === "dot") {
    yield* pathOffers(c, called(c));
    return;
  }
  if (cursor.after === "whole") {
    yield* chain(c);
    return;
  }
  if (cursor.condition || cursor.after === "operator" || cursor.brackets.some((b) => b.value)) {
    yield* value(c);
    return;
  }
  if (!call || !top) {
    if (top?.open === "[" || (cursor.after === "repeat" && top)) yield* value(c);
    else yield* chain(c);
    return;
  }
  if (cursor.after === "repeat" || cursor.after === "as" || cursor.after === "arrow") {
    yield* chain(c);
    return;
  }
  if (top !== call) {
    // A list or a group as an argument: `(2*h, 2*w)`, `(stride if v1 else 1)`, `(LayerNorm -> Linear(64))`.
    yield* value(c);
    const setting = call.name === undefined ? undefined : namedSetting(c, call);
    if (top.open === "(" && (call.name === undefined || setting?.layer !== false))
      yield* layerOffers(c, { arrow: false, bare: called(c), group: 4 });
    if (call.name === undefined) yield* tensorOffers(c, 3);
    return;
  }
  if (call.name !== undefined) {
    const setting = namedSetting(c, call);
    if (setting) yield* valueOffers(c, setting, 0, call);
    else yield* value(c);
    return;
  }
  yield* argumentOffers(c, call);
}

/** A size, a number or a condition over them. */
function* value(c: Context): Iterable<Offer> {
  const { cursor } = c;
  const compared = cursor.compared.length > 0 ? resolved(c, cursor.compared) : undefined;
  if (compared?.kind === "declaration") yield* wordOffers(c, wordsOf(compared.declaration), 0);
  if (cursor.quoted) return;
  yield* sizeOffers(c, 0);
  yield* functionOffers(2);
  if (cursor.condition || cursor.last === "and" || cursor.last === "or") yield* keywordOffers(["not"], 3);
  yield* booleanOffers(4);
}

function* quoted(c: Context): Iterable<Offer> {
  const { cursor } = c;
  const call = cursor.brackets.at(-1);
  if (cursor.compared.length > 0) yield* value(c);
  else if (call && call.callee.length > 0) {
    const setting = call.name === undefined ? undefined : namedSetting(c, call);
    if (setting) yield* valueOffers(c, setting, 0, call);
  }
}

/** An expression that stands alone: the value of a parameter, a size. */
function* expression(c: Context, first: () => Iterable<Offer>): Iterable<Offer> {
  const { cursor } = c;
  if (cursor.quoted) yield* cursor.compared.length > 0 ? value(c) : first();
  else if (cursor.after === "dot") yield* pathOffers(c, called(c));
  else if (cursor.after === "whole") yield* keywordOffers(["if", "else", "and", "or", "not", "in"], 0);
  else if (cursor.condition) yield* value(c);
  else if (cursor.brackets.some((b) => b.callee.length > 0)) yield* inside(c);
  else if (cursor.after === "operator" || cursor.after === "repeat") yield* value(c);
  else yield* first();
}

function* conditions(c: Context): Iterable<Offer> {
  const { cursor } = c;
  if (cursor.after === "whole") {
    yield* keywordOffers(["and", "or", "in", "not", "if"], 0);
    return;
  }
  yield* conditionOffers(c);
  yield* value(c);
  yield* keywordOffers(["not"], 3);
}

/** The shape after `=>`: as it is found, or names for one of its sizes. */
function* expected(c: Context): Iterable<Offer> {
  const { cursor, place } = c;
  const shape = shapeBefore({ ...c, cursor: { ...cursor, before: lastLayer(c) } });
  const head = place.text.slice(0, cursor.word.start);
  const worked = c.there?.worked;
  if (/=>\s*$/.test(head) && shape && worked && shape.every((d) => !d.assumed))
    yield {
      label: shapeText(worked, shape),
      text: worked.dims.printShape(shape, { ascii: true }),
      kind: "value",
      group: 0,
      detail: "the shape that is found",
    };
  if (cursor.brackets.length === 0) return;
  if (cursor.after === "whole") return;
  yield* sizeOffers(c, 1);
  const next = c.file.def.text.slice(place.at + cursor.word.end);
  if (cursor.after === "start" && /^[ \t]*(?:[,\]\n]|$)/.test(next)) yield* keywordOffers(["_", "..."], 3);
  yield* functionOffers(4);
}

function lastLayer(c: Context): { readonly text: string; readonly start: number } | undefined {
  const head = c.place.text;
  const end = head.lastIndexOf("=>");
  const layer = /([\p{L}_][\p{L}\p{N}\p{M}_.]*)(?:\((?:[^()]|\([^()]*\))*\))?\s*$/u.exec(head.slice(0, end));
  return layer ? { text: layer[1] ?? "", start: layer.index } : undefined;
}
