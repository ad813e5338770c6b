/** What a file declares and nothing mentions. A file without layers of its own is a collection, and nothing in it is unused. */
import type { BlockDef, FileDef } from "./declared.ts";
import { mentionedInBlock } from "./mentions.ts";
import type { Report } from "./report.ts";

/** Gives the blocks that nothing places. */
export function tellUnused({ uri, model, blocks }: FileDef, report: Report): readonly BlockDef[] {
  if (blocks.size === 0 && model.params.size === 0) return [];
  const all = [model, ...blocks.values()];
  const mentions = new Map(all.map((def) => [def, mentionedInBlock(def)]));
  for (const def of all) {
    if (def.layers.length === 0) continue;
    for (const { name } of def.params.values()) {
      if (mentions.get(def)?.has(name.text)) continue;
      report.add(uri, name.span, "unused-param", `Parameter "${name.text}" is never used.`, {
        severity: "hint",
        tag: "unnecessary",
      });
    }
  }
  // The model's own are nodes of its graph, and told as such.
  for (const def of blocks.values()) {
    const several = (def.inputs ?? []).length > 1 ? (def.inputs ?? []) : [];
    for (const [what, list] of [
      ["Input", several],
      ["Weight", def.weights],
    ] as const)
      for (const { name } of def.layers.length === 0 ? [] : list)
        if (!mentions.get(def)?.has(name.text))
          report.add(uri, name.span, "unused-param", `${what} "${name.text}" is never used.`, {
            severity: "hint",
            tag: "unnecessary",
          });
  }
  const unplaced = [...blocks.values()].filter(
    (def) => !all.some((other) => other !== def && mentionsBlock(mentions.get(other), def)),
  );
  if (model.layers.length > 0) {
    for (const { name } of unplaced)
      report.add(uri, name.span, "unused-block", `Block "${name.text}" is never placed.`, {
        severity: "hint",
        tag: "unnecessary",
      });
  }
  return unplaced;
}

const mentionsBlock = (names: ReadonlySet<string> | undefined, def: BlockDef): boolean =>
  names?.has(def.name.text) ?? false;
