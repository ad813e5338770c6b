/**
 * Gives a tree that was read anew the nodes of the tree before it wherever they are equal, so that whatever is
 * remembered by node is found again. Nodes that stay new let go of the text they were cut from: a slice would keep its
 * whole text alive, one for each edit.
 */
import type { YamlEntry, YamlItem, YamlMap, YamlNode, YamlProblem, YamlScalar, YamlSeq } from "./tree.ts";

/** Strings shorter than this are copied by the engine anyway. */
const SLICED = 13;

/** The same string, in memory of its own. */
export function detached(text: string): string {
  return text.length < SLICED ? text : ` ${text}`.slice(1);
}

export function shareNode(before: YamlNode | undefined, now: YamlNode): YamlNode {
  switch (now.kind) {
    case "scalar":
      return shareScalar(before?.kind === "scalar" ? before : undefined, now);
    case "map":
      return shareMap(before?.kind === "map" ? before : undefined, now);
    case "seq":
      return shareSeq(before?.kind === "seq" ? before : undefined, now);
  }
}

function shareScalar(before: YamlScalar | undefined, now: YamlScalar): YamlScalar {
  if (before && before.text === now.text && before.length === now.length && before.style === now.style) return before;
  return { ...now, text: detached(now.text) };
}

function shareMap(before: YamlMap | undefined, now: YamlMap): YamlMap {
  const old = before?.entries ?? [];
  const entries = shareEntries(old, now.entries);
  if (
    before &&
    before.flow === now.flow &&
    before.open === now.open &&
    before.length === now.length &&
    same(old, entries) &&
    same(before.starts, now.starts)
  ) {
    return before;
  }
  return { ...now, entries };
}

function shareSeq(before: YamlSeq | undefined, now: YamlSeq): YamlSeq {
  const old = before?.items ?? [];
  const items = shareItems(old, now.items);
  if (
    before &&
    before.flow === now.flow &&
    before.open === now.open &&
    before.length === now.length &&
    same(old, items) &&
    same(before.starts, now.starts)
  ) {
    return before;
  }
  return { ...now, items };
}

export function shareEntries(before: readonly YamlEntry[], now: readonly YamlEntry[]): readonly YamlEntry[] {
  return shareAll(before, now, shareEntry, (e) => e.key.text);
}

export function shareItems(before: readonly YamlItem[], now: readonly YamlItem[]): readonly YamlItem[] {
  return shareAll(before, now, shareItem, sourceOf);
}

/** What an item is found again by when items were inserted or moved. */
function sourceOf({ value }: YamlItem): string | undefined {
  if (value?.kind === "scalar") return value.text;
  return value?.kind === "map" ? value.entries[0]?.key.text : undefined;
}

/** Equal beginnings and ends are matched by place, what is between by name, the rest in order. */
function shareAll<T>(
  before: readonly T[],
  now: readonly T[],
  share: (before: T | undefined, now: T) => T,
  name: (one: T) => string | undefined,
): readonly T[] {
  const out = new Array<T>(now.length);
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  for (; head < shorter; head++) {
    const a = before[head] as T;
    const b = now[head] as T;
    if (name(a) !== name(b)) break;
    out[head] = share(a, b);
  }
  let tail = 0;
  for (; tail < shorter - head; tail++) {
    const a = before[before.length - 1 - tail] as T;
    const b = now[now.length - 1 - tail] as T;
    if (name(a) !== name(b)) break;
    out[now.length - 1 - tail] = share(a, b);
  }
  const named = new Map<string, T>();
  for (const one of before.slice(head, before.length - tail)) {
    const key = name(one);
    if (key !== undefined && !named.has(key)) named.set(key, one);
  }
  for (let i = head; i < now.length - tail; i++) {
    const one = now[i] as T;
    const key = name(one);
    const found =
      (key === undefined ? undefined : named.get(key)) ?? (i < before.length - tail ? before[i] : undefined);
    out[i] = share(found, one);
  }
  return out;
}

function shareEntry(before: YamlEntry | undefined, now: YamlEntry): YamlEntry {
  const key = shareScalar(before?.key, now.key);
  const value = now.value && shareNode(before?.value, now.value);
  if (before && before.key === key && before.value === value && sameFrame(before, now)) return before;
  return { ...now, key, value };
}

function shareItem(before: YamlItem | undefined, now: YamlItem): YamlItem {
  const value = now.value && shareNode(before?.value, now.value);
  if (before && before.value === value && sameFrame(before, now)) return before;
  return { ...now, value };
}

function sameFrame(a: YamlItem, b: YamlItem): boolean {
  return a.valueAt === b.valueAt && a.length === b.length && a.doc === b.doc && sameProblems(a.problems, b.problems);
}

function sameProblems(a: readonly YamlProblem[] | undefined, b: readonly YamlProblem[] | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
