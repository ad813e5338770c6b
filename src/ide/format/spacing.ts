/**
 * Blanks inside a line or an expression. Names and numbers stand apart from arrows, words and additions; brackets, paths
 * and the `=` of a setting stand close. A product or a quotient stays as dense as it was written (`2*h`, `2 * width`),
 * the same on both sides, since authors say by it what belongs together; a repeat has blanks.
 */
import type { Choice, Expr, Item, Line } from "../../front/expression/ast.ts";
import { parseExpr, parseLine, parseNames, parseParam, parseShape } from "../../front/expression/index.ts";
import { Lexer, type Token } from "../../front/expression/lexer.ts";

/** What a text stands for: the names of a layer, a layer, or a size, a setting or a shape. */
export type Role = "names" | "line" | "value";

/** Blanks before a piece: a number, those that are there, or one at least, in a column that its author may choose. */
export type Blanks = number | "as written" | "column";

export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly before: Blanks;
}

interface Sign {
  readonly token: Token;
  readonly start: number;
  readonly end: number;
}

/** The pieces of a text, the first without blanks before it; undefined where it cannot be read without a mistake. */
export function piecesOf(text: string, role: Role): readonly Piece[] | undefined {
  const repeats = readRepeats(text, role);
  const signs = repeats && signsOf(text);
  if (!signs) return undefined;
  const repeated = new Set(repeats.map((at) => starOf(signs, at)));
  const operators = signs.map((_, i) => isOperator(signs, i));
  let depth = 0;
  return signs.map(({ token, start, end }, i) => {
    const before = i === 0 ? 0 : blanks(text, signs, i, operators, repeated, depth);
    if (token === "(" || token === "[") depth++;
    else if (token === ")" || token === "]") depth--;
    return { start, end, before };
  });
}

function signsOf(text: string): readonly Sign[] | undefined {
  const lexer = new Lexer(text);
  const out: Sign[] = [];
  for (; lexer.token !== "end"; lexer.next()) out.push({ token: lexer.token, start: lexer.start, end: lexer.end });
  return lexer.problems.length > 0 || out.length === 0 ? undefined : out;
}

// ── Rules ────────────────────────────────────────────────────────────────────────────────────────────────────────

const WORDS: ReadonlySet<Token> = new Set(["if", "else", "and", "or", "not", "in", "as"]);
const APART: ReadonlySet<Token> = new Set<Token>([...WORDS, "->", "|", "==", "!=", "<", "<=", ">", ">="]);
const DENSE: ReadonlySet<Token> = new Set(["*", "/", "//", "%", "**"]);
const CLOSE: ReadonlySet<Token> = new Set([".", ".."]);

function blanks(
  text: string,
  signs: readonly Sign[],
  i: number,
  operators: readonly boolean[],
  repeated: ReadonlySet<number>,
  depth: number,
): Blanks {
  const now = signs[i];
  const last = signs[i - 1];
  if (!now || !last) return "as written";
  const { token } = now;
  if (token === "," || token === ")" || token === "]" || last.token === "(" || last.token === "[") return 0;
  if (last.token === ",") return 1;
  if (token === "=>") return depth === 0 ? "column" : "as written";
  if (last.token === "=>" || APART.has(token) || APART.has(last.token)) return 1;
  if (CLOSE.has(token) || CLOSE.has(last.token)) return 0;
  if (token === "=" || last.token === "=") return depth > 0 ? 0 : "as written";
  if (operators[i]) return operatorBlanks(text, signs, i, repeated);
  if (operators[i - 1]) return operatorBlanks(text, signs, i - 1, repeated);
  if (last.token === "-" || last.token === "+") return 0;
  if (token === "(" || token === "[") return isOperand(last.token) ? 0 : "as written";
  return "as written";
}

function operatorBlanks(text: string, signs: readonly Sign[], i: number, repeated: ReadonlySet<number>): number {
  const sign = signs[i];
  if (!sign || !DENSE.has(sign.token) || repeated.has(i)) return 1;
  return /\s/.test(text.charAt(sign.start - 1)) || /\s/.test(text.charAt(sign.end)) ? 1 : 0;
}

/** Between two values; before one alone it is a sign of it. The star of `m.*` is neither. */
function isOperator(signs: readonly Sign[], i: number): boolean {
  const token = signs[i]?.token;
  const last = signs[i - 1];
  if (token === undefined || !last || !(token === "+" || token === "-" || DENSE.has(token))) return false;
  return isOperand(last.token) || (last.token === "*" && signs[i - 2]?.token === ".");
}

function isOperand(token: Token): boolean {
  switch (token) {
    case "name":
    case "int":
    case "float":
    case "string":
    case "true":
    case "false":
    case "null":
    case "_":
    case "...":
    case ")":
    case "]":
      return true;
    default:
      return false;
  }
}

// ── Repeats ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where the counts of repeats begin; undefined where something is wrong. */
function readRepeats(text: string, role: Role): readonly number[] | undefined {
  if (role === "names") return parseNames(text).problems.length === 0 ? [] : undefined;
  const counts: number[] = [];
  if (role === "line") {
    const line: Line = parseLine(text);
    if (line.problems.length > 0) return undefined;
    for (const item of line.chain?.items ?? []) countsOfItem(item, counts);
    return counts;
  }
  const param = parseParam(text);
  if (param.problems.length === 0) {
    if (param.value?.kind === "value") countsOf(param.value.value, counts);
    return counts;
  }
  return parseExpr(text).problems.length === 0 || parseShape(text).problems.length === 0 ? [] : undefined;
}

function countsOfItem(item: Item, out: number[]): void {
  if (item.count) out.push(item.count.span.start);
  if (item.kind === "group") countsOfChoice(item.choice, out);
  else for (const { value } of item.args ?? []) countsOf(value, out);
}

function countsOfChoice(choice: Choice, out: number[]): void {
  for (let c: Choice | undefined = choice; c; c = c.otherwise)
    for (const item of c.chain.items) countsOfItem(item, out);
}

function countsOf(e: Expr, out: number[]): void {
  if (e.kind === "chain") countsOfChoice(e.choice, out);
  else if (e.kind === "call") for (const { value } of e.args) countsOf(value, out);
  else if (e.kind === "list") for (const item of e.items) countsOf(item, out);
  else if (e.kind === "if") {
    countsOf(e.then, out);
    countsOf(e.otherwise, out);
  }
}

/** The star before a count, which may stand in parentheses. */
function starOf(signs: readonly Sign[], count: number): number {
  let i = signs.findIndex(({ start }) => start >= count) - 1;
  while (signs[i]?.token === "(") i--;
  return i;
}
