/** Texts that come with Shapewright: the page of each code, and the models of the library. */
import { pages } from "../check/pages.ts";
import { libraryUri } from "../front/yaml/imports.ts";
import { files } from "../library/files.ts";

/** Markdown; undefined when there is no such code. */
export const pageOf = (code: string): string | undefined => (Object.hasOwn(pages, code) ? pages[code] : undefined);

export function libraryText(uri: string): string | undefined {
  for (const [name, text] of Object.entries(files)) if (libraryUri(name) === uri) return text;
  return undefined;
}
