/**
 * Reads the value that starts on a line, with the deeper lines that it goes on in: plain text, a string in quotes, a
 * collection in brackets, a block of text. It keeps the problems of the entry at work.
 */
import { readFlow } from "./flow.ts";
import { layoutAfter } from "./flow_cut.ts";
import { scanFlow } from "./flow_scan.ts";
import { MAX_DEPTH, TOO_DEEP } from "./limits.ts";
import {
  commentText,
  isBlank,
  isQuote,
  keyColon,
  type LineCursor,
  plainLine,
  quotedEnd,
  skipBlanks,
  trimBlanks,
} from "./lines.ts";
import { goesOn, isBlockHeader, isDash } from "./marks.ts";
import { oneEdit, problem, type YamlFix } from "./problem.ts";
import { blockScalar, quotedScalar } from "./quoted.ts";
import { ALIAS, ANCHOR, TAG } from "./refused.ts";
import type { YamlNode, YamlProblem } from "./tree.ts";

type Kind = "map" | "seq";

interface Outer {
  readonly base: number;
  readonly problems: YamlProblem[];
}

export class ValueReader {
  private readonly text: string;
  private readonly cursor: LineCursor;
  /** The value read last. */
  node: YamlNode | undefined = undefined;
  at = 0;
  /** The comment beside it. */
  beside: string | undefined = undefined;
  /** Instead of the value, which is broken, the deeper lines below are to be read: the cursor stands at the first. */
  below = false;
  /** Of the entry at work, in places of the text. */
  problems: YamlProblem[] = [];
  base = 0;

  constructor(text: string, cursor: LineCursor) {
    this.text = text;
    this.cursor = cursor;
  }

  enter(base: number): Outer {
    const outer = { base: this.base, problems: this.problems };
    this.base = base;
    this.problems = [];
    return outer;
  }

  leave(outer: Outer): void {
    this.base = outer.base;
    this.problems = outer.problems;
  }

  tell(start: number, end: number, message: string, fix?: YamlFix): void {
    this.problems.push(problem(start, end, message, fix));
  }

  place({ node, at }: { readonly node: YamlNode | undefined; readonly at: number }): void {
    this.node = node;
    this.at = at;
  }

  /** Where the value begins on the line, past YAML's marks that play no part; the line's end when it has none. */
  begin(after: number): number {
    const { text, cursor } = this;
    const { end } = cursor;
    this.node = undefined;
    this.beside = undefined;
    let from = skipBlanks(text, after, end);
    for (let code = text.charCodeAt(from); from < end && (code === 38 || code === 33); code = text.charCodeAt(from)) {
      let stop = from + 1;
      while (stop < end && !isBlank(text.charCodeAt(stop))) stop++;
      const next = skipBlanks(text, stop, end);
      this.tell(from, stop, code === 38 ? ANCHOR : TAG, oneEdit("Remove it", from, next, ""));
      from = next;
    }
    if (text.charCodeAt(from) === 35 && from < end) {
      if (from === after)
        this.tell(
          from,
          from + 1,
          "A comment begins with a space before its `#`.",
          oneEdit("Insert a space", from, from, " "),
        );
      this.beside = commentText(text, from, end);
      return end;
    }
    return from;
  }

  /** Reads the value at `from`; it goes on in lines deeper than `column`. The cursor then stands past it. */
  read(from: number, column: number, kind: Kind, level = -1): void {
    const { text, cursor } = this;
    const { end } = cursor;
    const code = text.charCodeAt(from);
    this.at = from;
    this.below = false;
    if (isQuote(code)) this.quoted(from, column, kind, level);
    else if (code === 91 || code === 123) this.flow(from, column, kind, level);
    else if (isBlockHeader(text, from, end)) this.block(from, column);
    else if (code === 42) {
      const name = /^\*[^\s,[\]{}]*/.exec(text.slice(from, Math.min(end, from + 200)))?.[0] ?? "*";
      this.refuse(from, from + name.length, name === "*" ? beginsWith("*") : ALIAS, column);
    } else if (isDash(text, from, end) && kind === "map") {
      this.refuse(from, from + 1, "An item of a list stands on a line of its own.", column);
    } else if (code === 63 && (from + 1 === end || isBlank(text.charCodeAt(from + 1)))) {
      this.refuse(from, from + 1, beginsWith("? "), column);
    } else if (
      code === 64 ||
      code === 96 ||
      code === 37 ||
      code === 44 ||
      code === 93 ||
      code === 125 ||
      code === 124 ||
      code === 62
    ) {
      this.refuse(from, from + 1, beginsWith(text[from] ?? ""), column);
    } else this.plain(from, column, kind, level);
  }

  /** A value that cannot be read at all, with the lines that belong to it. */
  private refuse(start: number, end: number, message: string, column: number): void {
    this.tell(start, end, message);
    this.node = undefined;
    this.pass(column);
  }

  private pass(column: number): void {
    const { text, cursor } = this;
    do cursor.advance();
    while (
      !cursor.done &&
      cursor.indent > column &&
      keyColon(text, cursor.at, cursor.end) < 0 &&
      !isDash(text, cursor.at, cursor.end)
    );
  }

  private plain(from: number, column: number, kind: Kind, level: number): void {
    const { text, cursor } = this;
    const comments: { readonly at: number; readonly end: number }[] = [];
    let stop = this.plainPart(from);
    let last = this.lastComment;
    for (cursor.advance(); !cursor.done; cursor.advance()) {
      const { at, end } = cursor;
      const on = goesOn(text, at, end);
      if (cursor.indent > column) {
        if (!on && keyColon(text, at, end) >= 0) break;
        if (kind === "seq" && isDash(text, at, end) && balanced(text, from, stop)) break;
      } else if (on && cursor.indent === level) {
        this.tell(
          at,
          at + 1,
          "A chain goes on in lines that are indented deeper than its name.",
          oneEdit("Indent it", at, at, "  "),
        );
      } else break;
      if (cursor.tab && skipBlanks(text, cursor.start, at) === at && tabWithin(text, cursor.start, column)) {
        this.tell(
          cursor.start,
          at,
          "YAML is indented with spaces, not with tabs.",
          oneEdit("Indent it with spaces", cursor.start, at, " ".repeat(column + 4)),
        );
      }
      if (last) comments.push(last);
      if (cursor.comment >= 0) comments.push(...commentsBetween(text, cursor.comment, cursor.start));
      stop = this.plainPart(at);
      last = this.lastComment;
    }
    const parts: string[] = [];
    let done = from;
    for (const c of comments) {
      parts.push(text.slice(done, c.at), " ".repeat(c.end - c.at));
      done = c.end;
      this.tell(
        c.at,
        c.end,
        "A comment cannot stand between the lines of a value: put it above or at the end.",
        oneEdit("Remove the comment", trimBlanks(text, from, c.at), c.end, ""),
      );
    }
    if (last) this.beside = commentText(text, last.at, last.end);
    const source = parts.join("") + text.slice(done, stop);
    this.at = from;
    this.node = stop > from ? { kind: "scalar", style: "plain", text: source, length: stop - from } : undefined;
  }

  private lastComment: { readonly at: number; readonly end: number } | undefined = undefined;

  /** One line of plain text; where it ends. */
  private plainPart(from: number): number {
    const { text, cursor } = this;
    const { end } = cursor;
    const line = plainLine(text, from, end);
    this.lastComment = line.comment >= 0 ? { at: line.comment, end } : undefined;
    let { stop } = line;
    if (line.glued >= 0 && !/^(?:\.{0,2}\/|\w+:\/\/)/.test(text.slice(from, from + 20))) {
      const at = line.glued;
      this.tell(at, at + 1, "A comment begins with a space before its `#`.", oneEdit("Insert a space", at, at, " "));
      this.lastComment = { at, end };
      stop = trimBlanks(text, from, at);
    }
    if (line.colon >= 0 && line.colon < stop) {
      const at = line.colon;
      if (line.quoted) {
        this.tell(
          at,
          at + 1,
          "YAML allows no `: ` within a value, inside quotes either.",
          oneEdit("Remove the space", at + 1, skipBlanks(text, at + 1, end), ""),
        );
      } else if (at + 1 === stop) {
        this.tell(at, at + 1, "A value does not end with a `:`.", oneEdit("Remove the `:`", at, at + 1, ""));
        stop = trimBlanks(text, from, at);
      } else {
        this.tell(at, at + 1, "A second `: ` on one line: each entry stands on a line of its own.");
        stop = from;
      }
    }
    return stop;
  }

  /** The end of the lines that may belong to the value which starts on the cursor's line; the cursor moves past them. */
  private region(column: number, closes: boolean, most = Number.POSITIVE_INFINITY): number {
    const { cursor, text } = this;
    let { end } = cursor;
    let lines = 0;
    for (cursor.advance(); !cursor.done && ++lines <= most; cursor.advance()) {
      if (cursor.indent <= column) {
        const code = text.charCodeAt(cursor.at);
        // The closing bracket may stand at the level of the key.
        if (!closes || cursor.indent < column || (code !== 93 && code !== 125)) break;
        end = cursor.end;
        cursor.advance();
        break;
      }
      end = cursor.end;
    }
    return end;
  }

  private quoted(from: number, column: number, kind: Kind, level: number): void {
    const { text, cursor } = this;
    const line = cursor.end;
    let close = quotedEnd(text, from, line);
    if (close < 0) {
      const start = cursor.start;
      close = quotedEnd(text, from, this.region(column, false, STRING_LINES));
      cursor.moveTo(start);
      if (close < 0) {
        const stop = trimBlanks(text, from, line);
        this.tell(from, from + 1, "This quote is never closed.", oneEdit("Close it", stop, stop, text[from] ?? '"'));
        const { scalar } = quotedScalar(text.slice(from, stop).replace(/\\$/, "") + (text[from] ?? '"'));
        this.pass(column);
        this.place({ node: { ...scalar, length: stop - from }, at: from });
        return;
      }
    }
    if (this.closed(from, close, column, kind, level)) {
      const { scalar, error } = quotedScalar(text.slice(from, close));
      if (error) this.tell(from, close, error);
      this.place({ node: scalar, at: from });
    }
  }

  /** Whether nothing but a comment follows a value that ends at `close`; otherwise the whole is read as plain text. */
  private closed(from: number, close: number, column: number, kind: Kind, level: number): boolean {
    const { text, cursor } = this;
    while (!cursor.done && cursor.end < close) cursor.advance();
    const after = skipBlanks(text, close, cursor.end);
    if (after >= cursor.end || (text.charCodeAt(after) === 35 && after > close)) {
      if (after < cursor.end) this.beside = commentText(text, after, cursor.end);
      cursor.advance();
      return true;
    }
    this.plain(from, column, kind, level);
    const stop = from + (this.node?.length ?? 0);
    this.tell(
      close,
      Math.max(stop, close),
      "A value that begins with a quote or a bracket ends with it: put the whole in parentheses.",
      {
        title: "Put it in parentheses",
        edits: [
          { start: from, end: from, text: "(" },
          { start: stop, end: stop, text: ")" },
        ],
      },
    );
    return false;
  }

  private flow(from: number, column: number, kind: Kind, level: number): void {
    const { text, cursor } = this;
    const start = cursor.start;
    const line = cursor.end;
    let scan = scanFlow(text, from, line);
    if (scan.open.length > 0 && this.structureBelow(from, column)) {
      const open = scan.open[0] ?? from;
      this.tell(open, open + 1, `This \`${text[open]}\` is never closed.`);
      this.below = true;
      return;
    }
    if (scan.open.length > 0) {
      const end = this.region(column, true);
      if (end > line) scan = scanFlow(text, from, end);
      cursor.moveTo(start);
    }
    if (scan.depth > MAX_DEPTH) {
      this.tell(from, from + 1, TOO_DEEP);
      this.region(column, true);
      this.node = undefined;
      return;
    }
    const told = this.problems.length;
    const layout = layoutAfter(text.slice(start, from), text[from] === "{");
    const node = readFlow(text.slice(from, scan.end), scan, from, layout);
    // Of a quote and the bracket around it, the quote is told.
    if (scan.open.length > 0 && scan.wrong < 0 && scan.quote < 0) {
      const tail = scan.open
        .map((at) => (text[at] === "[" ? "]" : "}"))
        .reverse()
        .join("");
      for (const at of scan.open.slice(-1))
        this.tell(at, at + 1, `This \`${text[at]}\` is never closed.`, oneEdit("Close it", scan.end, scan.end, tail));
    }
    if (scan.quote >= 0) this.tell(scan.quote, scan.quote + 1, "This quote is never closed.");
    if (scan.wrong >= 0) {
      this.tell(scan.wrong, scan.wrong + 1, `This \`${text[scan.wrong]}\` closes no bracket that is open here.`);
    }
    if (scan.open.length > 0) {
      this.region(column, true);
      const open = node && node.kind !== "scalar" ? { ...node, length: scan.end - from, open: true as const } : node;
      this.place({ node: open, at: from });
      return;
    }
    if (this.closed(from, scan.end, column, kind, level)) this.place({ node, at: from });
    else this.problems.splice(told, this.problems.length - told - 1);
  }

  /**
   * Whether the lines below an open bracket are entries or items rather than the rest of what it holds; the cursor
   * then stands at the first.
   */
  private structureBelow(from: number, column: number): boolean {
    const { text, cursor } = this;
    const { start } = cursor;
    const stop = plainLine(text, from, cursor.end).stop;
    const expects = text.charCodeAt(stop - 1) === 44 || text.charCodeAt(stop - 1) === 123;
    cursor.advance();
    if (!cursor.done && cursor.indent > column) {
      const { at, end } = cursor;
      if (isDash(text, at, end)) return true;
      const entry = text.charCodeAt(from) === 91 || !expects;
      if (entry && /^[\p{L}_]/u.test(text.slice(at, at + 2)) && keyColon(text, at, end) >= 0) return true;
    }
    cursor.moveTo(start);
    return false;
  }

  private block(from: number, column: number): void {
    const { text, cursor } = this;
    // Every line counts, also one that would be a comment elsewhere, and blank ones at the end.
    let end = cursor.end;
    let next = cursor.after;
    while (next < text.length) {
      const line = text.indexOf("\n", next);
      const stop = line < 0 ? text.length : line;
      const first = skipBlanks(text, next, stop);
      const blank = first === stop || text.charCodeAt(first) === 13;
      if (!blank && first - next <= column) break;
      end = stop;
      next = line < 0 ? stop : line + 1;
    }
    const { scalar, error } = blockScalar(text.slice(from, next), Math.max(column, 0));
    if (error) this.tell(from, from + 1, error);
    this.place({ node: { ...scalar, length: Math.min(scalar.length, end - from) }, at: from });
    cursor.moveTo(next);
  }
}

/** As many lines are searched for the end of a string: each search that finds none is made again for the next line. */
const STRING_LINES = 100;

const beginsWith = (mark: string): string => `A value cannot begin with \`${mark}\` in YAML.`;

/** Whether every parenthesis of a plain value is closed. */
function balanced(text: string, from: number, end: number): boolean {
  let open = 0;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 40) open++;
    else if (code === 41) open--;
  }
  return open <= 0;
}

function tabWithin(text: string, lineStart: number, column: number): boolean {
  return text.slice(lineStart, lineStart + column + 1).includes("\t");
}

function commentsBetween(text: string, from: number, to: number): { readonly at: number; readonly end: number }[] {
  const out: { readonly at: number; readonly end: number }[] = [];
  for (let at = from; at < to; ) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = to;
    const hash = skipBlanks(text, at, end);
    if (text.charCodeAt(hash) === 35) out.push({ at: hash, end: text.charCodeAt(end - 1) === 13 ? end - 1 : end });
    at = end + 1;
  }
  return out;
}
