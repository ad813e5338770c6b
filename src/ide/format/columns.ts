/**
 * Columns that an author lines up: values, expected shapes, comments at the end of lines. What stands in one column
 * stays in one; it moves to the right together where a text needs the room.
 */
import { newColumn, oldColumn, type Row } from "./rows.ts";

/** One atom of a row that may stand in a column. */
interface Cell {
  readonly row: Row;
  readonly index: number;
}

export function align(rows: readonly Row[]): void {
  const free = rows.filter((row) => !row.frozen);
  for (const run of runs(free, valueCell)) values(run);
  for (const group of shapes(free)) columns(group, 1);
  for (const run of runs(free, commentCell)) columns(run, 2);
}

// ── Values ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What follows a key and its colon. */
function valueCell(row: Row): Cell | undefined {
  const index = row.atoms.findIndex(({ before }, i) => i > 0 && before === "value");
  return index > 0 ? { row, index } : undefined;
}

function values(run: readonly Cell[]): void {
  const lined = run.length > 1 && run.some((cell) => gap(cell) > 1);
  if (run.some(({ row, index }) => index !== 2 || row.atoms[0]?.place?.kept) && lined) return;
  for (const cell of run) set(cell, 1);
  if (!lined) return;
  const column = Math.max(...run.map(({ row, index }) => newColumn(row, index)));
  for (const cell of run) set(cell, 1 + column - newColumn(cell.row, cell.index));
}

// ── Shapes and comments ──────────────────────────────────────────────────────────────────────────────────────────

/** Shapes in one column of one list of layers; lines without a shape may stand between. */
function shapes(rows: readonly Row[]): readonly (readonly Cell[])[] {
  const out: Cell[][] = [];
  let open = new Map<string, Cell[]>();
  let depth = 0;
  for (const row of rows) {
    const own = oldColumn(row, 0);
    if (row.atoms[0]?.first && own < depth) open = new Map();
    if (row.atoms[0]?.first) depth = own;
    const index = row.atoms.findIndex(({ before }) => before === "column");
    if (index <= 0 || isBroken(row, index)) continue;
    const cell = { row, index };
    const key = `${own} ${oldColumn(row, index)}`;
    const group = open.get(key);
    if (group) group.push(cell);
    else {
      const fresh = [cell];
      open.set(key, fresh);
      out.push(fresh);
    }
  }
  return out;
}

function commentCell(row: Row): Cell | undefined {
  const index = row.atoms.length - 1;
  return index > 0 && row.atoms[index]?.before === "comment" ? { row, index } : undefined;
}

/** Where one of them stands further right than it must, that column was chosen and stays if there is room. */
function columns(group: readonly Cell[], least: number): void {
  const chosen = group.some((cell) => gap(cell) > least);
  const moved = Math.max(...group.map(({ row }) => newColumn(row, 0) - oldColumn(row, 0)));
  const wanted = Math.max(...group.map(({ row, index }) => oldColumn(row, index))) + moved;
  for (const cell of group)
    set(cell, isBroken(cell.row, cell.index) ? Math.max(least, cell.row.gaps[cell.index]?.length ?? 0) : least);
  const whole = group.filter(({ row, index }) => !isBroken(row, index));
  if (!chosen || whole.length === 0) return;
  const column = Math.max(wanted, ...whole.map(({ row, index }) => newColumn(row, index)));
  for (const cell of whole) set(cell, least + column - newColumn(cell.row, cell.index));
}

// ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Cells of lines that follow each other, in the column of the one above. */
function runs(rows: readonly Row[], cellOf: (row: Row) => Cell | undefined): readonly (readonly Cell[])[] {
  const out: Cell[][] = [];
  let last: Cell | undefined;
  for (const row of rows) {
    const cell = cellOf(row);
    if (!cell) continue;
    const joins =
      last &&
      last.row.line + 1 === row.line &&
      oldColumn(last.row, last.index) === oldColumn(row, cell.index) &&
      (last.row.atoms[last.index]?.before !== "value" || oldColumn(last.row, 0) === oldColumn(row, 0));
    if (joins) out.at(-1)?.push(cell);
    else out.push([cell]);
    last = cell;
  }
  return out;
}

/** A text of several lines stands before it. */
const isBroken = (row: Row, index: number): boolean => row.atoms.slice(0, index).some(({ whole }) => whole);

/** As it stands in the text. */
const gap = ({ row, index }: Cell): number => (row.atoms[index]?.start ?? 0) - (row.atoms[index - 1]?.end ?? 0);

function set({ row, index }: Cell, width: number): void {
  row.gaps[index] = " ".repeat(width);
}
