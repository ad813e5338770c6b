/**
 * Formatting. Only blanks and line breaks between atoms change, and what came out is read again: where it would not
 * read as before, less is changed. Lines that cannot be read stay as they are, and so does the structure of a section
 * that something is wrong with.
 */
import type { Span } from "../../core/span.ts";
import type { FileScope } from "../../front/yaml/index.ts";
import { readYaml } from "../../front/yaml/read.ts";
import { applied } from "../edits.ts";
import { type Atoms, atomsOf } from "./atoms.ts";
import { align } from "./columns.ts";
import { indent, type Row, rowsOf, space } from "./rows.ts";
import { readsAs } from "./same.ts";

export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** In the order of the text, none touching another; only in the lines of a range where one is given. */
export function format({ tree }: Pick<FileScope, "tree">, range?: Span): readonly TextEdit[] {
  const { text } = tree;
  const atoms = atomsOf(tree);
  const lines = range && linesOf(text, range);
  for (const moving of [true, false]) {
    const all = edits(text, atoms, moving);
    const wanted = lines ? all.filter(({ span }) => lines.start <= span.start && span.end <= lines.end) : all;
    if (wanted.length === 0 || readsAs(tree, readYaml(applied(text, wanted)))) return wanted;
  }
  return [];
}

function edits(text: string, atoms: Atoms, moving: boolean): readonly TextEdit[] {
  const rows = rowsOf(text, atoms);
  if (rows.length === 0) return [];
  space(rows);
  const moves = indent(rows, moving);
  align(rows);
  const out: TextEdit[] = [];
  let end = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  rows.forEach((row, r) => {
    row.atoms.forEach((atom, i) => {
      const old = text.slice(end, atom.start);
      const own = row.gaps[i] ?? "";
      put(out, end, old, i > 0 ? own : breaks(old, rows[r - 1]) + own);
      if (atom.whole && !row.frozen) inner(out, text, atom, (atom.place && moves.get(atom.place)) ?? 0);
      end = atom.end;
    });
  });
  const rest = text.slice(end);
  put(out, end, rest, isBlock(rows.at(-1)) ? rest : (/\r\n|\n|\r/.exec(rest || text)?.[0] ?? "\n"));
  return out;
}

/** Line breaks between two rows: at most one line stays empty, none at the start of the file. */
function breaks(between: string, above: Row | undefined): string {
  if (!above) return "";
  if (isBlock(above)) return /^[\s\S]*[\r\n]/.exec(between)?.[0] ?? "";
  const kept = above.frozen || above.atoms.at(-1)?.broken ? (/^[^\r\n]*/.exec(between)?.[0] ?? "") : "";
  return kept + (between.match(/\r\n|\n|\r/g) ?? []).slice(0, 2).join("");
}

/** The empty lines below a block of text belong to it. */
const isBlock = (row: Row | undefined): boolean => row?.atoms.at(-1)?.block ?? false;

/** The lines of a text move with the entry that it belongs to. */
function inner(out: TextEdit[], text: string, { start, end }: Span, by: number): void {
  if (by === 0) return;
  for (const match of text.slice(start, end).matchAll(/(?<=[\r\n])( *)(?=[^\s])/g)) {
    const [, blanks = ""] = match;
    put(out, start + match.index, blanks, " ".repeat(Math.max(0, blanks.length + by)));
  }
}

/** What both have in common at their ends is no edit. */
function put(out: TextEdit[], at: number, old: string, text: string): void {
  if (old === text) return;
  let head = 0;
  while (head < old.length && old[head] === text[head]) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < text.length - head &&
    old[old.length - 1 - tail] === text[text.length - 1 - tail]
  )
    tail++;
  // A line break of two characters is not cut in the middle.
  if (head > 0 && old[head - 1] === "\r") head--;
  out.push({
    span: { start: at + head, end: at + old.length - tail },
    text: text.slice(head, text.length - tail),
  });
}

/** From the start of its first line to the end of its last. */
function linesOf(text: string, { start, end }: Span): Span {
  let from = start;
  while (from > 0 && !/[\r\n]/.test(text.charAt(from - 1))) from--;
  const rest = /[\r\n]/.exec(text.slice(end));
  return { start: from, end: rest ? end + rest.index : text.length };
}
