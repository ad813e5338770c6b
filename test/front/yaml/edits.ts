/** Model files, and edits of them as people and tools make them: characters, words and lines, typed, removed, moved, undone. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";

const folder = new URL("./models/", import.meta.url);

export const MODELS: readonly { readonly name: string; readonly text: string }[] = readdirSync(folder)
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

/** Two numbers say where, in thousandths of the text or of its lines; `text` is what is inserted. */
export interface Edit {
  readonly kind: "insert" | "type" | "delete" | "cut line" | "copy line" | "move line" | "indent" | "undo";
  readonly at: number;
  readonly to: number;
  readonly text: string;
}

const PIECES = [
  ..."ab1 :#-'\"[]{}(),>|&*!?%@=.\t\n\r\\",
  "\r\n",
  "\ud800",
  "é",
  "\ufeff",
  ": ",
  " #",
  "- ",
  "->",
  " -> ReLU",
  "=> [N, 3]",
  "\n  ",
  "\n    ",
  "\n  - ",
  "\n  x: ",
  "\n---\n",
  "\n<<<<<<< a\n",
  "\n=======\n",
  "\n>>>>>>> b\n",
  "\n# note\n",
  "|\n",
  "(3, 3)",
];

export const anEdit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant("type" as const) },
    { weight: 3, arbitrary: fc.constant("insert" as const) },
    { weight: 2, arbitrary: fc.constant("delete" as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("cut line" as const, "copy line" as const, "move line" as const, "indent" as const),
    },
    { weight: 2, arbitrary: fc.constant("undo" as const) },
  ),
  at: fc.nat(999),
  to: fc.nat(999),
  text: fc.constantFrom(...PIECES),
});

const place = (thousandths: number, length: number): number => Math.floor((thousandths * length) / 1000);

export function edited(text: string, edit: Edit, previous: string): string {
  const lines = text.split("\n");
  const line = place(edit.at, lines.length);
  const other = place(edit.to, lines.length);
  const at = place(edit.at, text.length + 1);
  switch (edit.kind) {
    case "insert":
      return text.slice(0, at) + edit.text + text.slice(at);
    case "type": {
      // At a line's end or near it, where most is typed.
      const back = edit.to % 12;
      const typed = lines[line] ?? "";
      const cut = Math.max(0, typed.length - (back > 6 ? 0 : back));
      return lines.with(line, typed.slice(0, cut) + edit.text + typed.slice(cut)).join("\n");
    }
    case "delete":
      return text.slice(0, at) + text.slice(at + 1 + (edit.to % 7));
    case "cut line":
      return lines.toSpliced(line, 1).join("\n");
    case "copy line":
      return lines.toSpliced(other, 0, lines[line] ?? "").join("\n");
    case "move line":
      return lines
        .toSpliced(line, 1)
        .toSpliced(other, 0, lines[line] ?? "")
        .join("\n");
    case "indent":
      return lines.with(line, edit.to % 2 === 0 ? `  ${lines[line]}` : (lines[line] ?? "").slice(2)).join("\n");
    case "undo":
      return previous;
  }
}
