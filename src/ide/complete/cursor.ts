/**
 * What stands before the cursor in a line: which parentheses are open, what was given in them, and what kind of word can
 * come next. A line that is being typed is seldom a whole one, so it is read as words and brackets, without a parser.
 */
import type { Span } from "../../core/span.ts";

export interface Argument {
  /** Trimmed, without `name=`. */
  readonly text: string;
  readonly name: string | undefined;
}

export interface Bracket {
  readonly open: "(" | "[" | "{";
  /** The path before it: `Conv2d`, `resnet.Bottleneck`; empty for a group or a list. */
  readonly callee: readonly string[];
  /** In the text that was read: the start of the path, or of the bracket where there is none. */
  readonly start: number;
  readonly at: number;
  /** Those that are complete. */
  readonly before: readonly Argument[];
  /** Of the argument that the cursor is in: `padding` of `padding=`. */
  readonly name: string | undefined;
  /** A sign of arithmetic stands before it: what is in it is a value. */
  readonly value: boolean;
}

/** What the word at the cursor follows. */
export type After =
  /** Nothing, `->`, `(`, `,`, `else`, or `=` of a setting: something new begins. */
  | "start"
  | "arrow"
  | "dot"
  /** An arithmetic sign, a comparison, `and`, `if`: a value must come. */
  | "operator"
  /** `*` after a layer. */
  | "repeat"
  | "as"
  /** Something whole: only a word that goes on from it. */
  | "whole";

export interface Cursor {
  /** What an item replaces, in the text that was read up to the cursor, and on to its end in the document. */
  readonly word: Span;
  readonly prefix: string;
  /** The names before the last dot. */
  readonly path: readonly string[];
  readonly brackets: readonly Bracket[];
  readonly after: After;
  /** The path or closing bracket that ends right before, with its start: the layer before an arrow. */
  readonly before: { readonly text: string; readonly start: number } | undefined;
  /** After `if`, until `else`, a comma or a bracket: a condition. */
  readonly condition: boolean;
  /** Inside quotes. */
  readonly quoted: boolean;
  /** After `=>`. */
  readonly expect: boolean;
  /** No arrow and no layer stands before in this chain. */
  readonly opening: boolean;
  /** The last sign or word, for `==` and `in`. */
  readonly last: string;
  /** What a comparison compares: the path before `==`. */
  readonly compared: readonly string[];
}

const TOKEN =
  /\s+|"(?:\\.|[^"\\])*"?|'[^']*'?|[\p{L}_][\p{L}\p{N}\p{M}_]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|->|=>|==|!=|<=|>=|\*\*|\/\/|\.\.\.?|./suy;

interface Level {
  open: "" | Bracket["open"];
  callee: readonly string[];
  start: number;
  at: number;
  before: Argument[];
  name: string | undefined;
  value: boolean;
  from: number;
  condition: boolean;
  opening: boolean;
  compared: readonly string[];
  /** Where the item of a chain begins that is being read, and the one before it. */
  item: number;
  last: { text: string; start: number } | undefined;
}

const level = (open: Level["open"], callee: readonly string[], start: number, at: number, value = false): Level => ({
  open,
  callee,
  start,
  at,
  before: [],
  name: undefined,
  value,
  from: at + 1,
  condition: false,
  opening: true,
  compared: [],
  item: at + 1,
  last: undefined,
});

/** `text` is a value from its start; `offset` lies in it, and what follows it only counts for the end of the word. */
export function readCursor(text: string, offset: number): Cursor {
  const head = text.slice(0, offset);
  const quote = openQuote(head);
  const wordStart = quote ?? offset - (/(?:[\p{L}_][\p{L}\p{N}\p{M}_]*|(?<=\.)\d+)$/u.exec(head)?.[0].length ?? 0);
  const rest = quote === undefined ? /^[\p{L}\p{N}\p{M}_]*/u : /^[\p{L}\p{N}\p{M}_-]*/u;
  const word = { start: wordStart, end: offset + (rest.exec(text.slice(offset))?.[0].length ?? 0) };
  const stack: Level[] = [level("", [], 0, -1)];
  let path: string[] = [];
  let pathStart = 0;
  let token = "";
  let expect = false;
  const scanned = quote === undefined ? head.slice(0, wordStart) : head.slice(0, wordStart - 1);
  TOKEN.lastIndex = 0;
  for (let m = TOKEN.exec(scanned); m; m = TOKEN.exec(scanned)) {
    const [t] = m;
    if (/^\s/.test(t)) continue;
    const at = m.index;
    const top = stack.at(-1) as Level;
    if (/^[\p{L}_]/u.test(t) && !KEYWORDS.has(t)) {
      if (token === ".") path.push(t);
      else {
        path = [t];
        pathStart = at;
      }
    } else if (/^\d/.test(t) && token === ".") {
      path.push(...t.split("."));
    } else if (t === "(" || t === "[" || t === "{") {
      const called = t === "(" && (isName(token) || token === "]") && path.length > 0;
      stack.push(level(t, called ? path : [], called ? pathStart : at, at, !called && SIGNS.test(token)));
      if (!called && t !== "[") pathStart = at;
      if (t !== "[" || !isName(token)) path = [];
      token = t;
      continue;
    } else if (t === ")" || t === "]" || t === "}") {
      const closed = stack.length > 1 ? stack.pop() : undefined;
      // `stages[i](64)`: what was before the key is called.
      if (closed) {
        pathStart = closed.start;
        path = closed.open === "[" ? path.slice(0, 1) : [];
      }
      token = t;
      continue;
    } else if (t === ",") {
      const name = top.name;
      const from = top.from;
      top.before.push({ text: scanned.slice(from, at).trim(), name });
      Object.assign(top, { name: undefined, from: at + 1, condition: false, opening: true, last: undefined });
    } else if (t === "=" && top.open === "(" && path.length === 1 && isName(token)) {
      top.name = path[0];
      top.from = at + 1;
      top.opening = true;
    } else if (t === "->") {
      top.last = { text: scanned.slice(pathStart, at).trim(), start: pathStart };
      top.opening = false;
    } else if (t === "=>") expect = true;
    else if (t === "if") top.condition = true;
    else if (t === "else") {
      top.condition = false;
      top.opening = true;
    } else if (t === "==" || t === "!=") top.compared = path;
    token = t;
  }
  const top = stack.at(-1) as Level;
  return {
    word,
    prefix: head.slice(wordStart),
    path: token === "." ? path : [],
    brackets: stack.slice(1).map(({ open, callee, start, at, before, name, value }) => ({
      open: open === "" ? "(" : open,
      callee,
      start,
      at,
      before,
      name,
      value,
    })),
    after: afterOf(token, top),
    before: top.last,
    condition: top.condition,
    quoted: quote !== undefined,
    expect,
    opening: top.opening,
    last: token,
    compared: token === "==" || token === "!=" ? top.compared : [],
  };
}

export const KEYWORDS: ReadonlySet<string> = new Set(["if", "else", "as", "and", "or", "not", "in"]);

const SIGNS = /^(?:[*+\-/%]|\*\*|\/\/|[=!<>]=|[<>])$/;

const isName = (token: string): boolean => /^[\p{L}\p{N}\p{M}_]+$/u.test(token) && !KEYWORDS.has(token);

function afterOf(token: string, top: Level): After {
  if (token === ".") return "dot";
  if (token === "as") return "as";
  if (token === "->") return "arrow";
  if (["", "(", "[", "{", ",", "=", "=>", "else"].includes(token)) return "start";
  if (token === "*") return top.open === "" || top.callee.length === 0 ? "repeat" : "operator";
  return isName(token) || /^[\])}"'\d]/.test(token) ? "whole" : "operator";
}

/** Where the text begins that is in quotes which are still open. */
function openQuote(text: string): number | undefined {
  let quote = "";
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (quote === "") {
      if (c === '"' || c === "'") {
        quote = c;
        start = i + 1;
      }
    } else if (c === "\\" && quote === '"') i++;
    else if (c === quote) quote = "";
  }
  return quote === "" ? undefined : start;
}
