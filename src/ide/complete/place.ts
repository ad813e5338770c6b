/**
 * Where in the file a cursor is: under which keys, and at a key or in a value. It is read from the text and its
 * indentation alone, upward from the cursor, so that a line that is half typed or empty has its place as well.
 */
import { lineStart } from "../fixes/text.ts";

export interface Place {
  /** The keys around, outermost first. */
  readonly path: readonly string[];
  /** At a name before a colon, in a value, or at the start of an item of a list. */
  readonly role: "key" | "value";
  /** The value up to the cursor (at a key: the key up to the cursor), and where that starts in the document. */
  readonly text: string;
  readonly at: number;
  /** Inside YAML's own `{ }` or `[ ]`, where a comma ends a value. */
  readonly flow: boolean;
  /** An item of a list, `- ` or in `[ ]`. */
  readonly item: boolean;
  /** Names that the mapping around has already, the one at the cursor left out. */
  readonly siblings: readonly string[];
  /** What stands beside it are items with dashes. */
  readonly list: boolean;
  /** At a key: its colon is there. */
  readonly colon: boolean;
}

interface Row {
  readonly start: number;
  /** Of the first character that is no blank. */
  readonly indent: number;
  /** Of what stands after the dashes of items. */
  readonly column: number;
  readonly dashes: boolean;
  readonly key: string | undefined;
  /** In the document: after the colon and the blanks, or after the dashes where there is no key. */
  readonly valueAt: number;
  /** Without its comment. */
  readonly value: string;
}

const ROW =
  /^([ \t]*)((?:-(?:[ \t]+|$))*)(?:("[^"]*"|'[^']*'|[\p{L}\p{N}\p{M}_$.]+(?:[ \t]*,[ \t]*[\p{L}\p{N}\p{M}_]+)*)[ \t]*:(?=[ \t]|$)[ \t]*)?(.*)$/u;

function rowAt(text: string, start: number, end: number): Row {
  const line = withoutComment(text.slice(start, end).replace(/\r$/, ""));
  const [, blanks = "", dashes = "", key, value = ""] = ROW.exec(line) ?? [];
  return {
    start,
    indent: blanks.length,
    // After a dash with nothing behind it, one blank.
    column:
      blanks.length + (key === undefined && value === "" ? dashes.trimEnd().length + (dashes ? 1 : 0) : dashes.length),
    dashes: dashes !== "",
    key: key?.replace(/^["']|["']$/g, ""),
    // Where nothing is written yet: after the blank that follows the colon or the dash.
    valueAt: value !== "" ? start + line.length - value.length : start + line.trimEnd().length + 1,
    value: value.trimEnd(),
  };
}

/** Blanks in the place of a comment keep every other character where it is. */
function withoutComment(line: string): string {
  const at = commentStart(line);
  return at < 0 ? line : line.slice(0, at) + " ".repeat(line.length - at);
}

function commentStart(line: string): number {
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const c = line[i] ?? "";
    if (quote !== "") {
      if (c === "\\" && quote === '"') i++;
      else if (c === quote) quote = "";
    } else if ((c === '"' || c === "'") && !/[\p{L}\p{N}\p{M}_]/u.test(line[i - 1] ?? "")) quote = c;
    else if (c === "#" && (i === 0 || /\s/.test(line[i - 1] ?? ""))) return i;
  }
  return -1;
}

/** Undefined inside a comment. */
export function placeAt(text: string, offset: number): Place | undefined {
  const start = lineStart(text, offset);
  const newline = text.indexOf("\n", offset);
  const end = newline < 0 ? text.length : newline;
  const before = text.slice(start, offset);
  // Right after a colon a blank is to come first.
  if (commentStart(before) >= 0 || before.endsWith(":")) return undefined;
  const blank = text.slice(start, end).trim() === "";
  const own = rowAt(text, start, end);
  const row: Row = blank ? { ...own, indent: before.length, column: before.length } : own;
  const around = ancestors(text, row);
  const continued = around.open;
  if (continued) {
    const value = cleaned(text, continued.at, offset);
    return flowPlace(around.path, value, continued.at, text, continued.item);
  }
  const { path } = around;
  if (row.key !== undefined && offset >= row.valueAt) {
    // Its value stands on the lines below.
    if (row.value === "" && childIndent(text, start, -1) !== undefined) return undefined;
    return flowPlace([...path, row.key], cleaned(text, row.valueAt, offset), row.valueAt, text, false);
  }
  if (row.dashes && before.endsWith("-")) return undefined;
  const keyAt = start + row.column;
  if (!blank && offset < keyAt) return undefined;
  if (around.child !== undefined && row.indent !== around.child) return undefined;
  if (row.key === undefined && row.dashes && offset >= keyAt) {
    const value = cleaned(text, keyAt, offset);
    return flowPlace(path, value, keyAt, text, true);
  }
  return {
    path,
    role: "key",
    text: text.slice(keyAt, offset),
    at: keyAt,
    colon: row.key !== undefined,
    flow: false,
    item: row.dashes,
    ...siblings(text, row),
  };
}

const cleaned = (text: string, from: number, to: number): string =>
  text
    .slice(from, Math.max(from, to))
    .split("\n")
    .map((line) => withoutComment(line))
    .join("\n");

interface Around {
  readonly path: readonly string[];
  /** Where what is in the same mapping or list is indented to; undefined where nothing else is. */
  readonly child?: number | undefined;
  /** The value of the last key goes on to the cursor's line. */
  readonly open?: { readonly at: number; readonly item: boolean };
}

function ancestors(text: string, own: Row): Around {
  const path: string[] = [];
  let need = own.dashes ? own.indent : own.column;
  let dashed = own.dashes;
  let open: { at: number; item: boolean } | undefined;
  let parent: number | undefined;
  for (let end = own.start - 1; end >= 0 && (need > 0 || dashed); ) {
    const start = lineStart(text, end);
    const row = rowAt(text, start, end);
    end = start - 1;
    if (row.key === undefined && row.value === "" && !row.dashes) continue;
    const holds = row.value !== "" && !/^[|>]/.test(row.value);
    if (row.dashes) {
      const inside = row.column < need;
      // Another item of the list.
      if (!inside && row.indent >= need) continue;
      if (holds && (inside || row.key === undefined)) {
        open = { at: row.valueAt, item: row.key === undefined };
        path.length = 0;
      }
      if (inside && row.key !== undefined) path.unshift(row.key);
      if (inside) parent ??= start;
      need = row.indent;
      dashed = true;
    } else if (row.column < need || (dashed && row.column === need && row.key !== undefined)) {
      if (holds) {
        open = { at: row.valueAt, item: false };
        path.length = 0;
      }
      if (row.key !== undefined) path.unshift(row.key);
      parent ??= start;
      need = row.column;
      dashed = false;
    }
  }
  return open ? { path, open } : { path, child: parent === undefined ? 0 : childIndent(text, parent, own.start) };
}

/** The indentation of the first line below an entry, without the line of the cursor. */
function childIndent(text: string, parent: number, own: number): number | undefined {
  for (let start = text.indexOf("\n", parent) + 1; start > 0; ) {
    const next = text.indexOf("\n", start);
    const row = rowAt(text, start, next < 0 ? text.length : next);
    if (start !== own && (row.key !== undefined || row.value !== "" || row.dashes)) {
      const above = rowAt(text, parent, Math.max(parent, text.indexOf("\n", parent)));
      const deeper = row.indent > above.indent || (row.dashes && row.indent === above.indent && !above.dashes);
      return deeper ? row.indent : undefined;
    }
    start = next + 1;
  }
  return undefined;
}

/** Goes into `{ a: b, c: [d, |`. */
function flowPlace(path: readonly string[], value: string, at: number, text: string, item: boolean): Place {
  let place: Place = {
    path,
    role: "value",
    text: value,
    at,
    flow: false,
    item,
    siblings: [],
    list: false,
    colon: false,
  };
  for (let depth = 0; depth < 8; depth++) {
    const bracket = place.text[0];
    if (bracket !== "{" && bracket !== "[") return place;
    const last = lastPart(place.text);
    if (last === undefined) return place;
    const lead = /^\s*/.exec(place.text.slice(last))?.[0].length ?? 0;
    const partAt = place.at + last + lead;
    const part = place.text.slice(last + lead);
    const inside = { path: place.path, text: part, at: partAt, flow: true, list: false, colon: false };
    if (bracket === "[") {
      place = { ...inside, role: "value", item: true, siblings: [] };
      continue;
    }
    const key = /^("[^"]*"|'[^']*'|[\p{L}\p{N}\p{M}_$.]+)[ \t]*:(?=[ \t]|$)[ \t]*/u.exec(part);
    if (!key) return { ...inside, role: "key", item: false, siblings: flowKeys(text, place.at, partAt) };
    place = {
      ...inside,
      path: [...place.path, (key[1] ?? "").replace(/^["']|["']$/g, "")],
      role: "value",
      text: part.slice(key[0].length),
      at: partAt + key[0].length,
      item: false,
      siblings: [],
    };
  }
  return place;
}

/** Where the part after the last comma begins; undefined when the bracket is closed again. */
function lastPart(text: string): number | undefined {
  let depth = 0;
  let last = 1;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (quote !== "") {
      if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) {
      depth--;
      if (depth === 0) return undefined;
    } else if (c === "," && depth === 1) last = i + 1;
  }
  return last;
}

function flowKeys(text: string, at: number, without: number): string[] {
  const out: string[] = [];
  let depth = 0;
  let fresh = false;
  for (let i = at; i < text.length && i < at + 2000; i++) {
    const c = text[i] ?? "";
    if ("([{".includes(c)) {
      depth++;
      fresh = depth === 1;
    } else if (")]}".includes(c)) {
      if (--depth === 0) break;
    } else if (c === ",") fresh = depth === 1;
    else if (fresh && /\S/.test(c)) {
      fresh = false;
      const key = /^[\p{L}\p{N}\p{M}_$.]+(?=\s*:)/u.exec(text.slice(i, i + 100));
      if (key && i !== without) out.push(key[0]);
    }
  }
  return out;
}

/** The other keys of a mapping that is written on lines of its own. */
function siblings(text: string, own: Row): Pick<Place, "siblings" | "list"> {
  const out: string[] = [];
  let list = false;
  const look = (row: Row): boolean => {
    if (row.key === undefined && row.value === "" && !row.dashes) return true;
    if (row.dashes && row.indent === own.column) list = true;
    if (row.column < own.column) return false;
    if (row.column === own.column && row.key !== undefined) out.push(row.key);
    return true;
  };
  for (let end = own.start - 1; end >= 0; ) {
    const start = lineStart(text, end);
    if (!look(rowAt(text, start, end))) break;
    end = start - 1;
  }
  for (let start = text.indexOf("\n", own.start) + 1; start > 0; ) {
    const next = text.indexOf("\n", start);
    if (!look(rowAt(text, start, next < 0 ? text.length : next))) break;
    start = next + 1;
  }
  return { siblings: out, list };
}
