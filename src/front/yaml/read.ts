/**
 * Reads the YAML of a model file, with recovery: it never fails, what is wrong is told at its place, and the rest is
 * read as if it were right. YAML's anchors, aliases, tags and merge keys are told and not followed.
 */
import { BlockReader } from "./block.ts";
import { tooLarge } from "./limits.ts";
import { prepare } from "./prologue.ts";
import type { YamlTree } from "./tree.ts";

export function readYaml(text: string): YamlTree {
  const large = tooLarge(text);
  if (large) return { text, root: undefined, rootAt: 0, problems: [large] };
  const prepared = prepare(text);
  const { node, at, problems } = new BlockReader(prepared.text, prepared.from).root();
  return { text, root: node, rootAt: at, problems: [...prepared.problems, ...problems] };
}
