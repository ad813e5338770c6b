/** A tree as plain data, and its problems with their places in the document, for tests to compare. */
import type { YamlNode, YamlProblem, YamlTree } from "../../../src/front/yaml/tree.ts";

export type Shown = string | undefined | { readonly [key: string]: Shown } | readonly Shown[];

/** Plain scalars as they stand, line breaks as one space; strings in quotes. */
export function shown(node: YamlNode | undefined): Shown {
  if (!node) return undefined;
  if (node.kind === "map") return Object.fromEntries(node.entries.map((e) => [e.key.text, shown(e.value)]));
  if (node.kind === "seq") return node.items.map((item) => shown(item.value));
  return node.style === "plain" ? node.text.replace(/\s*\n\s*/g, " ") : JSON.stringify(node.text);
}

export interface PlacedProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly code: string;
  /** The document with the fix made. */
  readonly fixed?: string;
}

/** In the order of the document. */
export function problemsOf(tree: YamlTree): readonly PlacedProblem[] {
  const out: PlacedProblem[] = [];
  const add = (p: YamlProblem, by: number): void => {
    const edits = p.fix && [...p.fix.edits].sort((a, b) => b.start - a.start);
    const fixed = edits?.reduce((s, e) => s.slice(0, e.start + by) + e.text + s.slice(e.end + by), tree.text);
    out.push({
      start: p.start + by,
      end: p.end + by,
      message: p.message,
      code: p.code,
      ...(fixed === undefined ? {} : { fixed }),
    });
  };
  for (const p of tree.problems) add(p, 0);
  const walk = (node: YamlNode | undefined, at: number): void => {
    if (!node || node.kind === "scalar") return;
    const children = node.kind === "map" ? node.entries : node.items;
    children.forEach((child, i) => {
      const start = at + (node.starts[i] ?? 0);
      for (const p of child.problems ?? []) add(p, start);
      walk(child.value, start + child.valueAt);
    });
  };
  walk(tree.root, tree.rootAt);
  return out.sort((a, b) => a.start - b.start);
}

/** The comments that document entries and items, by key or by number. */
export function docsOf(tree: YamlTree): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  const walk = (node: YamlNode | undefined): void => {
    if (node?.kind === "map") {
      for (const e of node.entries) {
        if (e.doc !== undefined) out[e.key.text] = e.doc;
        walk(e.value);
      }
    } else if (node?.kind === "seq") {
      node.items.forEach((item, i) => {
        if (item.doc !== undefined) out[i] = item.doc;
        walk(item.value);
      });
    }
  };
  walk(tree.root);
  return out;
}
