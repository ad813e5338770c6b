/** What to say of a token that cannot stand where it does. */
import { type Lexer, replacement, shortened, type Token } from "./lexer.ts";

/** Whether a value can begin with it: after another value, a comma is then missing. */
export function beginsValue(token: Token): boolean {
  switch (token) {
    case "name":
    case "int":
    case "float":
    case "string":
    case "true":
    case "false":
    case "null":
    case "_":
    case "(":
    case "[":
    case "not":
      return true;
    default:
      return false;
  }
}

const words = new Map([
  ["is", "Equality is written `==`."],
  ["for", "There are no loops: `A * n as i` repeats a layer."],
  ["while", "There are no loops: `A * n as i` repeats a layer."],
  ["lambda", "There are no functions: what is used more than once is a block."],
  ["elif", "Another case goes on after `else`: `A if c else B if d else C`."],
]);

/** A word, the current one or the one before it, is one of another language: that has been told and ends the reading. */
export function foreignWord(lexer: Lexer, start = lexer.start, end = lexer.end): boolean {
  const word = lexer.text.slice(start, end);
  const message = words.get(word);
  if (message === undefined) return false;
  const span = { start, end };
  if (word !== "is") lexer.fail(span, message);
  else {
    const not = /^\s+not\b/.exec(lexer.text.slice(end, end + 64));
    const fix = not ? replacement({ start, end: end + not[0].length }, "!=") : replacement(span, "==");
    lexer.fail(span, message, fix);
  }
  return true;
}

/** Tells that something else is expected, and ends the reading. */
export function unexpected(lexer: Lexer, wanted: string): undefined {
  if (lexer.failed || (lexer.token === "name" && foreignWord(lexer))) return undefined;
  const { token, word } = lexer;
  const span = { start: lexer.start, end: lexer.end };
  if (token === "end" || token === ")" || token === "]") {
    const { text, last, previous } = lexer;
    if (last === 0) return lexer.fail(span, `${capital(wanted)} is missing here.`);
    const before = text.slice(previous, last);
    return lexer.fail({ start: previous, end: last }, `${capital(wanted)} is missing after \`${shortened(before)}\`.`);
  }
  switch (token) {
    case "*":
    case "**":
      return lexer.fail(span, `\`${token}\` needs a value before it.`);
    case ".":
      return lexer.fail(span, "A name is missing after the dot: `encoder.layer3`.");
    case "..":
      return lexer.fail(span, "A range stands to the right of `in` only: `H % 16 in 1..8`.");
    case "...":
      return lexer.fail(span, "`...` stands in shapes only: `[N, ...]`.");
    case "?":
      return lexer.fail(span, "A choice is written `a if c else b`.");
    case "|":
      return lexer.fail(span, "A choice of words is a parameter's value, and holds words only: `same | crop`.");
    case ":":
      return lexer.fail(span, "A colon has no place in an expression; a choice is written `a if c else b`.");
    case ":=":
      return lexer.fail(span, "Nothing is set inside an expression: give the value a name in `params`.");
    default:
      return lexer.fail(span, `\`${shortened(word)}\` cannot stand here: ${wanted} is expected.`);
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
