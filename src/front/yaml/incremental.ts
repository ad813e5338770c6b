/**
 * Reads again only the entry that an edit lies in, and keeps every other node of the tree.
 *
 * It holds for the commonest edit, typing within a value: the key and the first character of the value stay, no line is
 * added or removed, and the entry ends on the line where it ended. How the lines around are read depends on nothing
 * else of the entry: the reader looks ahead at a line's indentation and key only. Nothing on the way to the entry may
 * have been mended, since a problem may concern lines beside it. Whatever does not fit is read as a whole.
 */
import { BlockReader } from "./block.ts";
import { commentAbove, isBlank, skipBlanks } from "./lines.ts";
import { goesOn } from "./marks.ts";
import { detached, shareEntry, shareItem } from "./share.ts";
import type { YamlEntry, YamlItem, YamlMap, YamlSeq, YamlTree } from "./tree.ts";

interface Edit {
  /** In both texts. */
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** A collection on the way to the edit, and which of its entries leads on. */
interface Step {
  readonly node: YamlMap | YamlSeq;
  readonly index: number;
}

/** The tree of `text`, or undefined when the edit is not known to be local. */
export function reread(before: YamlTree, text: string): YamlTree | undefined {
  const { root, text: old } = before;
  if (!root || root.kind === "scalar" || root.flow || before.problems.length > 0) return undefined;
  const edit = difference(old, text);
  if (hasBreak(old, edit.start, edit.oldEnd) || hasBreak(text, edit.start, edit.newEnd)) return undefined;
  const found = entryAt(root, before.rootAt, edit);
  if (!found || /\r(?!\n)/.test(text)) return undefined;
  const { steps, at } = found;
  const step = steps.at(-1);
  if (!step) return undefined;
  const was = childOf(step);
  if (!was) return undefined;

  const by = text.length - old.length;
  const oldLineEnd = lineEnd(old, at + was.length);
  if (edit.oldEnd > oldLineEnd) return undefined;
  const lineStart = old.lastIndexOf("\n", at - 1) + 1;
  const start = lineStart === 0 && old.charCodeAt(0) === 0xfeff ? 1 : lineStart;
  const first = skipBlanks(old, start, at);
  // Between the line's beginning and the entry only the dashes of lists may stand.
  for (let i = first; i < at; i++) if (old.charCodeAt(i) !== 45 && !isBlank(old.charCodeAt(i))) return undefined;
  const column = at - start;
  if (!endsBefore(text, oldLineEnd + by, column)) return undefined;

  const reader = new BlockReader(detached(text.slice(start, oldLineEnd + by)), 0);
  const above = commentAbove(text, start, first);
  const depth = steps.length;
  let child: YamlEntry | YamlItem;
  if (step.node.kind === "map") {
    const entry = reader.entryAlone(at - start, column, depth, above);
    if (!entry) return undefined;
    child = shareEntry(step.node.entries[step.index], entry);
  } else child = shareItem(step.node.items[step.index], reader.itemAlone(at - start, column, depth, above));
  return reader.done ? { ...before, text, root: rebuilt(steps, child, by) } : undefined;
}

function childOf({ node, index }: Step): YamlEntry | YamlItem | undefined {
  return node.kind === "map" ? node.entries[index] : node.items[index];
}

/** The deepest entry whose value the edit lies in, behind the value's first character, if nothing on the way is mended. */
function entryAt(
  root: YamlMap | YamlSeq,
  rootAt: number,
  edit: Edit,
): { readonly steps: readonly Step[]; readonly at: number } | undefined {
  const steps: Step[] = [];
  let node = root;
  let nodeAt = rootAt;
  for (;;) {
    const index = lastBefore(node.starts, edit.start - nodeAt);
    const step: Step = { node, index };
    const child = childOf(step);
    if (!child?.value || child.problems) return undefined;
    const at = nodeAt + (node.starts[index] ?? 0);
    steps.push(step);
    const { value } = child;
    const valueAt = at + child.valueAt;
    // The blank lines below a block of text are part of it.
    if (value.kind === "scalar" && value.style === "block") return undefined;
    if (value.kind === "scalar" || value.flow) return edit.start > valueAt ? { steps, at } : undefined;
    node = value;
    nodeAt = valueAt;
    if (edit.start <= nodeAt) return undefined;
  }
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

/** Whether the first line with content after an entry cannot belong to it, whatever the entry has become. */
function endsBefore(text: string, from: number, column: number): boolean {
  for (let at = text.indexOf("\n", from) + 1; at > 0 && at < text.length; ) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    const first = skipBlanks(text, at, end);
    const code = text.charCodeAt(first);
    if (first < end && code !== 35 && code !== 13) {
      if (text.slice(at, first).includes("\t") || first - at > column) return false;
      return !goesOn(text, first, end) && code !== 93 && code !== 125;
    }
    at = end + 1;
  }
  return true;
}

function rebuilt(steps: readonly Step[], last: YamlEntry | YamlItem, by: number): YamlMap | YamlSeq | undefined {
  let child = last;
  let node: YamlMap | YamlSeq | undefined;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    if (!step) return undefined;
    const { starts } = step.node;
    const moved = by === 0 ? starts : starts.map((start, k) => (k > step.index ? start + by : start));
    const children = step.node.kind === "map" ? step.node.entries : step.node.items;
    const end = step.index === children.length - 1 ? child : children.at(-1);
    const length = (moved.at(-1) ?? 0) + (end?.length ?? 0);
    if (step.node.kind === "map") {
      if ("key" in child)
        node = { ...step.node, entries: step.node.entries.with(step.index, child), starts: moved, length };
    } else node = { ...step.node, items: step.node.items.with(step.index, child), starts: moved, length };
    const above = steps[i - 1];
    const holder = above && childOf(above);
    if (holder && node) child = { ...holder, value: node, length: holder.valueAt + node.length };
  }
  return node;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  if (end < 0) return text.length;
  return end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

function hasBreak(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return true;
  }
  return false;
}

const BLOCK = 4096;

/** The one range in which two texts differ; pieces are compared first, which is faster than going by characters. */
function difference(old: string, now: string): Edit {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start + BLOCK <= shorter && old.slice(start, start + BLOCK) === now.slice(start, start + BLOCK))
    start += BLOCK;
  while (start < shorter && old.charCodeAt(start) === now.charCodeAt(start)) start++;
  let oldEnd = old.length;
  let newEnd = now.length;
  while (
    Math.min(oldEnd, newEnd) - start >= BLOCK &&
    old.slice(oldEnd - BLOCK, oldEnd) === now.slice(newEnd - BLOCK, newEnd)
  ) {
    oldEnd -= BLOCK;
    newEnd -= BLOCK;
  }
  while (oldEnd > start && newEnd > start && old.charCodeAt(oldEnd - 1) === now.charCodeAt(newEnd - 1)) {
    oldEnd--;
    newEnd--;
  }
  return { start, oldEnd, newEnd };
}
