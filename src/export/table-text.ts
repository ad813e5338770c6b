/** The table of layers as lines of text. In a narrow terminal long texts are cut, and formulas left out where numbers say it. */
import type { Row } from "./table.ts";

export interface PrintOptions {
  readonly width: number;
  readonly ascii: boolean;
  /** Heads the column of shapes at sizes. */
  readonly sizes: string;
  /** Columns that a text takes. */
  readonly measure: (text: string) => number;
  /** Text from the file, made fit to show. */
  readonly say: (text: string) => string;
}

const columns = ["layer", "what", "shape", "at", "parameters", "macs"] as const;
type Column = (typeof columns)[number];

/** Columns that may be cut, and to what, in this order. */
const cuts: readonly (readonly [Column, number])[] = [
  ["what", 24],
  ["shape", 26],
  ["layer", 18],
  ["what", 14],
  ["shape", 16],
  ["layer", 10],
];

/** Each row with what a colour may depend on; the head comes first. */
export function tableLines(
  rows: readonly Row[],
  { width, ascii, sizes, measure, say }: PrintOptions,
): readonly { readonly text: string; readonly row: Row | undefined }[] {
  const marks = { good: "  ", fails: ascii ? "x " : "✗ ", unused: "- " };
  const cells = rows.map(
    (row): Record<Column, string> => ({
      layer: `${marks[row.state]}${"  ".repeat(Math.min(row.level, 20))}${say(row.name)}`,
      what: say(row.what),
      shape: say(row.shape),
      at: row.at,
      parameters: row.parameters,
      macs: row.macs,
    }),
  );
  // A column that says nothing new is left out.
  const same = rows.every(({ shape, at }) => at === "" || at === shape);
  const head: Record<Column, string> = {
    layer: "  Layer",
    what: "Operator",
    shape: "Output",
    at: sizes,
    parameters: "Parameters",
    macs: "MACs",
  };
  const measured = (shown: readonly Column[]) =>
    new Map(shown.map((column) => [column, Math.max(...[head, ...cells].map((cell) => measure(cell[column])))]));
  let widths = fitted(measured(columns.filter((column) => column !== "at" || !same)), width);
  if (!same && total(widths) > width) widths = fitted(measured(columns.filter((column) => column !== "shape")), width);
  const shown = [...widths.keys()];
  const line = (cell: Record<Column, string>): string =>
    shown
      .map((column) => {
        const room = widths.get(column) ?? 0;
        const text = cut(cell[column], room, ascii ? ".." : "…", measure);
        const fill = " ".repeat(Math.max(0, room - measure(text)));
        return column === "parameters" || column === "macs" ? fill + text : text + fill;
      })
      .join("  ")
      .trimEnd();
  const rule = (ascii ? "-" : "─").repeat(total(widths));
  return [
    { text: line(head), row: undefined },
    { text: rule, row: undefined },
    ...cells.map((cell, i) => ({ text: line(cell), row: rows[i] })),
    { text: rule, row: undefined },
  ];
}

type Widths = ReadonlyMap<Column, number>;

const total = (widths: Widths): number => [...widths.values()].reduce((a, b) => a + b, 2 * (widths.size - 1));

/** Cut as far as `cuts` allows. */
function fitted(natural: Widths, width: number): Widths {
  const widths = new Map(natural);
  for (const [column, least] of cuts) {
    const over = total(widths) - width;
    const now = widths.get(column);
    if (over > 0 && now !== undefined) widths.set(column, Math.max(Math.min(now, least), now - over));
  }
  return widths;
}

function cut(text: string, room: number, dots: string, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  let kept = "";
  for (const c of text) {
    if (measure(kept + c) + dots.length > room) break;
    kept += c;
  }
  return kept + dots;
}
