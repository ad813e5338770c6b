/** Whether two texts that differ in blanks only are read alike: the same names, values, documentation and mistakes. */
import type { YamlNode, YamlProblem, YamlTree } from "../../front/yaml/index.ts";

export function readsAs(before: YamlTree, after: YamlTree): boolean {
  return (
    bare(before.text) === bare(after.text) &&
    sameNode(before.root, after.root) &&
    sameProblems(before.problems, after.problems)
  );
}

const bare = (text: string): string => text.replace(/\s+/g, "");

interface Part {
  readonly value: YamlNode | undefined;
  readonly doc?: string;
  readonly problems?: readonly YamlProblem[];
}

function sameNode(a: YamlNode | undefined, b: YamlNode | undefined): boolean {
  if (!a || !b) return a === b;
  if (a.kind === "scalar")
    return (
      b.kind === "scalar" &&
      a.style === b.style &&
      (a.style === "plain" ? bare(a.text) === bare(b.text) : a.text === b.text)
    );
  if (a.kind === "map")
    return (
      b.kind === "map" &&
      a.flow === b.flow &&
      a.open === b.open &&
      a.entries.length === b.entries.length &&
      a.entries.every((entry, i) => {
        const other = b.entries[i];
        return other !== undefined && sameNode(entry.key, other.key) && samePart(entry, other);
      })
    );
  return (
    b.kind === "seq" &&
    a.flow === b.flow &&
    a.open === b.open &&
    a.items.length === b.items.length &&
    a.items.every((item, i) => {
      const other = b.items[i];
      return other !== undefined && samePart(item, other);
    })
  );
}

const samePart = (a: Part, b: Part): boolean =>
  bare(a.doc ?? "") === bare(b.doc ?? "") &&
  sameProblems(a.problems ?? [], b.problems ?? []) &&
  sameNode(a.value, b.value);

const sameProblems = (a: readonly YamlProblem[], b: readonly YamlProblem[]): boolean =>
  a.length === b.length && a.every((p, i) => p.code === b[i]?.code && p.message === b[i]?.message);
