/** What `use` must say once files are elsewhere: in the files that use them, and in themselves. */
import type { Edit } from "../core/diagnostic.ts";
import { resolveUse } from "../front/yaml/imports.ts";
import type { UseDef } from "../front/yaml/index.ts";
import { files as library } from "../library/files.ts";
import { relativePath } from "./addresses.ts";
import type { FileScope } from "./snapshot.ts";

/** URIs of a file or a folder. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

const LIBRARY: ReadonlyMap<string, string> = new Map(Object.entries(library));

export function movedFiles(
  files: Iterable<FileScope>,
  moves: readonly Move[],
  folders: readonly string[],
): readonly Edit[] {
  const out: Edit[] = [];
  for (const { def } of files) {
    const { uri, text } = def;
    for (const use of def.uses) {
      const found = resolveUse(uri, use.target, folders, LIBRARY);
      if ("problem" in found || LIBRARY.has(use.target)) continue;
      const [home, target] = [moved(uri, moves), moved(found.uri, moves)];
      const path = relativePath(home, target);
      if (path !== undefined && path !== relativePath(uri, found.uri)) out.push(edit(uri, text, use, path));
    }
  }
  return out;
}

function moved(uri: string, moves: readonly Move[]): string {
  for (const { from, to } of moves) if (uri === from || uri.startsWith(`${from}/`)) return to + uri.slice(from.length);
  return uri;
}

/** Quotes around it stay. */
function edit(uri: string, text: string, { span, target }: UseDef, to: string): Edit {
  const at = text.slice(span.start, span.end).indexOf(target);
  const start = span.start + Math.max(at, 0);
  return at < 0
    ? { uri, span, text: JSON.stringify(to) }
    : { uri, span: { start, end: start + target.length }, text: to };
}
