/** Files as they would be after edits: read again, with what they use as it would then be. Nothing is worked out. */
import type { Edit } from "../../core/diagnostic.ts";
import { declareFile } from "../../front/yaml/declare.ts";
import type { FileScope } from "../../front/yaml/index.ts";
import { readYaml } from "../../front/yaml/read.ts";
import { Report } from "../../front/yaml/report.ts";

export interface Redeclared {
  /** In the order of those before. */
  readonly files: readonly FileScope[];
  /** The codes of what cannot be read in them, in order. */
  readonly told: readonly string[];
}

/** `files` are with all that they use. The name of a used file may change, its path may not. */
export function redeclare(files: readonly FileScope[], edits: readonly Edit[]): Redeclared {
  const report = new Report();
  const known = new Map<FileScope, FileScope>();
  const again = (file: FileScope): FileScope => {
    const before = known.get(file);
    if (before) return before;
    const { uri, text } = file.def;
    const tree = readYaml(
      applied(
        text,
        edits.filter((edit) => edit.uri === uri),
      ),
      file.tree,
    );
    const uses = new Map<string, FileScope | undefined>();
    const after: FileScope = { tree, def: declareFile(uri, tree, report), uses };
    known.set(file, after);
    after.def.uses.forEach(({ name }, i) => {
      const used = file.uses.get(file.def.uses[i]?.name.text ?? "");
      uses.set(name.text, used && again(used));
    });
    return after;
  };
  return { files: files.map(again), told: report.problems.map(({ code }) => code) };
}

/** Edits of one text that do not overlap. */
export function applied(text: string, edits: readonly Edit[]): string {
  let out = text;
  for (const { span, text: piece } of [...edits].sort((a, b) => b.span.start - a.span.start))
    out = out.slice(0, span.start) + piece + out.slice(span.end);
  return out;
}
