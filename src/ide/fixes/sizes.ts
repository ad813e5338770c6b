/** A declared size that does not work becomes the nearest one that does. */
import type { Edit } from "../../core/diagnostic.ts";
import type { CaseEntry, FileScope } from "../../front/yaml/index.ts";
import type { Ask, Proposal, Proposer } from "./action.ts";
import { code, replace } from "./text.ts";

export const nearestSize: Proposer = (ask) => {
  const { nearest } = ask.problem;
  if (!nearest) return [];
  const entries = declaredAt(ask);
  if (!entries) return [];
  const { file, of } = entries;
  return (["below", "above"] as const).flatMap((side): Proposal[] => {
    const edits: Edit[] = [];
    const texts: string[] = [];
    for (const [name, near] of Object.entries(nearest)) {
      const size = near[side];
      const entry = of.find((e) => e.name.text === name);
      if (size === null || !entry) return [];
      edits.push(replace(file, entry.span.start, entry.span.end, String(size)));
      texts.push(`${name}: ${size}`);
    }
    return ask.mends(edits) ? [{ title: `Change \`sizes\` to ${code(texts.join(", "))}`, edits }] : [];
  });
};

/** The entry of `sizes` that the problem is told of. */
function declaredAt({ snapshot, problem }: Ask): { file: FileScope; of: readonly CaseEntry[] } | undefined {
  const { file } = snapshot;
  if (!file) return undefined;
  for (const { uri, span } of [problem, ...(problem.related ?? [])]) {
    if (uri !== file.def.uri) continue;
    const found = file.def.sizes.find((s) => s.span.start === span.start && s.span.end === span.end);
    if (found) return { file, of: found.entries };
  }
  return undefined;
}
