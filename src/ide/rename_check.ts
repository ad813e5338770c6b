/**
 * Whether every name still means what it meant once some have another text. The files are read again as they would be,
 * and each name is compared with the one that stood in its place.
 */
import type { Edit } from "../core/diagnostic.ts";
import { type Declaration, namesOf, type Occurrence } from "./names/index.ts";
import { type Reading, Readings } from "./names/readings.ts";
import { redeclare, toldOf } from "./names/redeclare.ts";

const WHAT: Readonly<Record<Declaration["kind"], string>> = {
  model: "the model",
  block: "a block",
  file: "a used file",
  param: "a parameter",
  input: "an input",
  weight: "a weight",
  symbol: "a size",
  layer: "a layer",
  output: "an output",
  counter: "a counter",
};

/** `a layer of "Up"`. */
export function describe(declaration: Declaration): string {
  const what = WHAT[declaration.kind];
  if (!("block" in declaration) || declaration.block.root) return what;
  return `${what} of "${declaration.block.name.text}"`;
}

/** Why `edits`, each from one name to another, would change what a name means; undefined when they change nothing. */
export function whatChanges(
  before: Readings,
  edits: readonly Edit[],
  oldName: string,
  newName: string,
): string | undefined {
  const after = redeclare(before.files, edits);
  const then = new Readings(after);
  const moved = new Moved(edits);
  for (const [i, file] of before.files.entries()) {
    const now = after[i];
    if (!now) continue;
    const old = namesOf(file).occurrences;
    const fresh = namesOf(now).occurrences;
    for (let k = 0; k < Math.max(old.length, fresh.length); k++) {
      const [a, b] = [old[k], fresh[k]];
      if (a && b && same(a, b, file.def.uri, moved) && alike(before.of(file, a), then.of(now, b), moved)) continue;
      const line = b ? lineAt(now.def.text, b.span.start) : lineAt(file.def.text, a?.span.start ?? 0);
      if ((b ?? a)?.text === oldName)
        return `Line ${line} has the name "${oldName}" as well, and would then mean another thing: rename that first.`;
      return inTheWay(newName, a, b, line);
    }
  }
  // What could be read before and cannot be any more.
  const unread = before.files.some((file, i) => {
    const now = after[i];
    return now && now.def !== file.def && toldOf(now).join() !== toldOf(file).join();
  });
  return unread ? `With the name "${newName}" what names it could no longer be read.` : undefined;
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split("\n").length;

function inTheWay(
  newName: string,
  before: Occurrence | undefined,
  after: Occurrence | undefined,
  line: number,
): string {
  if (before?.text === newName) {
    if (before.kind === "declared")
      return `The name "${newName}" is taken: line ${line} names ${describe(before.declaration)} by it.`;
    if (before.kind === "op")
      return `"${newName}" is an operator, which line ${line} places: it would no longer be found.`;
    if (before.kind === "function")
      return `"${newName}" is a function, which line ${line} calls: it would no longer be found.`;
  }
  if (after?.kind === "declared" && after.text === newName)
    return `The name "${newName}" is taken: in line ${line} it would mean ${describe(after.declaration)}.`;
  return `With the name "${newName}", line ${line} would no longer mean the same.`;
}

function same(a: Occurrence, b: Occurrence, uri: string, moved: Moved): boolean {
  return (
    a.kind === b.kind &&
    a.role === b.role &&
    moved.to(uri, a.span.start) === b.span.start &&
    alike(itself(a), itself(b), moved) &&
    (a.kind !== "word" || a.text === b.text)
  );
}

const itself = (o: Occurrence): readonly Reading[] =>
  o.kind === "declared" || o.kind === "word" ? [{ kind: "declared", declaration: o.declaration }] : [];

/** The same readings, places moved by the edits. */
function alike(before: readonly Reading[], after: readonly Reading[], moved: Moved): boolean {
  if (before.length !== after.length) return false;
  const key = (reading: Reading, to: (uri: string, at: number) => number): string => {
    if (reading.kind === "op") return `${reading.part} ${reading.op.name}`;
    const { uri, span, kind } = reading.declaration;
    return `${uri} ${to(uri, span.start)} ${kind}`;
  };
  const fresh = new Set(after.map((r) => key(r, (_, at) => at)));
  return before.every((r) => fresh.has(key(r, (uri, at) => moved.to(uri, at))));
}

/** Where an offset is after the edits. */
class Moved {
  private readonly edits = new Map<string, { readonly start: number; readonly by: number }[]>();

  constructor(edits: readonly Edit[]) {
    for (const { uri, span, text } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
      let known = this.edits.get(uri);
      if (!known) this.edits.set(uri, (known = []));
      known.push({ start: span.start, by: (known.at(-1)?.by ?? 0) + text.length - (span.end - span.start) });
    }
  }

  to(uri: string, offset: number): number {
    const edits = this.edits.get(uri) ?? [];
    let low = 0;
    for (let high = edits.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((edits[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return offset + (edits[low - 1]?.by ?? 0);
  }
}
