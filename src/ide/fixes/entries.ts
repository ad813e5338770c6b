/** Entries and items of a file's YAML, with absolute places: where a key is, and how one is taken out. */
import type { Edit } from "../../core/diagnostic.ts";
import type { YamlEntry, YamlItem, YamlMap, YamlNode, YamlSeq } from "../../front/yaml/index.ts";
import type { FileScope } from "../snapshot.ts";
import { lineStart, nextLine, withCommentsAbove } from "./text.ts";

/** One entry of a mapping or one item of a list. */
export interface Part {
  readonly of: YamlMap | YamlSeq;
  readonly index: number;
  readonly start: number;
  /** After its value, or its key where it has none. */
  readonly end: number;
  readonly value: YamlNode | undefined;
  readonly valueAt: number;
}

export function partsOf(of: YamlNode | undefined, at: number): readonly Part[] {
  if (!of || of.kind === "scalar") return [];
  const all: readonly (YamlEntry | YamlItem)[] = of.kind === "map" ? of.entries : of.items;
  return all.map((part, index) => {
    const start = at + (of.starts[index] ?? 0);
    const valueAt = start + part.valueAt;
    const end = part.value ? valueAt + part.value.length : start + ("key" in part ? part.key.length : 1);
    return { of, index, start, end, value: part.value, valueAt };
  });
}

const rootParts = ({ tree }: FileScope): readonly Part[] => partsOf(tree.root, tree.rootAt);

/** An entry of the file's own mapping. */
export const rootPart = (file: FileScope, key: string): Part | undefined =>
  rootParts(file).find(({ of, index }) => of.kind === "map" && of.entries[index]?.key.text === key);

/** The entry or item that starts at a place, after those that it lies in. */
function pathTo(file: FileScope, start: number): readonly Part[] | undefined {
  const path: Part[] = [];
  for (let parts = rootParts(file); ; ) {
    const next = parts.findLast((p) => p.start <= start);
    if (!next || start >= Math.max(next.end, next.start + 1)) return undefined;
    path.push(next);
    // An item of a list and the only entry of a mapping in it may begin at one place.
    if (next.start === start && !(next.value?.kind === "map" && next.valueAt === start)) return path;
    parts = partsOf(next.value, next.valueAt);
  }
}

/**
 * Takes out what starts at a place, with the comments that speak of it; with it whatever it leaves empty. Undefined where
 * that cannot be done by itself.
 */
export function removal(file: FileScope, start: number): Edit | undefined {
  const path = pathTo(file, start);
  if (!path) return undefined;
  for (let i = path.length - 1; i > 0; i--) {
    const part = path[i];
    if (!part) return undefined;
    const count = part.of.kind === "map" ? part.of.entries.length : part.of.items.length;
    if (count > 1) return part.of.flow ? outOfFlow(file, part) : ownLines(file, part);
  }
  const [whole] = path;
  return whole && ownLines(file, whole);
}

function outOfFlow(file: FileScope, { of, index, start, end }: Part): Edit {
  const { uri } = file.def;
  const at = start - (of.starts[index] ?? 0);
  const next = of.starts[index + 1];
  if (next !== undefined) return { uri, span: { start, end: at + next }, text: "" };
  const before = partsOf(of, at)[index - 1];
  return { uri, span: { start: before?.end ?? start, end }, text: "" };
}

function ownLines(file: FileScope, { start, end }: Part): Edit | undefined {
  const { text, uri } = file.def;
  const line = lineStart(text, start);
  if (!/^\s*$/.test(text.slice(line, start))) return undefined;
  return { uri, span: { start: withCommentsAbove(text, start), end: nextLine(text, end) }, text: "" };
}
