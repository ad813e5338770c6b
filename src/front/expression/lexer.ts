/**
 * Words, numbers and signs, read one at a time and only when asked: the current one lies in fields, so that reading
 * allocates nothing.
 *
 * One mistake gives one problem. A slip whose meaning is plain is told and read as what was meant. After anything else
 * `fail` puts the reader at the end for good: every loop then ends by itself, what was read so far stays, and nothing
 * more is told.
 */
import type { Span } from "../../core/span.ts";
import type { SyntaxProblem } from "./ast.ts";
import { closingQuote, isDigit, isNamePart, isNameStart, isQuote, isSpace, slipAt } from "./characters.ts";

type Keyword = "if" | "else" | "and" | "or" | "not" | "in" | "as" | "true" | "false" | "null";

// biome-ignore format: one family of signs a line
type Sign =
  | "(" | ")" | "[" | "]" | "," | ":" | "." | ".." | "..." | "_" | "|" | "@" | "?"
  | "->" | "=>" | "=" | ":="
  | "+" | "-" | "*" | "/" | "//" | "%" | "**"
  | "==" | "!=" | "<" | "<=" | ">" | ">=";

export type Token = "end" | "name" | "int" | "float" | "string" | Keyword | Sign;

type Fix = NonNullable<SyntaxProblem["fix"]>;

/** More than this of one text help nobody. */
const MAX_PROBLEMS = 20;

export class Lexer {
  readonly text: string;
  readonly problems: SyntaxProblem[] = [];
  /** The current token: its kind, where it starts, where it ends. */
  token: Token = "end";
  start = 0;
  end = 0;
  /** Where the token before it began and ended. */
  previous = 0;
  last = 0;
  /** Of a number or a string. */
  number = 0;
  string = "";
  failed = false;

  constructor(text: string) {
    this.text = text;
    this.next();
  }

  /** The text of the current token. */
  get word(): string {
    return this.text.slice(this.start, this.end);
  }

  /** What stands after a spot, spaces left out; 0 at the end. */
  charAfter(at: number): number {
    const { text } = this;
    let i = at;
    while (i < text.length && isSpace(text.charCodeAt(i))) i++;
    return i < text.length ? text.charCodeAt(i) : 0;
  }

  tell(span: Span, message: string, fix?: Fix, code = "syntax"): void {
    if (this.failed) return;
    this.problems.push(fix ? { code, message, span, fix } : { code, message, span });
    if (this.problems.length >= MAX_PROBLEMS) this.stop();
  }

  /** Tells it and reads no further. */
  fail(span: Span, message: string, fix?: Fix, code = "syntax"): undefined {
    this.tell(span, message, fix, code);
    this.stop();
    return undefined;
  }

  stop(): void {
    this.failed = true;
    this.token = "end";
    this.start = this.end = this.text.length;
  }

  /** Reads the next token. */
  next(): void {
    if (this.failed) return;
    const { text } = this;
    let i = this.end;
    this.previous = this.start;
    this.last = i;
    let c = text.charCodeAt(i);
    while (c === 32 || (i < text.length && isSpace(c))) c = text.charCodeAt(++i);
    this.start = i;
    if (i >= text.length) {
      this.token = "end";
      this.end = i;
    } else if (isNameStart(c)) this.name(i);
    else if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(i + 1)))) this.digits(i);
    else if (isQuote(c)) this.quoted(i, c);
    else this.sign(i, c);
  }

  private name(from: number): void {
    const { text } = this;
    const i = wordEnd(text, from + 1);
    this.end = i;
    const length = i - from;
    this.token = "name";
    if (length === 1 && text.charCodeAt(from) === 95) this.token = "_";
    else if (length > 1 && length < 6 && KEYWORD_STARTS.includes(text.charAt(from))) {
      this.token = keywords.get(text.slice(from, i)) ?? "name";
    }
    // f"…", r'…': the mark belongs to the string.
    if (length < 3 && isQuote(text.charCodeAt(i)) && /^[fFrRbBuU]+$/.test(text.slice(from, i))) {
      const span = { start: from, end: i };
      this.tell(
        span,
        "A string has no letter before its quotes, and nothing is filled in.",
        deletion(span, "Remove the letter"),
      );
      this.start = i;
      this.quoted(i, text.charCodeAt(i));
    }
  }

  private sign(at: number, c: number): void {
    const { text } = this;
    const slip = isPlainSign(text, at, c) ? undefined : slipAt(text, at);
    if (slip) {
      const span = { start: at, end: at + slip.text.length };
      this.token = slip.meant;
      this.end = span.end;
      const fix = replacement(span, wordly(text, span, slip.meant), slip.meant);
      this.tell(span, `${slip.why} \`${slip.meant}\`.`, fix);
      return;
    }
    const sign = signAt(text, at, c);
    if (sign) {
      this.token = sign;
      this.end = at + sign.length;
    } else this.unreadable(at, c);
  }

  private unreadable(at: number, c: number): void {
    const span = { start: at, end: at + ((c & 0xfc00) === 0xd800 ? 2 : 1) };
    if (c === 35) {
      this.fail(span, "A comment needs a space before `#`.", {
        title: "Add the space",
        edits: [{ span: { start: at, end: at }, text: " " }],
      });
    } else if (c === 123 || c === 125) {
      this.fail(span, "Braces have no place in an expression: a list stands in `( )` or `[ ]`, and a table is YAML's.");
    } else if (c === 59) {
      this.fail(span, "A line has no `;`: layers follow each other with `->`, or on lines of their own.");
    } else {
      this.fail(span, `\`${this.text.slice(at, span.end)}\` has no meaning here.`);
    }
  }

  private digits(from: number): void {
    const { text } = this;
    let i = from;
    const run = () => {
      while (isDigit(text.charCodeAt(i))) i++;
    };
    run();
    let float = false;
    // `1..8` is a range of two whole numbers, `1.` a decimal.
    if (text.charCodeAt(i) === 46 && text.charCodeAt(i + 1) !== 46) {
      float = true;
      i++;
      run();
    }
    const e = text.charCodeAt(i);
    if (e === 101 || e === 69) {
      const sign = text.charCodeAt(i + 1);
      const after = i + (sign === 43 || sign === 45 ? 2 : 1);
      if (isDigit(text.charCodeAt(after))) {
        float = true;
        i = after;
        run();
      }
    }
    if (i < text.length && isNamePart(text.charCodeAt(i))) {
      this.joined(from, i);
      return;
    }
    this.end = i;
    this.token = float ? "float" : "int";
    const word = text.slice(from, i);
    this.number = Number(word);
    const span = { start: from, end: i };
    if (!float && text.charCodeAt(from) === 48 && i - from > 1) {
      const plain = word.replace(/^0+(?=\d)/, "");
      this.tell(span, `A whole number has no zeros before it: \`${shortened(plain)}\`.`, replacement(span, plain));
    }
    if (float ? !Number.isFinite(this.number) : !Number.isSafeInteger(this.number)) {
      const what = float
        ? "too large for a decimal"
        : "beyond 2⁵³, where whole numbers can no longer all be told apart";
      this.fail(span, `${shortened(word)} is ${what}.`, undefined, "overflow");
    }
  }

  /** A number with letters at its end: another way to write it, or a sign that is missing. */
  private joined(from: number, digitsEnd: number): void {
    const { text } = this;
    const i = wordEnd(text, digitsEnd);
    const span = { start: from, end: i };
    const word = text.slice(from, i);
    const plain = word.replaceAll("_", "");
    if (/^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d+)$/.test(plain)) {
      const value = Number(plain);
      const fix = Number.isSafeInteger(value) ? replacement(span, String(value)) : undefined;
      this.fail(span, `Numbers are written in plain digits${fix ? `: \`${value}\`` : ""}.`, fix);
      return;
    }
    const by = /^(\d+)[xX](\d+)$/.exec(word);
    if (by) {
      this.fail(span, `A size by axis is a list: \`(${by[1]}, ${by[2]})\`.`, replacement(span, `(${by[1]}, ${by[2]})`));
      return;
    }
    const times = `${text.slice(from, digitsEnd)}*${text.slice(digitsEnd, i)}`;
    const fix = isNameStart(text.charCodeAt(digitsEnd)) ? replacement(span, times) : undefined;
    this.fail(
      span,
      `\`${shortened(word)}\` is neither a number nor a name${fix ? `; a product is \`${shortened(times)}\`` : ""}.`,
      fix,
    );
  }

  /** A string ends on its line; a backslash takes the next character, as in Python. */
  private quoted(from: number, open: number): void {
    const { text } = this;
    const close = closingQuote(open);
    let value = "";
    let copied = from + 1;
    let i = copied;
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === close || c === 10) break;
      if (c !== 92) continue;
      const meant = escapes.get(text.charCodeAt(i + 1));
      if (meant === undefined) continue;
      value += text.slice(copied, i) + meant;
      copied = i + 2;
      i++;
    }
    if (text.charCodeAt(i) !== close) {
      const span = { start: from, end: text.charCodeAt(i - 1) === 13 ? i - 1 : Math.min(i, text.length) };
      this.fail(span, "This string is not closed: a quote is missing at its end.");
      return;
    }
    this.end = i + 1;
    this.token = "string";
    this.string = value + text.slice(copied, i);
    if (open !== close) {
      const span = { start: from, end: this.end };
      const straight = JSON.stringify(this.string);
      this.tell(span, `Quotes are straight: \`${shortened(straight)}\`.`, replacement(span, straight));
    }
  }
}

const escapes = new Map([
  [34, '"'],
  [39, "'"],
  [92, "\\"],
  [110, "\n"],
  [116, "\t"],
]);

const keywords = new Map<string, Keyword>([
  ["if", "if"],
  ["else", "else"],
  ["and", "and"],
  ["or", "or"],
  ["not", "not"],
  ["in", "in"],
  ["as", "as"],
  ["true", "true"],
  ["True", "true"],
  ["false", "false"],
  ["False", "false"],
  ["null", "null"],
  ["None", "null"],
]);

/** The first letters of the words above: most names are told apart by theirs. */
const KEYWORD_STARTS = "ieaontTfFN";

/** Whether it is no slip for sure, which is so for nearly every sign: a cheap question before the thorough one. */
function isPlainSign(text: string, at: number, c: number): boolean {
  if (c === 40 || c === 41 || c === 44 || c === 91 || c === 93) return true;
  const second = text.charCodeAt(at + 1);
  if (c === 45) return second === 62 ? text.charCodeAt(at + 2) !== 62 : second !== 45;
  return c === 61 && (second === 32 || isNamePart(second));
}

function signAt(text: string, at: number, c: number): Sign | undefined {
  const second = text.charCodeAt(at + 1);
  switch (String.fromCharCode(c)) {
    case "(":
      return "(";
    case ")":
      return ")";
    case "[":
      return "[";
    case "]":
      return "]";
    case ",":
      return ",";
    case "+":
      return "+";
    case "%":
      return "%";
    case "@":
      return "@";
    case "?":
      return "?";
    case "|":
      return "|";
    case "-":
      return second === 62 ? "->" : "-";
    case "*":
      return second === 42 ? "**" : "*";
    case "/":
      return second === 47 ? "//" : "/";
    case "=":
      return second === 62 ? "=>" : second === 61 ? "==" : "=";
    case "!":
      return "!=";
    case "<":
      return second === 61 ? "<=" : "<";
    case ">":
      return second === 61 ? ">=" : ">";
    case ":":
      return second === 61 ? ":=" : ":";
    case ".":
      return second !== 46 ? "." : text.charCodeAt(at + 2) === 46 ? "..." : "..";
    default:
      return undefined;
  }
}

/** Where the letters and digits that begin at an offset end. */
export function wordEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && isNamePart(text.charCodeAt(i))) i++;
  return i;
}

/** A word that takes a sign's place needs spaces around it. */
function wordly(text: string, span: Span, meant: string): string {
  if (!isNameStart(meant.charCodeAt(0))) return meant;
  const before =
    span.start > 0 && !isSpace(text.charCodeAt(span.start - 1)) && text.charCodeAt(span.start - 1) !== 40 ? " " : "";
  const after = span.end < text.length && !isSpace(text.charCodeAt(span.end)) ? " " : "";
  return before + meant + after;
}

/** A long piece of text, cut for a message. */
export const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 37)}…` : text);

export const replacement = (span: Span, text: string, shown = text): Fix => ({
  title: `Write \`${shortened(shown)}\``,
  edits: [{ span, text }],
});

export const insertion = (at: number, text: string, title: string): Fix => ({
  title,
  edits: [{ span: { start: at, end: at }, text }],
});

export const deletion = (span: Span, title: string): Fix => ({ title, edits: [{ span, text: "" }] });
