/**
 * Finds where a collection in brackets ends, before it is parsed, and mends what would keep it from ending there: a
 * value that holds commas, brackets or a colon inside parentheses is covered by filler of the same length, so that
 * YAML does not cut it, and what is left open is closed. Offsets stay those of the source.
 */
import { isBlank, isGap, isQuote, quotedEnd } from "./lines.ts";

/** A piece of a plain value that YAML would cut, or a `-` before one, which it would take for the item of a list. */
export interface Cut {
  readonly kind: "cut" | "dash";
  readonly start: number;
  readonly end: number;
}

export interface FlowScan {
  /** Past the closing bracket, or past the last thing in the region. */
  readonly end: number;
  readonly cuts: readonly Cut[];
  /** Each second `:` of an entry, before which a comma is missing. */
  readonly colons: readonly number[];
  /** The collection's source, mended. */
  readonly mended: string;
  /** The brackets that nothing closes, outermost first. */
  readonly open: readonly number[];
  /** A quote that nothing closes. */
  readonly quote: number;
  /** A closing bracket of the other kind. */
  readonly wrong: number;
  readonly depth: number;
}

const COMMA = 44;
const DASH = 45;
const HASH = 35;
const COLON = 58;
const PAREN = 40;
const PAREN_END = 41;
const SQUARE = 91;
const SQUARE_END = 93;
const BRACE = 123;
const BRACE_END = 125;

const isIndicator = (code: number): boolean =>
  code === COMMA || code === SQUARE || code === SQUARE_END || code === BRACE || code === BRACE_END;

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 127;

/** For each `(` or `[` in the region the place of the bracket that closes it. */
function closers(text: string, from: number, end: number): ReadonlyMap<number, number> {
  const out = new Map<number, number>();
  const parens: number[] = [];
  const squares: number[] = [];
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isQuote(code)) {
      const line = text.indexOf("\n", i);
      const close = quotedEnd(text, i, line < 0 || line > end ? end : line);
      if (close > 0) i = close - 1;
    } else if (code === PAREN) parens.push(i);
    else if (code === SQUARE) squares.push(i);
    else if (code === PAREN_END || code === SQUARE_END) {
      const open = (code === PAREN_END ? parens : squares).pop();
      if (open !== undefined) out.set(open, i);
    }
  }
  return out;
}

export function scanFlow(text: string, from: number, end: number): FlowScan {
  const cuts: Cut[] = [];
  const fill: number[] = [];
  const blank: number[] = [];
  const stack: number[] = [];
  const colons: number[] = [];
  // Whether the entry at work has its `:`, for each open bracket.
  const keyed: boolean[] = [];
  let closing: ReadonlyMap<number, number> | undefined;
  let depth = 0;
  let quote = -1;
  let wrong = -1;
  // Whether a token would start here: only there a quote opens a string, and a bracket a collection.
  let fresh = true;
  let last = from;
  let i = from;
  const group = (open: number): number => {
    closing ??= closers(text, from, end);
    return closing.get(open) ?? -1;
  };
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isGap(code)) continue;
    if (code === HASH && i > from && isGap(text.charCodeAt(i - 1))) {
      const line = text.indexOf("\n", i);
      i = line < 0 || line > end ? end : line;
      continue;
    }
    last = i + 1;
    if (isQuote(code) && fresh && quote < 0) {
      const close = quotedEnd(text, i, end);
      if (close < 0) {
        // It is text from here on, and so is every later quote.
        quote = i;
        fill.push(i);
      } else {
        i = close - 1;
        last = close;
      }
      fresh = false;
    } else if (
      code === PAREN ||
      (!fresh && ((code === SQUARE && isIndexed(text, i)) || (isQuote(code) && !isWord(text.charCodeAt(i - 1)))))
    ) {
      const close = isQuote(code) ? quoteOnLine(text, i, end) : group(i);
      if (close > 0) {
        const before = fill.length;
        for (let j = i; j <= close; j++) {
          const inner = text.charCodeAt(j);
          const ends =
            isIndicator(inner) ||
            (inner === COLON && isGap(text.charCodeAt(j + 1))) ||
            (inner === HASH && isBlank(text.charCodeAt(j - 1)));
          if (ends) fill.push(j);
        }
        if (fill.length > before) cuts.push({ kind: "cut", start: i, end: close + 1 });
        i = close;
        last = close + 1;
      }
      fresh = false;
    } else if (code === SQUARE || code === BRACE) {
      stack.push(i);
      keyed.push(false);
      if (stack.length > depth) depth = stack.length;
      fresh = true;
    } else if (code === SQUARE_END || code === BRACE_END) {
      const open = stack.at(-1);
      if (open !== undefined && text.charCodeAt(open) !== code - 2) {
        if (wrong < 0) wrong = i;
        blank.push(i);
      } else {
        stack.pop();
        keyed.pop();
        if (stack.length === 0) {
          i++;
          break;
        }
      }
      fresh = false;
    } else if (code === DASH && fresh && isGap(text.charCodeAt(i + 1))) {
      cuts.push({ kind: "dash", start: i, end: i + 1 });
      fill.push(i);
      fresh = false;
    } else if (code === COMMA) {
      fresh = true;
      keyed[keyed.length - 1] = false;
    } else if (code === COLON && endsKey(text, i)) {
      fresh = true;
      if (keyed.at(-1)) {
        colons.push(i);
        fill.push(i);
      } else keyed[keyed.length - 1] = true;
    } else fresh = false;
  }
  const stop = stack.length === 0 ? i : last;
  const tail = stack.map((at) => (text.charCodeAt(at) === SQUARE ? "]" : "}")).reverse();
  return {
    end: stop,
    cuts,
    colons,
    mended: cover(cover(text.slice(from, stop), fill, from, "_"), blank, from, " ") + tail.join(""),
    open: stack,
    quote,
    wrong,
    depth,
  };
}

function endsKey(text: string, colon: number): boolean {
  const after = text.charCodeAt(colon + 1);
  return isGap(after) || isIndicator(after) || isQuote(text.charCodeAt(colon - 1));
}

/** `n[0]`, `f(x)[0]`: the bracket directly after a word or another bracket. */
function isIndexed(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return isWord(before) || before === PAREN_END;
}

/** The quote that closes the one at `at`, on its line; -1 when none does. */
function quoteOnLine(text: string, at: number, end: number): number {
  const line = text.indexOf("\n", at);
  const close = quotedEnd(text, at, line < 0 || line > end ? end : line);
  return close < 0 ? -1 : close - 1;
}

function cover(source: string, places: readonly number[], from: number, by: string): string {
  if (places.length === 0) return source;
  const parts: string[] = [];
  let at = 0;
  for (const place of places) {
    const next = place - from;
    if (next < at || next >= source.length) continue;
    parts.push(source.slice(at, next), by);
    at = next + 1;
  }
  parts.push(source.slice(at));
  return parts.join("");
}
