/** The values that parameters are declared with, and the names on the left of a layer. */
import type { Name, ParamSyntax, SyntaxProblem } from "./ast.ts";
import { isNamePart, isNameStart } from "./characters.ts";
import { replacement, shortened, type Token } from "./lexer.ts";
import { LineParser } from "./lines.ts";
import { unexpected } from "./mistakes.ts";

type Type = Extract<ParamSyntax, { kind: "type" }>["type"];

const isType = (word: string): word is Type => {
  switch (word) {
    case "int":
    case "float":
    case "bool":
    case "str":
    case "list":
    case "layer":
      return true;
    default:
      return false;
  }
};

export class ParamParser extends LineParser {
  param(): ParamSyntax | undefined {
    const { text, start } = this;
    if (this.token === "name") {
      const after = this.charAfter(this.end);
      if (after === 0) {
        const { word } = this;
        if (isType(word)) return { kind: "type", type: word, span: this.here };
      } else if (after === 124) return this.words();
      else if (after === 61 && isType(this.word)) return this.typedDefault();
    }
    const value = this.branch();
    if (!value) return undefined;
    if ("kind" in value) {
      if (this.token === "|" && value.kind === "bool") {
        return this.fail(this.from(start), "What is true or false has the type `bool`, or one of them as its default.");
      }
      if (this.token === "|" && value.kind === "string") {
        return this.fail(value.span, "The words of a choice stand without quotes: `same | crop`.");
      }
      this.finish("the end of the value");
      return { kind: "value", value };
    }
    this.finish("the end of the value");
    const span = { start, end: this.last };
    this.tell(
      span,
      "A chain that is a setting stands in parentheses: `(A -> B)`.",
      replacement(span, `(${text.slice(start, span.end)})`),
    );
    return { kind: "value", value: { kind: "chain", choice: value, span } };
  }

  /** `same | crop`. */
  private words(): ParamSyntax {
    const { start } = this;
    const words: Name[] = [];
    for (;;) {
      const span = this.here;
      if (this.token === "string") {
        this.tell(
          span,
          "The words of a choice stand without quotes: `same | crop`.",
          /^\w+$/.test(this.string) ? replacement(span, this.string) : undefined,
        );
        words.push({ text: this.string, span });
      } else if (this.token === "null" && words.length === 1 && isType(words[0]?.text ?? "")) {
        this.fail(span, "A value that may be left out has the default `null`: write `null` alone.");
      } else if (this.token === "name") words.push({ text: this.word, span });
      else {
        unexpected(this, "a word");
        break;
      }
      this.next();
      if ((this.token as Token) !== "|") break;
      this.next();
    }
    this.finish("`|`");
    return { kind: "choice", words, span: { start, end: words.at(-1)?.span.end ?? this.last } };
  }

  /** `int = 3`: a default says its type itself. */
  private typedDefault(): ParamSyntax | undefined {
    const { text, start } = this;
    this.next();
    this.next();
    const from = this.start;
    const value = this.expression();
    if (!value) return undefined;
    this.finish("the end of the value");
    const written = text.slice(from, this.last);
    const span = { start, end: this.last };
    this.tell(span, `A default stands alone: \`${shortened(written)}\`.`, replacement(span, written));
    return { kind: "value", value };
  }
}

/** `conv1`, and `q, k, v` where there are several outputs. */
export function readNames(text: string): {
  readonly value?: readonly Name[];
  readonly problems: readonly SyntaxProblem[];
} {
  const names: Name[] = [];
  const problems: SyntaxProblem[] = [];
  let from = 0;
  while (from <= text.length) {
    const comma = text.indexOf(",", from);
    const to = comma < 0 ? text.length : comma;
    const word = text.slice(from, to).trim();
    const start = from + text.slice(from, to).search(/\S|$/);
    const span = { start, end: start + word.length };
    // One mistake is told; the names around it stay.
    if (isPlainName(word)) names.push({ text: word, span });
    else if (problems.length === 0) problems.push(nameProblem(word, text, span));
    from = to + 1;
  }
  return { ...(names.length > 0 ? { value: names } : {}), problems };
}

const WORDS = new Set([
  "if",
  "else",
  "and",
  "or",
  "not",
  "in",
  "as",
  "true",
  "false",
  "null",
  "True",
  "False",
  "None",
  "_",
]);

function isPlainName(word: string): boolean {
  if (word === "" || !isNameStart(word.charCodeAt(0))) return false;
  for (let i = 1; i < word.length; i++) if (!isNamePart(word.charCodeAt(i))) return false;
  return word.length > 5 || !WORDS.has(word);
}

function nameProblem(word: string, text: string, span: SyntaxProblem["span"]): SyntaxProblem {
  const code = "syntax";
  if (word === "") {
    const place = {
      start: Math.max(0, Math.min(span.start, text.length - 1)),
      end: Math.min(text.length, Math.max(1, span.start + 1)),
    };
    return { code, message: "A name is missing: several outputs are named `a, b`.", span: place };
  }
  if (WORDS.has(word)) {
    const message =
      word === "_" ? "`_` is no name: every output has one." : `\`${word}\` is a word of the language, and no name.`;
    return { code, message, span };
  }
  const meant = word
    .replace(/^\W+|\W+$/g, "")
    .replace(/\W+/g, "_")
    .replace(/^(?=\d)/, "_");
  const fix = /^\w+$/.test(meant) && meant !== "_" ? replacement(span, meant) : undefined;
  const message = `\`${shortened(word)}\` is no name: names are letters, digits and \`_\`, and do not begin with a digit.`;
  return { code, message, span, ...(fix ? { fix } : {}) };
}
