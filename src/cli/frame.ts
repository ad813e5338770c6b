/**
 * A line of source with a mark under a part of it. Tabs, wide characters and what a terminal must not see are laid out
 * column by column, so that the mark stands where the eye expects it; a long line is cut around the mark.
 */
import type { Lines } from "../core/lines.ts";
import type { Span } from "../core/span.ts";
import { visible } from "../export/safe-text.ts";
import { type Look, type Style, textWidth, toAscii, widthOf } from "./terminal.ts";

const TAB = 4;

interface Cell {
  readonly text: string;
  readonly column: number;
  readonly width: number;
  /** UTF-16 column in the line. */
  readonly at: number;
}

export interface FrameOptions {
  readonly look: Look;
  readonly mark: "^" | "-";
  readonly style: Style;
  /** Columns of the line number, so that frames of one problem stand under each other. */
  readonly gutter: number;
}

/** Two lines: the source, and the mark. A span over several lines is marked to the end of its first. */
export function frameOf(lines: Lines, span: Span, { look, mark, style, gutter }: FrameOptions): readonly string[] {
  const { paint, ascii } = look;
  const start = lines.position(span.start);
  const end = lines.position(span.end);
  const source = lines.line(start.line);
  const stop = end.line === start.line ? end.character : source.length;
  const cells = layOut(source, ascii);
  const total = cells.reduce((sum, { width }) => sum + width, 0);
  const columnAt = (character: number): number => cells.find(({ at }) => at >= character)?.column ?? total;
  const from = columnAt(start.character);
  const to = Math.max(from + 1, Math.min(columnAt(stop), Math.max(total, from + 1)));

  const room = Math.max(20, look.width - gutter - 3);
  const dots = ascii ? "..." : "…";
  const cut = textWidth(dots);
  // Cut on the left only as far as the end of the line needs, and on the right only when something is left there.
  const left = total > room ? Math.max(0, Math.min(from - Math.floor(room / 4), total - room + cut)) : 0;
  const open = room - (left > 0 ? cut : 0);
  const right = total - left > open ? left + open - cut : total;
  const shown = cells.filter(({ column, width }) => column >= left && column + width <= right);
  const offset = shown[0]?.column ?? left;
  const cutLeft = left > 0 ? dots : "";
  const last = shown.at(-1);
  const cutRight = last && last.column + last.width < total ? dots : "";
  const text = shown
    .map((cell) => cell.text)
    .join("")
    .trimEnd();
  const markFrom = from - offset + textWidth(cutLeft);
  const markTo = Math.min(to - offset + textWidth(cutLeft), textWidth(cutLeft + text) + 1);

  const number = String(start.line + 1).padStart(gutter);
  return [
    `${paint("blue", `${number} |`)} ${cutLeft}${text}${cutRight}`,
    `${paint("blue", `${" ".repeat(gutter)} |`)} ${" ".repeat(Math.max(0, markFrom))}${paint(style, mark.repeat(Math.max(1, markTo - markFrom)))}`,
  ];
}

function layOut(line: string, ascii: boolean): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let at = 0;
  for (const c of line) {
    const harmless = c === "\t" ? " ".repeat(TAB - (column % TAB)) : visible(c);
    const text = ascii ? toAscii(harmless) : harmless;
    const width = text === c ? widthOf(c) : text.length;
    cells.push({ text, column, width, at });
    column += width;
    at += c.length;
  }
  return cells;
}
