/**
 * A text line by line: where each begins, how far it is indented, and what its characters mean to YAML. A line ends at
 * \n or \r\n; a lone \r has been made \n before.
 */

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const HASH = 35;
const COLON = 58;

/** Columns that a tab in an indentation counts for: as many as one level has nearly always. */
const TAB_WIDTH = 2;

export const isBlank = (code: number): boolean => code === SPACE || code === TAB;

/** White, a line's end, or the end of the text. */
export const isGap = (code: number): boolean =>
  code === SPACE || code === TAB || code === NEWLINE || code === RETURN || Number.isNaN(code);

/** Stands at one line with content and goes to the next, over blank lines and comments. */
export class LineCursor {
  readonly text: string;
  start = 0;
  /** The line's first character that is not white. */
  at = 0;
  /** In columns. */
  indent = 0;
  /** Whether a tab is part of the indentation. */
  tab = false;
  /** The line's end, without its break. */
  end = 0;
  /** The first comment line that was passed on the way here, or -1. */
  comment = -1;
  done = false;
  private next = 0;

  constructor(text: string, from: number) {
    this.text = text;
    this.moveTo(from);
  }

  advance(): void {
    this.moveTo(this.next);
  }

  /** To the first line with content at or after the line that starts at `from`. */
  moveTo(from: number): void {
    const { text } = this;
    this.comment = -1;
    let start = from;
    for (;;) {
      if (start >= text.length) {
        this.start = this.at = this.end = this.next = text.length;
        this.indent = -1;
        this.tab = false;
        this.done = true;
        return;
      }
      let at = start;
      let indent = 0;
      let tab = false;
      let code = text.charCodeAt(at);
      while (isBlank(code)) {
        if (code === TAB) {
          tab = true;
          indent += TAB_WIDTH;
        } else indent++;
        code = text.charCodeAt(++at);
      }
      let next = text.indexOf("\n", at);
      let end = next;
      if (next < 0) end = next = text.length;
      else {
        next++;
        if (end > at && text.charCodeAt(end - 1) === RETURN) end--;
      }
      if (at < end && code !== HASH) {
        this.start = start;
        this.at = at;
        this.indent = indent;
        this.tab = tab;
        this.end = end;
        this.next = next;
        this.done = false;
        return;
      }
      if (code === HASH && this.comment < 0) this.comment = at;
      start = next;
    }
  }

  column(at: number): number {
    return this.indent + at - this.at;
  }

  /** Where the line after this one starts. */
  get after(): number {
    return this.next;
  }
}

export function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  return at;
}

export function trimBlanks(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Where the quoted string that opens at `from` ends, past its closing quote; -1 when it does not before `end`. */
export function quotedEnd(text: string, from: number, end: number): number {
  const quote = text.charCodeAt(from);
  const single = quote === 39;
  for (let i = from + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 92 && !single) i++;
    else if (code === quote) {
      if (!single || text.charCodeAt(i + 1) !== quote || i + 1 >= end) return i + 1;
      i++;
    }
  }
  return -1;
}

export const isQuote = (code: number): boolean => code === 34 || code === 39;

/** Where the `:` of `key: …` stands on a line, or -1 when the line has no key. */
export function keyColon(text: string, from: number, end: number): number {
  const first = text.charCodeAt(from);
  if (isQuote(first)) {
    const close = quotedEnd(text, from, end);
    if (close < 0) return -1;
    const colon = skipBlanks(text, close, end);
    return colon < end && text.charCodeAt(colon) === COLON && (colon + 1 === end || isBlank(text.charCodeAt(colon + 1)))
      ? colon
      : -1;
  }
  // `[`, `{` open a value.
  if (first === 91 || first === 123) return -1;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === COLON) {
      if (i + 1 === end || isBlank(text.charCodeAt(i + 1))) return i;
    } else if (code === HASH && i > from && isBlank(text.charCodeAt(i - 1))) return -1;
  }
  return -1;
}

/** What a line of plain text holds that matters to YAML; -1 where it does not. */
export interface PlainLine {
  /** The end of the text itself, before white and comment. */
  readonly stop: number;
  /** The `#` of a comment. */
  readonly comment: number;
  /** A `:` before white, which ends a key in YAML. */
  readonly colon: number;
  /** Whether that stands inside quotes. */
  readonly quoted: boolean;
  /** A `#` that YAML takes for text, since no space stands before it, outside quotes. */
  readonly glued: number;
}

export function plainLine(text: string, from: number, end: number): PlainLine {
  let colon = -1;
  let quoted = false;
  let glued = -1;
  let comment = -1;
  let quote = 0;
  let stop = end;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === COLON) {
      if (colon < 0 && (i + 1 === end || isBlank(text.charCodeAt(i + 1)))) {
        colon = i;
        quoted = quote !== 0;
      }
    } else if (code === HASH) {
      if (i > from && isBlank(text.charCodeAt(i - 1))) {
        comment = i;
        stop = i;
        break;
      }
      if (quote === 0 && glued < 0) glued = i;
    } else if (code === 34 || code === 39) {
      if (quote === 0) quote = code;
      else if (quote === code) quote = 0;
    }
  }
  return { stop: trimBlanks(text, from, stop), comment, colon, quoted, glued };
}

/** What a comment says, from its `#` to its line's end. */
export function commentText(text: string, at: number, end: number): string {
  return text.slice(at, end).replace(/^#+ ?/, "").trimEnd();
}

/** The comment lines directly above a line, at the same indentation as it. */
export function commentAbove(text: string, lineStart: number, at: number): string | undefined {
  const lines: string[] = [];
  const width = at - lineStart;
  let start = lineStart;
  while (start > 0) {
    let end = start - 1;
    const above = end === 0 ? 0 : text.lastIndexOf("\n", end - 1) + 1;
    const hash = above + width;
    if (hash >= end || text.charCodeAt(hash) !== HASH || skipBlanks(text, above, hash) < hash) break;
    if (text.charCodeAt(end - 1) === RETURN) end--;
    lines.push(commentText(text, hash, end));
    start = above;
  }
  return lines.length === 0 ? undefined : lines.reverse().join("\n");
}
