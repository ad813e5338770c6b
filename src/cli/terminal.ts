/** How text looks in this terminal: colours or none, Unicode or ASCII, and how many columns a text takes. */
import type { Io } from "./io.ts";

export interface Look {
  readonly ascii: boolean;
  /** Columns that a line may take. */
  readonly width: number;
  /** True where that is known. Elsewhere a message stays on one line, which other programs read better. */
  readonly wraps: boolean;
  readonly paint: Paint;
}

export type Style = "bold" | "dim" | "red" | "yellow" | "blue" | "cyan" | "green";
export type Paint = (style: Style, text: string) => string;

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
};

const coloured: Paint = (style, text) => (text === "" ? "" : `\x1b[${codes[style][0]}m${text}\x1b[${codes[style][1]}m`);
const plain: Paint = (_, text) => text;

export interface LookOptions {
  readonly color?: boolean | undefined;
  readonly ascii?: boolean | undefined;
}

const WIDTH = 100;

export function lookOf(io: Io, { color, ascii }: LookOptions): Look {
  const { env, stdout } = io;
  const wanted = color ?? (stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb");
  const columns = /^[1-9]\d{0,4}$/.test(env.COLUMNS ?? "") ? Number(env.COLUMNS) : stdout.isTTY && stdout.columns;
  return {
    ascii: ascii ?? !readsUnicode(io),
    width: Math.max(40, Math.min(columns || WIDTH, 160)),
    wraps: Boolean(columns),
    paint: wanted ? coloured : plain,
  };
}

/** POSIX: the first of these that is set decides, and without any the locale is C. Windows and macOS read Unicode. */
function readsUnicode({ env, platform }: Io): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  if (!locale) return platform === "win32" || platform === "darwin";
  return /utf-?8/i.test(locale);
}

const replacements: readonly (readonly [RegExp, string])[] = [
  [/⌈([^⌈⌉⌊⌋]*)⌉/g, "ceil($1)"],
  [/⌊([^⌈⌉⌊⌋]*)⌋/g, "floor($1)"],
];
const letters: Readonly<Record<string, string>> = {
  "⌈": "ceil(",
  "⌉": ")",
  "⌊": "floor(",
  "⌋": ")",
  "·": "*",
  "×": "x",
  "−": "-",
  "–": "-",
  "—": "-",
  "…": "...",
  "≥": ">=",
  "≤": "<=",
  "≠": "!=",
  "→": "->",
  "⇒": "=>",
  "“": '"',
  "”": '"',
  "‘": "'",
  "’": "'",
  "²": "^2",
  "³": "^3",
  "✗": "x",
  "│": "|",
  "─": "-",
};

/** The same in ASCII as far as there is such a thing; what else there is in a file's text is spelt `\u{…}`. */
export function toAscii(text: string): string {
  let out = text;
  for (let before = ""; before !== out; ) {
    before = out;
    for (const [from, to] of replacements) out = out.replace(from, to);
  }
  return out.replace(/[^\n\x20-\x7e]/gu, (c) => letters[c] ?? `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Terminal columns of one code point: 2 for East Asian wide characters and emoji, 0 for combining marks. */
export function widthOf(c: string): number {
  const code = c.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (code === 0x200d || /^[\p{Mn}\p{Me}]$/u.test(c)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0x303e) ||
    (code >= 0x3041 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1f64f) ||
    (code >= 0x1f900 && code <= 0x1f9ff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

export function textWidth(text: string): number {
  let width = 0;
  for (const c of text) width += widthOf(c);
  return width;
}

/** Breaks a sentence at spaces; `indent` goes before every line but the first. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of wordsOf(text, width / 2)) {
    if (line !== "" && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.join("\n");
}

/** What stands in backticks or is a shape is one word, unless it is a long one. */
function wordsOf(text: string, longest: number): string[] {
  const words: string[] = [];
  let open = "";
  for (const word of text.split(" ")) {
    const whole = open === "" ? word : `${open} ${word}`;
    const closed = (whole.split("`").length - 1) % 2 === 0 && whole.lastIndexOf("[") <= whole.lastIndexOf("]");
    if (closed) {
      words.push(whole);
      open = "";
    } else if (textWidth(whole) > longest) {
      words.push(...whole.split(" "));
      open = "";
    } else open = whole;
  }
  return open === "" ? words : [...words, ...open.split(" ")];
}
