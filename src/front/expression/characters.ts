/** Classes of characters, and the ones that a word processor or another language puts where others are meant. */

const DIGIT = 1;
const LETTER = 2;
const SPACE = 4;

/** What each ASCII character is; beyond ASCII the slower questions below are asked. */
const classes = new Uint8Array(128);
for (let c = 48; c <= 57; c++) classes[c] = DIGIT;
for (let c = 65; c <= 90; c++) classes[c] = classes[c + 32] = LETTER;
classes[95] = LETTER;
for (const c of [9, 10, 13, 32]) classes[c] = SPACE;

const letter = /^\p{L}$/u;
const letterOrDigit = /^[\p{L}\p{N}\p{M}]$/u;
const space = /^[\s\u200b\ufeff]$/u;

export const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** Whether a name may begin with it. */
export const isNameStart = (c: number): boolean =>
  c < 128 ? classes[c] === LETTER : letter.test(String.fromCharCode(c));

/** Whether it may stand inside a name. */
export const isNamePart = (c: number): boolean =>
  c < 128 ? ((classes[c] ?? 0) & (LETTER | DIGIT)) !== 0 : letterOrDigit.test(String.fromCharCode(c));

export const isSpace = (c: number): boolean => (c < 128 ? classes[c] === SPACE : space.test(String.fromCharCode(c)));

export interface Slip {
  /** What was written. */
  readonly text: string;
  /** What is written here instead. */
  readonly meant:
    | "->"
    | "=>"
    | "=="
    | "!="
    | "<="
    | ">="
    | "-"
    | "*"
    | "/"
    | "**"
    | "and"
    | "or"
    | "not"
    | ","
    | "("
    | ")"
    | "...";
  readonly why: string;
}

const slips = (meant: Slip["meant"], why: string, ...texts: string[]): Slip[] =>
  texts.map((text) => ({ text, meant, why }));

/** Longer ones first, since the first that fits is taken. */
const all: readonly Slip[] = [
  ...slips("->", "An arrow is written", "-->", "–>", "—>", "−>", "->>", "→", "⟶", "➔", "➜", "|>", ">>"),
  ...slips("=>", "A shape follows", "==>", "=>>", "⇒", "⟹"),
  ...slips("==", "Equality is written", "==="),
  ...slips("!=", "Inequality is written", "!==", "<>", "≠"),
  ...slips("<=", "At most is written", "=<", "≤"),
  ...slips(">=", "At least is written", "≥"),
  ...slips("and", "Both is written", "&&", "&"),
  ...slips("or", "Either is written", "||"),
  ...slips("-", "Minus is written", "–", "—", "−"),
  ...slips("*", "Times is written", "×", "·"),
  ...slips("/", "Division is written", "÷"),
  ...slips("**", "A power is written", "^"),
  ...slips("not", "Not is written", "!"),
  ...slips(",", "A comma is written", "，"),
  ...slips("(", "A parenthesis is written", "（"),
  ...slips(")", "A parenthesis is written", "）"),
  ...slips("...", "Any number of axes is written", "…"),
];

const byFirst = new Map<number, Slip[]>();
for (const slip of all) {
  const first = slip.text.charCodeAt(0);
  const list = byFirst.get(first);
  if (list) list.push(slip);
  else byFirst.set(first, [slip]);
}

/** The slip that begins at an offset; `!=`, `->` and their like are none. */
export function slipAt(text: string, at: number): Slip | undefined {
  for (const slip of byFirst.get(text.charCodeAt(at)) ?? []) {
    if (!text.startsWith(slip.text, at)) continue;
    return slip.text === "!" && text.charCodeAt(at + 1) === 61 ? undefined : slip;
  }
  return undefined;
}

/** What closes each kind of quote. */
export const closingQuote = (c: number): number => (c === 0x201c ? 0x201d : c === 0x2018 ? 0x2019 : c);

export const isQuote = (c: number): boolean => c === 34 || c === 39 || c === 0x201c || c === 0x2018;
