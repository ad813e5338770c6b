/** Files as they would be after edits: read again, with what they use as it would then be. Nothing is worked out. */
import type { Edit } from "../../core/diagnostic.ts";
import { declareFile } from "../../front/yaml/declare.ts";
import type { FileScope } from "../../front/yaml/index.ts";
import { readYaml } from "../../front/yaml/read.ts";
import { Report } from "../../front/yaml/report.ts";
import { applied } from "../edits.ts";
import { memo } from "../snapshot.ts";

/** In the order of those before, which are with all that they use. The name of a used file may change, its path may not. */
export function redeclare(files: readonly FileScope[], edits: readonly Edit[]): readonly FileScope[] {
  const known = new Map<FileScope, FileScope>();
  const again = (file: FileScope): FileScope => {
    const before = known.get(file);
    if (before) return before;
    const { uri, text } = file.def;
    const own = edits.filter((edit) => edit.uri === uri);
    const used = file.def.uses.map(({ name }) => {
      const target = file.uses.get(name.text);
      return target && again(target);
    });
    const same = own.length === 0 && file.def.uses.every(({ name }, i) => file.uses.get(name.text) === used[i]);
    const after = same ? file : edited(file, applied(text, own), used);
    known.set(file, after);
    return after;
  };
  return files.map(again);
}

function edited(file: FileScope, text: string, used: readonly (FileScope | undefined)[]): FileScope {
  const tree = readYaml(text, file.tree);
  const def = text === file.def.text ? file.def : declareFile(file.def.uri, tree, new Report());
  return { tree, def, uses: new Map(def.uses.map(({ name }, i) => [name.text, used[i]])) };
}

/** The codes of what cannot be read in a file, in order. */
export const toldOf = memo((file: FileScope): readonly string[] => {
  const report = new Report();
  declareFile(file.def.uri, file.tree, report);
  return report.problems.map(({ code }) => code);
});
