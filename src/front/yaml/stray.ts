/** Lines that belong to nothing beside them: one is passed over and told. */
import type { LineCursor } from "./lines.ts";
import { isQuote } from "./lines.ts";
import { goesOn, isDash } from "./marks.ts";
import { moved, problem } from "./problem.ts";
import type { YamlEntry, YamlProblem } from "./tree.ts";

export function strayLine(text: string, cursor: LineCursor, indent: number): YamlProblem {
  const { at, end } = cursor;
  const stop =
    text
      .slice(at, end)
      .replace(/[ \t]#.*$/s, "")
      .trimEnd().length + at;
  const message = goesOn(text, at, end)
    ? "This line goes on with nothing: a chain goes on in lines that are indented deeper than its name."
    : isDash(text, at, end)
      ? "An item without a name stands among named ones: write `name: ` instead of `- `."
      : isQuote(text.charCodeAt(at))
        ? "This quote is never closed."
        : cursor.indent > indent
          ? "This line belongs to nothing above it."
          : "This line has no `: `: an entry is `name: value`.";
  cursor.advance();
  return problem(at, Math.max(stop, at + 1), message);
}

/** Problems of lines that are no entry: they go with the entry before them, or with what holds the collection. */
export class Orphans {
  private readonly outer: YamlProblem[];
  private open: YamlProblem[] = [];

  constructor(outer: YamlProblem[]) {
    this.outer = outer;
  }

  add(p: YamlProblem, entries: readonly YamlEntry[], entryAt: number): void {
    if (entries.length === 0) this.outer.push(p);
    else this.open.push(moved(p, -entryAt));
  }

  close(entries: YamlEntry[]): void {
    const last = entries.at(-1);
    if (!last || this.open.length === 0) return;
    entries[entries.length - 1] = { ...last, problems: [...(last.problems ?? []), ...this.open] };
    this.open = [];
  }
}
