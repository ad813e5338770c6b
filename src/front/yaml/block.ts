/**
 * Reads the structure of a file by its lines: which mapping or list a line belongs to follows from its indentation,
 * and its key from the line itself. So a line that is broken costs that line only: it is mended, told, and what stands
 * on other lines comes out as if it were right. What stands in brackets, quotes or blocks of text is read by `yaml`.
 */
import { brokenKey, keyStart, wordEnd } from "./key.ts";
import { MAX_DEPTH, TOO_DEEP } from "./limits.ts";
import { commentAbove, isBlank, isQuote, keyColon, LineCursor, trimBlanks } from "./lines.ts";
import { gluedKey, isAssignment, isDash, isLoneName, startsItem } from "./marks.ts";
import { moved, oneEdit, type YamlFix } from "./problem.ts";
import { quotedScalar } from "./quoted.ts";
import { MERGE } from "./refused.ts";
import { Orphans, strayLine } from "./stray.ts";
import {
  plain,
  type YamlEntry,
  type YamlItem,
  type YamlMap,
  type YamlNode,
  type YamlProblem,
  type YamlScalar,
  type YamlSeq,
} from "./tree.ts";
import { ValueReader } from "./value.ts";

/** A node and the place where it starts. */
export interface Placed {
  readonly node: YamlNode | undefined;
  readonly at: number;
}

/** How deep a collection stands: its own columns, those of what holds it, and how many levels that makes. */
export interface Level {
  readonly parent: number;
  readonly indent: number;
  readonly depth: number;
  /** A list at the level of its key. */
  readonly level: boolean;
}

interface Told {
  readonly doc?: string;
  readonly problems?: readonly YamlProblem[];
}

export class BlockReader {
  private readonly text: string;
  private readonly cursor: LineCursor;
  private readonly ahead: LineCursor;
  private readonly values: ValueReader;

  constructor(text: string, from: number) {
    this.text = text;
    this.cursor = new LineCursor(text, from);
    this.ahead = new LineCursor(text, text.length);
    this.values = new ValueReader(text, this.cursor);
  }

  /** Whether every line has been read. */
  get done(): boolean {
    return this.cursor.done;
  }

  root(): Placed & { readonly problems: readonly YamlProblem[] } {
    const { values } = this;
    if (this.cursor.done) return { node: undefined, at: 0, problems: [] };
    const { node, at } = this.block(-1, 1);
    if (!this.cursor.done) {
      values.tell(
        this.cursor.at,
        this.cursor.end,
        "This line belongs to nothing above it: a file is one mapping of `key: value`.",
      );
    }
    return { node, at, problems: values.problems };
  }

  /**
   * The entries of a collection from the one at `at`, on the line the reader was made at, up to the line that starts at
   * `until` or to the collection's end. Undefined when something was told that belongs to none of them.
   */
  part(kind: "map" | "seq", at: number, place: Level, until: number): YamlMap | YamlSeq | undefined {
    // Comment lines above are looked for, since nobody has passed them on the way here.
    this.cursor.comment = 0;
    const { parent, indent, depth } = place;
    const node =
      kind === "map"
        ? this.map(at, parent, indent, depth, until)
        : this.seq(at, parent, indent, place.level, depth, until);
    return this.values.problems.length === 0 && this.firstAt === at ? node : undefined;
  }

  /** The line that is to be read next; `commented` when comments stand before it. */
  get next(): { readonly start: number; readonly commented: boolean } {
    return { start: this.cursor.start, commented: this.cursor.comment >= 0 };
  }

  /** The comment above the cursor's line. */
  private above(): string | undefined {
    const { cursor } = this;
    return cursor.comment >= 0 ? commentAbove(this.text, cursor.start, cursor.at) : undefined;
  }

  /** What stands on the cursor's line and below it, deeper than `parent`. */
  private block(parent: number, depth: number): Placed {
    const { cursor } = this;
    const at = cursor.at;
    if (depth > MAX_DEPTH) return this.tooDeep(parent);
    const kind = this.kind(at, parent);
    if (kind === "scalar") {
      this.values.read(at, parent, "map");
      // What is below begins with a key or a dash, so this goes no deeper.
      if (this.values.below) return this.block(parent, depth);
      return { node: this.values.node, at: this.values.at };
    }
    const indent = this.indentation(parent);
    const node = kind === "map" ? this.map(at, parent, indent, depth) : this.seq(at, parent, indent, false, depth);
    return { node, at: this.firstAt };
  }

  /** Where the first entry of the collection read last starts. */
  private firstAt = 0;

  private tooDeep(parent: number): Placed {
    const { cursor } = this;
    const at = cursor.at;
    this.values.tell(at, Math.min(cursor.end, at + 1), TOO_DEEP);
    do cursor.advance();
    while (!cursor.done && cursor.indent > parent);
    return { node: undefined, at };
  }

  /** What a line begins; a broken one is taken for what the lines beside it are. */
  private kind(at: number, parent: number): "map" | "seq" | "scalar" {
    const { text, cursor, ahead } = this;
    const known = this.lineKind(at, cursor.end);
    if (known) return known;
    const first = text.charCodeAt(at);
    // A collection in brackets, a string or a block of text goes on over lines that look like anything.
    if (first === 91 || first === 123 || isQuote(first) || first === 124 || first === 62) return "scalar";
    ahead.moveTo(cursor.after);
    // A name alone, with entries or items below it, is a key whose colon is still to come.
    if (!ahead.done && ahead.indent > cursor.indent && isLoneName(text, at, cursor.end)) {
      if (this.lineKind(ahead.at, ahead.end)) return "map";
    }
    while (!ahead.done && ahead.indent > parent) {
      if (ahead.indent <= cursor.indent) {
        const next = this.lineKind(ahead.at, ahead.end);
        if (next) return next;
      }
      ahead.advance();
    }
    return "scalar";
  }

  private lineKind(at: number, end: number): "map" | "seq" | undefined {
    const { text } = this;
    if (isDash(text, at, end)) return "seq";
    if (keyColon(text, at, end) >= 0 || gluedKey(text, at, end) >= 0) return "map";
    if (text.charCodeAt(at) === 63 && (at + 1 === end || isBlank(text.charCodeAt(at + 1)))) return "map";
    if (isAssignment(text, at, end)) return "map";
    return undefined;
  }

  /**
   * The indentation of the collection whose first line the cursor is at: that line's, unless the two that follow on
   * its level agree on less, or one stands at the margin of the file.
   */
  private indentation(parent: number): number {
    const { cursor, ahead } = this;
    const first = cursor.indent;
    if (first <= parent + 1) return first;
    ahead.moveTo(cursor.after);
    let less = -1;
    for (; !ahead.done && ahead.indent > parent; ahead.advance()) {
      if (ahead.indent > first) continue;
      if (ahead.indent === first) return first;
      if (ahead.indent === 0 || ahead.indent === less) return ahead.indent;
      if (less >= 0) return first;
      less = ahead.indent;
    }
    return first;
  }

  private map(firstAt: number, parent: number, indent: number, depth: number, until = -1): YamlMap {
    const { cursor } = this;
    const entries: YamlEntry[] = [];
    const starts: number[] = [];
    const orphans = new Orphans(this.values.problems);
    let start = firstAt;
    let end = firstAt;
    for (let at = firstAt; ; at = cursor.at) {
      const read = this.entry(at, indent, depth);
      if (read?.entry.key.text === "<<" && read.entry.key.style === "plain") {
        for (const p of read.entry.problems ?? []) {
          orphans.add(moved(p, read.at), entries, start + (starts.at(-1) ?? 0));
        }
      } else if (read) {
        orphans.close(entries);
        if (entries.length === 0) start = read.at;
        entries.push(read.entry);
        starts.push(read.at - start);
        end = read.at + read.entry.length;
      } else orphans.add(strayLine(this.text, cursor, indent), entries, start + (starts.at(-1) ?? 0));
      if (cursor.done || cursor.indent <= parent || cursor.start === until) break;
    }
    orphans.close(entries);
    this.firstAt = start;
    return { kind: "map", flow: false, entries, starts, length: end - start };
  }

  private seq(firstAt: number, parent: number, indent: number, level: boolean, depth: number, until = -1): YamlSeq {
    const { cursor, text } = this;
    const items: YamlItem[] = [];
    const starts: number[] = [];
    let end = firstAt;
    for (let at = firstAt; ; at = cursor.at) {
      const item = this.item(at, indent, depth);
      items.push(item);
      starts.push(at - firstAt);
      end = at + item.length;
      if (cursor.done || cursor.indent <= parent || cursor.start === until) break;
      // A list may stand at the level of its key; then whatever is no item ends it.
      if (level && cursor.indent === indent && !startsItem(text, cursor.at, cursor.end)) break;
    }
    this.firstAt = firstAt;
    return { kind: "seq", flow: false, items, starts, length: end - firstAt };
  }

  /** Undefined when the line holds no entry, not even a broken one; the cursor then still stands at it. */
  private entry(
    lineAt: number,
    indent: number,
    depth: number,
  ): { readonly entry: YamlEntry; readonly at: number } | undefined {
    const { text, cursor, values } = this;
    const { end } = cursor;
    const opening = keyStart(text, lineAt, end);
    if (!opening) return undefined;
    const { at } = opening;
    const colon = keyColon(text, at, end);
    const keyEnd = colon >= 0 ? trimBlanks(text, at, colon) : -1;
    const outer = values.enter(at);
    if (opening.problem) values.problems.push(opening.problem);
    const above = this.above();
    let key: YamlScalar;
    let after: number;
    if (colon >= 0) {
      key = this.key(at, keyEnd);
      after = colon + 1;
      if (colon === at) values.tell(at, at + 1, "A name is missing before this `:`.");
      else this.checkIndent(lineAt, indent, keyEnd);
    } else {
      const broken = brokenKey(text, at, cursor, indent, this.ahead);
      if (!broken) {
        values.leave(outer);
        return undefined;
      }
      if (broken.problem && !opening.problem) values.problems.push(broken.problem);
      key = plain(text.slice(at, broken.keyEnd));
      after = broken.after;
    }
    let value: YamlNode | undefined;
    let valueAt: number;
    if (after < 0) {
      // A name, and nothing that could be its value.
      cursor.advance();
      values.beside = undefined;
      values.place({ node: undefined, at: at + key.length });
      if (opening.question && cursor.indent === indent && keyColon(text, cursor.at, cursor.end) === cursor.at) {
        this.valueAfter(cursor.at + 1, indent, indent, "map", depth);
      }
      value = values.node;
      valueAt = value ? values.at : at + key.length;
    } else {
      if (key.text === "<<" && key.style === "plain") this.merge(at, indent, depth, after);
      else this.valueAfter(after, cursor.column(at), indent, "map", depth);
      value = values.node;
      valueAt = value ? values.at : after;
    }
    const entry: YamlEntry = {
      key,
      value,
      valueAt: valueAt - at,
      length: valueAt - at + (value?.length ?? 0),
      ...this.told(above),
    };
    values.leave(outer);
    return { entry, at };
  }

  private item(at: number, indent: number, depth: number): YamlItem {
    const { text, cursor, values } = this;
    const { end } = cursor;
    const outer = values.enter(at);
    const above = this.above();
    let after = at + 1;
    if (isDash(text, at, end)) this.checkIndent(at, indent, at + 1);
    else if (text.charCodeAt(at) === 45) {
      values.tell(
        at,
        at + 1,
        "A space is missing after the `-` of an item.",
        oneEdit("Insert a space", after, after, " "),
      );
    } else {
      values.tell(
        at,
        wordEnd(text, at, end),
        "An item of a list begins with `- `, like those beside it.",
        oneEdit("Insert `- `", at, at, "- "),
      );
      after = at;
    }
    this.valueAfter(after, cursor.column(at), indent, "seq", depth);
    const value = values.node;
    const valueAt = value ? values.at : after;
    const item: YamlItem = {
      value,
      valueAt: valueAt - at,
      length: valueAt - at + (value?.length ?? 0),
      ...this.told(above),
    };
    values.leave(outer);
    return item;
  }

  /** Reads what stands after a `:` or a `-`: on the line, or below it and deeper than `column`. */
  private valueAfter(after: number, column: number, indent: number, kind: "map" | "seq", depth: number): void {
    const { text, cursor, values } = this;
    const { end } = cursor;
    const from = values.begin(after);
    if (from < end) {
      if (kind === "seq") {
        const inner = this.lineKind(from, end);
        if (inner) {
          if (depth + 1 > MAX_DEPTH) values.place(this.tooDeep(column));
          else {
            const nested = cursor.column(from);
            const node =
              inner === "map"
                ? this.map(from, column, nested, depth + 1)
                : this.seq(from, column, nested, false, depth + 1);
            values.place({ node, at: this.firstAt });
          }
          values.beside = undefined;
          return;
        }
      }
      values.read(from, column, kind, Math.max(column, indent));
      if (values.below) values.place(this.block(column, depth + 1));
      return;
    }
    const { beside } = values;
    cursor.advance();
    if (!cursor.done && cursor.indent > column) values.place(this.block(column, depth + 1));
    else if (!cursor.done && kind === "map" && cursor.indent === column && isDash(text, cursor.at, cursor.end)) {
      if (depth + 1 > MAX_DEPTH) values.place(this.tooDeep(column - 1));
      else {
        const node = this.seq(cursor.at, column - 1, column, true, depth + 1);
        values.place({ node, at: this.firstAt });
      }
    } else values.place({ node: undefined, at: after });
    values.beside = beside;
  }

  /** A merge key: what it stands for is passed over, since one problem says it all. */
  private merge(at: number, indent: number, depth: number, after: number): void {
    const { values, cursor } = this;
    const kept = values.problems.length;
    this.valueAfter(after, cursor.column(at), indent, "map", depth);
    values.problems.length = kept;
    values.tell(at, at + 2, MERGE);
    values.place({ node: undefined, at: after });
  }

  private key(at: number, end: number): YamlScalar {
    const { text, values } = this;
    if (!isQuote(text.charCodeAt(at))) return plain(text.slice(at, end));
    const { scalar, error } = quotedScalar(text.slice(at, end));
    if (error) values.tell(at, end, error);
    return scalar;
  }

  private checkIndent(at: number, indent: number, end: number): void {
    const { cursor, values } = this;
    if (at !== cursor.at) return;
    const fix: YamlFix = oneEdit("Indent it like the lines beside it", cursor.start, at, " ".repeat(indent));
    if (cursor.tab) values.tell(cursor.start, at, "YAML is indented with spaces, not with tabs.", fix);
    else if (cursor.indent > indent)
      values.tell(at, end, "This line is indented too far: it stands on the level of the lines above.", fix);
    else if (cursor.indent < indent)
      values.tell(at, end, "This line is not indented as far as the lines beside it.", fix);
  }

  private told(above: string | undefined): Told {
    const { beside, problems, base } = this.values;
    const doc = above === undefined ? beside : beside === undefined ? above : `${above}\n${beside}`;
    return {
      ...(doc === undefined ? {} : { doc }),
      ...(problems.length === 0 ? {} : { problems: problems.map((p) => moved(p, -base)) }),
    };
  }
}
