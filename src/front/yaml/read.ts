/**
 * Reads the YAML of a model file, with recovery: it never fails, what is wrong is told at its place, and the rest is
 * read as if it were right. YAML's anchors, aliases, tags and merge keys are told and not followed.
 */
import { BlockReader } from "./block.ts";
import { reread } from "./incremental.ts";
import { tooLarge } from "./limits.ts";
import { prepare } from "./prologue.ts";
import { shareNode } from "./share.ts";
import type { YamlTree } from "./tree.ts";

/** The tree of a text; nodes of the tree `before` that are equal are taken over. */
export function readYaml(text: string, before?: YamlTree): YamlTree {
  if (before?.text === text) return before;
  const large = tooLarge(text);
  if (large) return { text, root: undefined, rootAt: 0, problems: [large] };
  const local = before && reread(before, text);
  if (local) return local;
  const prepared = prepare(text);
  const { node, at, problems } = new BlockReader(prepared.text, prepared.from).root();
  return {
    text,
    root: before?.root && node ? shareNode(before.root, node) : node,
    rootAt: at,
    problems: [...prepared.problems, ...problems],
  };
}
