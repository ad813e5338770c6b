/** Networks and blocks of the built-in library for a file that does not use it yet: taking one adds its `use`. */

import type { Edit } from "../../core/diagnostic.ts";
import type { FileScope } from "../../front/yaml/index.ts";
import { files as library } from "../../library/files.ts";
import { rootPart } from "../fixes/entries.ts";
import { freeName, lineStart } from "../fixes/text.ts";
import type { Offer } from "./item.ts";

interface Entry {
  readonly file: string;
  readonly name: string;
  readonly doc: string;
}

export const libraryNames: readonly string[] = Object.keys(library);

const entries: readonly Entry[] = Object.entries(library).flatMap(([file, text]) => {
  const model = /^model:\s*(\w+)/m.exec(text)?.[1];
  const blocks = text.slice(text.search(/^blocks:/m));
  const found = [...blocks.matchAll(/((?:^ {2}#.*\n)*)^ {2}([A-Z]\w*):/gm)].map(([, doc = "", name = ""]) => ({
    file,
    name,
    doc: doc.replace(/^ *# ?/gm, "").trim(),
  }));
  return model ? [{ file, name: model, doc: "" }, ...found] : found;
});

/** Short names that a `use` of a library file goes by. */
const ALIASES: ReadonlyMap<string, string> = new Map([["torchvision", "tv"]]);

export function libraryOffers(file: FileScope, group: number): Offer[] {
  const { uses, blocks } = file.def;
  const used = new Set(uses.map(({ target }) => target));
  const taken = new Set([...uses.map(({ name }) => name.text), ...blocks.keys()]);
  return entries.flatMap(({ file: from, name, doc }, order): Offer[] => {
    if (used.has(from)) return [];
    const alias = freeName(ALIASES.get(from) ?? from, (one) => taken.has(one));
    const edit = useEdit(file, alias, from);
    if (!edit) return [];
    return [
      {
        label: `${alias}.${name}`,
        filterText: name,
        kind: "block",
        group,
        order,
        detail: `from ${from}, adds its \`use\``,
        ...(doc ? { documentation: doc } : {}),
        text: `${alias}.${name}`,
        more: [edit],
      },
    ];
  });
}

/** Beside what is used already, else on a line of its own below the model's name. */
function useEdit(file: FileScope, alias: string, target: string): Edit | undefined {
  const { uri, text } = file.def;
  const insert = (at: number, by: string): Edit => ({ uri, span: { start: at, end: at }, text: by });
  const line = `${alias}: ${target}`;
  const use = rootPart(file, "use");
  if (use) {
    const { value, valueAt } = use;
    if (value?.kind !== "map") return undefined;
    const [first] = value.starts;
    if (first === undefined) return value.flow ? insert(valueAt + 1, ` ${line} `) : undefined;
    const at = valueAt + first;
    if (value.flow) return insert(at, `${line}, `);
    const indent = text.slice(lineStart(text, at), at);
    return insert(at, `${line}\n${indent}`);
  }
  const model = rootPart(file, "model");
  if (!model) return insert(file.tree.root ? file.tree.rootAt : 0, `use: { ${line} }\n`);
  const end = text.indexOf("\n", model.end);
  return end < 0 ? undefined : insert(end + 1, `use: { ${line} }\n`);
}
