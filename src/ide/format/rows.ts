/** The lines of a file as rows of atoms, each with the blanks before it, and how deep each row stands. */
import { type Atom, type Atoms, lineEnd, type Place } from "./atoms.ts";

export interface Row {
  readonly atoms: readonly Atom[];
  /** Where the line begins, and which it is. */
  readonly start: number;
  readonly line: number;
  /** Something is wrong in it: it stays as it is. */
  readonly frozen: boolean;
  /** Blanks before each atom, the row's indentation first; changed in place until they are right. */
  readonly gaps: string[];
}

/** How far each place moves to the right. */
export type Moves = ReadonlyMap<Place, number>;

export function rowsOf(text: string, { list, wrong }: Atoms): readonly Row[] {
  const rows: Row[] = [];
  const from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let start = from;
  let line = 0;
  let atoms: Atom[] = [];
  const close = (): void => {
    const last = atoms.at(-1);
    if (!last) return;
    const frozen = wrong.some((w) => w.start <= lineEnd(text, last.end) && start <= w.end);
    const gaps = atoms.map((atom, i) => text.slice(atoms[i - 1]?.end ?? Math.min(start, atom.start), atom.start));
    rows.push({ atoms, start, line, frozen, gaps });
    atoms = [];
  };
  let end = from;
  let next = 0;
  for (const atom of list) {
    const breaks = [...text.slice(end, atom.start).matchAll(/\r\n|\n|\r/g)];
    const last = breaks.at(-1);
    if (last) {
      close();
      next += breaks.length;
      start = end + last.index + last[0].length;
    }
    if (atoms.length === 0) line = next;
    atoms.push(atom);
    if (atom.whole) next += text.slice(atom.start, atom.end).match(/\r\n|\n|\r/g)?.length ?? 0;
    end = atom.end;
  }
  close();
  return rows;
}

export const oldColumn = (row: Row, i: number): number => (row.atoms[i]?.start ?? 0) - row.start;

export function newColumn(row: Row, i: number): number {
  let column = 0;
  for (let n = 0; n <= i; n++) {
    const before = row.atoms[n - 1];
    column += (before ? before.end - before.start : 0) + (row.gaps[n]?.length ?? 0);
  }
  return column;
}

/** Sets the blanks inside rows, except where columns decide. */
export function space(rows: readonly Row[]): void {
  for (const { atoms, gaps, frozen } of rows) {
    if (frozen) continue;
    atoms.forEach(({ before, place, inside }, i) => {
      // After `- ` the rest of an item stands where its lines do.
      const held = place?.kept && !inside && before === 1;
      if (i > 0 && typeof before === "number" && !held) gaps[i] = " ".repeat(before);
    });
  }
}

/** Sets the indentation of rows. */
export function indent(rows: readonly Row[], moving: boolean): Moves {
  const moves = new Map<Place, number>();
  const depths = new Map<number, number>();
  rows.forEach((row, r) => {
    row.atoms.forEach(({ place, first }, i) => {
      if (!first || !place) return;
      const old = oldColumn(row, i);
      const depth = moving && !place.kept ? place.depth : old;
      moves.set(place, depth - old);
      if (i === 0) depths.set(r, depth);
    });
  });
  /** Entries that hold the row, outermost first. */
  const open: { readonly old: number; readonly depth: number }[] = [];
  rows.forEach((row, r) => {
    const [head] = row.atoms;
    if (!head || head.kind === "odd" || row.frozen) return;
    const old = oldColumn(row, 0);
    const own = depths.get(r);
    if (own !== undefined) setDepth(row, own);
    else if (head.kind === "comment" && !head.inside) setDepth(row, moving ? commentDepth(rows, r, depths, open) : old);
    else setDepth(row, Math.max(0, old + ((head.place && moves.get(head.place)) ?? 0)));
    row.atoms.forEach(({ place, first }, i) => {
      if (!first || !place) return;
      const column = oldColumn(row, i);
      while ((open.at(-1)?.old ?? -1) >= column) open.pop();
      open.push({ old: column, depth: column + (moves.get(place) ?? 0) });
    });
  });
  return moves;
}

/**
 * With the entry below it, or with an entry above where it stands like that one. Anywhere else it keeps its distance: a
 * comment documents an entry when both begin in one column, which is the author's to say.
 */
function commentDepth(
  rows: readonly Row[],
  r: number,
  depths: ReadonlyMap<number, number>,
  open: readonly { readonly old: number; readonly depth: number }[],
): number {
  const row = rows[r];
  if (!row) return 0;
  const old = oldColumn(row, 0);
  let n = r + 1;
  while (n < rows.length && !depths.has(n)) n++;
  const next = rows[n];
  const below = next ? { old: oldColumn(next, 0), depth: depths.get(n) ?? 0 } : { old: 0, depth: 0 };
  if (old === below.old) return below.depth;
  const like = open.find((o) => o.old === old && o.old > below.old);
  return like ? like.depth : Math.max(0, old + below.depth - below.old);
}

function setDepth(row: Row, depth: number): void {
  if (row.gaps[0]?.length !== depth) row.gaps[0] = " ".repeat(depth);
}
