/** Where something is named, in its own file and in those that use it. */
import type { Place } from "../core/diagnostic.ts";
import { type Declaration, namesOf, sameDeclaration } from "./names/index.ts";
import type { FileScope } from "./snapshot.ts";

export interface Reference extends Place {
  readonly role: "declaration" | "use";
}

/** `others` are the files in which it may be named as well, with what they use. */
export function references(
  file: FileScope,
  offset: number,
  others: Iterable<FileScope>,
  includeDeclaration: boolean,
): readonly Reference[] {
  const asked = namesOf(file).at(offset);
  if (asked?.kind !== "declared") return [];
  const files = withUsed(file, others);
  return [...files.values()].flatMap((one) => referencesIn(one, asked.declaration, includeDeclaration));
}

function referencesIn(file: FileScope, declaration: Declaration, includeDeclaration: boolean): Reference[] {
  return namesOf(file).occurrences.flatMap(({ span, role, ...rest }) =>
    rest.kind === "declared" && (includeDeclaration || role === "use") && sameDeclaration(rest.declaration, declaration)
      ? [{ uri: file.def.uri, span, role }]
      : [],
  );
}

/** These files and all that they use, each once; the first comes first. */
export function withUsed(file: FileScope, others: Iterable<FileScope>): ReadonlyMap<string, FileScope> {
  const out = new Map<string, FileScope>();
  const todo: FileScope[] = [file, ...others].reverse();
  for (let next = todo.pop(); next; next = todo.pop()) {
    if (out.has(next.def.uri)) continue;
    out.set(next.def.uri, next);
    for (const used of next.uses.values()) if (used) todo.push(used);
  }
  return out;
}
