/**
 * Reads again only the entries around an edit, and keeps every other node of the tree.
 *
 * The reader's state between two entries of a collection is no more than where it stands and how deep the collection
 * is. So reading may begin anew at an entry before the edit, and may stop at an entry behind it: from there on the text
 * is the same, and so is what is read. What the reader looks at ahead of its place is a line's indentation and its key,
 * and the comments above it; those of the entry that reading begins at must be untouched, and the entry that it stops
 * at has another between itself and the edit. Nothing on the way there may have been mended, since that may concern
 * other lines. Whatever does not fit is read as a whole.
 */
import { BlockReader, type Level } from "./block.ts";
import { difference, type Edit } from "./difference.ts";
import { isBlank } from "./lines.ts";
import { shareEntries, shareItems } from "./share.ts";
import type { YamlEntry, YamlItem, YamlMap, YamlSeq, YamlTree } from "./tree.ts";

/** A collection on the way to the edit, and which of its entries leads on or is the first to be read again. */
interface Step {
  readonly node: YamlMap | YamlSeq;
  readonly at: number;
  readonly index: number;
}

/** Collections to try, from the deepest on; each failure costs a reading of some lines. */
const ATTEMPTS = 2;

/** The tree of `text`, or undefined when the edit is not known to be local. */
export function reread(before: YamlTree, text: string): YamlTree | undefined {
  const { root, text: old } = before;
  if (!root || root.kind === "scalar" || root.flow || before.problems.length > 0) return undefined;
  // A lone \r is read as a \n, which the text itself does not show.
  if (text.includes("\r") && /\r(?!\n)/.test(text)) return undefined;
  const edit = difference(old, text);
  if (concernsFile(text, edit) || concernsFile(old, { ...edit, newEnd: edit.oldEnd })) return undefined;
  const steps = stepsTo(root, before.rootAt, edit);
  for (let attempt = 0; attempt < ATTEMPTS && steps.length > 0; attempt++) {
    const now = reading(steps, edit, old, text);
    if (now) return { ...before, text, root: now };
    steps.pop();
  }
  return undefined;
}

/** Whether the lines of an edit may hold marks that concern the whole file. */
function concernsFile(text: string, edit: Edit): boolean {
  const start = text.lastIndexOf("\n", edit.start - 1) + 1;
  const end = text.indexOf("\n", edit.newEnd);
  const lines = text.slice(start, end < 0 ? text.length : end + 1);
  return /^(?:---|\.\.\.|%|<{7}|={7}|>{7}|\|{7})/m.test(lines);
}

const childrenOf = (node: YamlMap | YamlSeq): readonly (YamlEntry | YamlItem)[] =>
  node.kind === "map" ? node.entries : node.items;

/** The collections that the edit lies in, the deepest last. */
function stepsTo(root: YamlMap | YamlSeq, rootAt: number, edit: Edit): Step[] {
  const steps: Step[] = [];
  let node = root;
  let at = rootAt;
  for (;;) {
    const children = childrenOf(node);
    // What was mended of the first entry may have decided how far the collection is indented.
    if (children[0]?.problems) return steps;
    const last = lastBefore(node.starts, edit.start - at);
    let index = last;
    const untouched = (i: number): boolean => {
      const child = children[i];
      return child !== undefined && !child.problems && edit.start > at + (node.starts[i] ?? 0) + child.valueAt;
    };
    while (index >= 0 && !untouched(index)) index--;
    if (index < 0) return steps;
    steps.push({ node, at, index });
    const value = children[index]?.value;
    if (index !== last || !value || value.kind === "scalar" || value.flow) return steps;
    at += (node.starts[index] ?? 0) + (children[index]?.valueAt ?? 0);
    node = value;
  }
}

function reading(steps: readonly Step[], edit: Edit, old: string, text: string): YamlMap | YamlSeq | undefined {
  const step = steps.at(-1);
  if (!step) return undefined;
  const { node, index } = step;
  const children = childrenOf(node);
  const by = text.length - old.length;
  const at = step.at + (node.starts[index] ?? 0);
  const place = levelOf(steps, text);
  const start = lineOf(text, at);
  if (!place || !plainStart(text, start, at)) return undefined;

  // The first entry behind the edit that has another before it there, on lines that the edit does not touch.
  let behind = lastBefore(node.starts, edit.oldEnd - step.at) + 1;
  while (behind < children.length && lineOf(old, step.at + (node.starts[behind] ?? 0)) <= edit.oldEnd) behind++;
  const stop = Math.min(behind + 1, children.length);
  const stopAt = stop < children.length ? step.at + (node.starts[stop] ?? 0) : -1;
  if (index === 0 && children[stop]?.problems) return undefined;
  const until = stopAt < 0 ? -1 : lineOf(old, stopAt) + by;
  const reader = new BlockReader(text, start);
  const part = reader.part(node.kind, at, place, until);
  if (!part) return undefined;
  if (index === 0 && childrenOf(part).some((child) => child.problems)) return undefined;
  if (stopAt >= 0 ? reader.next.start !== until : !endsAsBefore(steps, edit, old, by, reader)) return undefined;

  const starts = [
    ...node.starts.slice(0, index),
    ...part.starts.map((s) => s + (node.starts[index] ?? 0)),
    ...node.starts.slice(stop).map((s) => s + by),
  ];
  if (node.kind === "map" && part.kind === "map") {
    const read = shareEntries(node.entries.slice(index, stop), part.entries);
    const entries = [...node.entries.slice(0, index), ...read, ...node.entries.slice(stop)];
    return rebuilt(steps, { ...node, entries, starts, length: lengthOf(starts, entries) }, by);
  }
  if (node.kind === "seq" && part.kind === "seq") {
    const read = shareItems(node.items.slice(index, stop), part.items);
    const items = [...node.items.slice(0, index), ...read, ...node.items.slice(stop)];
    return rebuilt(steps, { ...node, items, starts, length: lengthOf(starts, items) }, by);
  }
  return undefined;
}

/** How deep the last collection stands. */
function levelOf(steps: readonly Step[], text: string): Level | undefined {
  const step = steps.at(-1);
  const holder = steps.at(-2);
  if (!step) return undefined;
  const column = (place: number): number => place - lineOf(text, place);
  const indent = column(step.at);
  if (!holder) return { parent: -1, indent, depth: steps.length, level: false };
  const parent = column(holder.at + (holder.node.starts[holder.index] ?? 0));
  const level = holder.node.kind === "map" && step.node.kind === "seq" && parent === indent;
  return { parent: level ? indent - 1 : parent, indent, depth: steps.length, level };
}

/** Whether nothing but blanks and the dashes of lists stand before the first entry that is read. */
function plainStart(text: string, start: number, at: number): boolean {
  for (let i = start; i < at; i++) if (text.charCodeAt(i) !== 45 && !isBlank(text.charCodeAt(i))) return false;
  return !text.startsWith("---", start) && !text.slice(start, at).includes("\t");
}

/** Whether a collection that was read to its end ended where it did, so that what holds it goes on as it did. */
function endsAsBefore(steps: readonly Step[], edit: Edit, old: string, by: number, reader: BlockReader): boolean {
  for (const { node, at, index } of steps.slice(0, -1).reverse()) {
    const next = node.starts[index + 1];
    if (next === undefined) continue;
    const last = steps.at(-1);
    if (!last) return false;
    // Comments between the two may document the one behind.
    const line = lineOf(old, at + next);
    const between = old.slice(last.at + last.node.length, line);
    const { start, commented } = reader.next;
    return edit.oldEnd <= line && start === line + by && !commented && !between.includes("#");
  }
  return reader.done;
}

/** The root with another last collection. */
function rebuilt(steps: readonly Step[], last: YamlMap | YamlSeq, by: number): YamlMap | YamlSeq {
  let value = last;
  for (const { node, index } of steps.slice(0, -1).reverse()) {
    const starts = by === 0 ? node.starts : node.starts.map((start, i) => (i > index ? start + by : start));
    if (node.kind === "map") {
      const entries = node.entries.map((e, i) => (i === index ? { ...e, value, length: e.valueAt + value.length } : e));
      value = { ...node, entries, starts, length: lengthOf(starts, entries) };
    } else {
      const items = node.items.map((e, i) => (i === index ? { ...e, value, length: e.valueAt + value.length } : e));
      value = { ...node, items, starts, length: lengthOf(starts, items) };
    }
  }
  return value;
}

function lengthOf(starts: readonly number[], children: readonly (YamlEntry | YamlItem)[]): number {
  return (starts.at(-1) ?? 0) + (children.at(-1)?.length ?? 0);
}

/** Where the line of a place starts, behind a byte order mark. */
function lineOf(text: string, at: number): number {
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  return start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
}

/** The last index whose number is below `limit`, or -1. */
function lastBefore(starts: readonly number[], limit: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
