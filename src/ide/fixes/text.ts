/** A file's own manner: its line ends, its indentation, where its lines begin and end. */
import type { Edit } from "../../core/diagnostic.ts";
import type { FileScope } from "../snapshot.ts";

export const eolOf = (text: string): string => (/\r\n/.test(text) ? "\r\n" : "\n");

export const lineStart = (text: string, at: number): number => (at <= 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1);

/** Before its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === "\r" ? end - 1 : end;
}

/** Where the next line begins; the end of the text after its last line. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** What stands before the first character of a line that is no blank. */
export const indentOf = (text: string, at: number): string =>
  /^[ \t]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? "";

/** By how much a file indents: the first line of it that is indented says so. */
export const unitOf = (text: string): string => /^( {1,8})\S/m.exec(text)?.[1] ?? "  ";

/** The comment lines right above a line that are indented like it: they speak of it. */
export function withCommentsAbove(text: string, start: number): number {
  const indent = indentOf(text, start);
  let at = lineStart(text, start);
  while (at > 0) {
    const above = lineStart(text, at - 1);
    if (!text.startsWith(`${indent}#`, above)) break;
    at = above;
  }
  return at;
}

/** Whole lines at the start of a line, or after the last one where no break ends it. */
export function insertLines(file: FileScope, at: number, lines: readonly string[]): Edit {
  const { text, uri } = file.def;
  const eol = eolOf(text);
  const open = at === text.length && at > 0 && text[at - 1] !== "\n";
  const inserted = open ? `${eol}${lines.join(eol)}` : `${lines.join(eol)}${eol}`;
  return { uri, span: { start: at, end: at }, text: inserted };
}

export const replace = (file: FileScope, start: number, end: number, text: string): Edit => ({
  uri: file.def.uri,
  span: { start, end },
  text,
});

/** A name that is not taken yet: `name`, `name2`, `name3` … */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name;
  for (let i = 2; ; i++) if (!taken(`${name}${i}`)) return `${name}${i}`;
}

/** Long code is cut in a title. */
export const code = (text: string): string =>
  `\`${(text.length > 80 ? `${text.slice(0, 79)}…` : text).replace(/\s+/g, " ")}\``;
