/**
 * Expressions: what stands in the settings of a layer, in parameters and in conditions.
 *
 * A method that reads something returns undefined when there is nothing to return; it has been told then. Chains stand
 * in parentheses inside expressions, and expressions inside chains: the part that reads chains extends this one.
 */
import type { Span } from "../../core/span.ts";
import type { Arg, Choice, Expr, Name } from "./ast.ts";
import { replacement, shortened, type Token, wordEnd } from "./lexer.ts";
import { unexpected } from "./mistakes.ts";
import { conditional, OperatorParser, OR } from "./operators.ts";

type Path = Extract<Expr, { kind: "path" }>;

export abstract class ExpressionParser extends OperatorParser {
  /** After an operand in parentheses, what makes it a chain: an arrow, `as`, or an `if` without `else`. */
  protected abstract chainFrom(first: Expr): Choice;
  protected abstract conditionalChain(first: Expr, condition: Expr | undefined, otherwise: Choice | undefined): Choice;
  protected abstract layerOf(
    indexed: Extract<Expr, { kind: "index" }>,
    args: readonly Arg[],
    span: Span,
  ): Expr | undefined;

  protected override postfix(): Expr | undefined {
    const { start } = this;
    let value = this.atom();
    while (value) {
      if (this.token === "[") {
        if (!this.operator()) return value;
        const key = this.key();
        if (!key) return value;
        value = { kind: "index", of: value, key, span: this.from(start) };
      } else if (this.token === "(") {
        const open = this.start;
        if (value.kind === "path" && !value.every) {
          const args = this.args();
          value = { kind: "call", callee: value, args, open, span: this.from(start) };
        } else if (value.kind === "index") {
          const args = this.args();
          value = this.layerOf(value, args, this.from(start));
        } else {
          this.fail(
            this.here,
            "Only a name takes parentheses with settings; a tensor goes in with an arrow: `x -> Conv2d(64, 3)`.",
          );
          return value;
        }
      } else return value;
    }
    return value;
  }

  private atom(): Expr | undefined {
    const span = this.here;
    switch (this.token) {
      case "int": {
        const e: Expr = { kind: "int", value: this.number, text: this.word, span };
        this.next();
        return e;
      }
      case "float": {
        const e: Expr = { kind: "float", value: this.number, text: this.word, span };
        this.next();
        return e;
      }
      case "string": {
        const e: Expr = { kind: "string", value: this.string, span };
        this.next();
        return e;
      }
      case "true":
      case "false": {
        const e: Expr = { kind: "bool", value: this.token === "true", span };
        this.next();
        return e;
      }
      case "null":
        this.next();
        return { kind: "null", span };
      case "_":
        this.next();
        return { kind: "hole", span };
      case "name":
        return this.path();
      case "(":
        return this.parenthesised();
      case "[":
        return this.bracketed();
      default:
        return unexpected(this, "a value");
    }
  }

  /** `a`, `encoder.layer3`, `m.0.conv`, `m.*`: the parts are joined without spaces. */
  protected path(): Path {
    const { text, start } = this;
    const names: Name[] = [];
    let every = false;
    for (;;) {
      names.push({ text: this.word, span: this.here });
      const dot = this.end;
      if (text.charCodeAt(dot) !== 46) break;
      const after = text.charCodeAt(dot + 1);
      if (after === 42) {
        every = true;
        this.end = dot + 2;
        break;
      }
      if (!this.part(dot + 1)) break;
    }
    const span = { start, end: this.end };
    this.next();
    const [first] = names;
    if (first?.text === "self" && names.length > 1) {
      const prefix = { start, end: first.span.end + 1 };
      this.tell(prefix, "Layers have no `self.`: they go by their names.", {
        title: "Remove `self.`",
        edits: [{ span: prefix, text: "" }],
      });
      names.shift();
      return { kind: "path", names, every, span: { start: prefix.end, end: span.end } };
    }
    return { kind: "path", names, every, span };
  }

  /** Makes a part of a path the current token: after a dot, words of the language and digits are names too. */
  private part(at: number): boolean {
    const next = wordEnd(this.text, at);
    if (next === at) return false;
    this.start = at;
    this.end = next;
    return true;
  }

  /** What stands between `[` and `]` after a value. */
  protected key(): Expr | undefined {
    const open = this.here;
    if (!this.opened()) return undefined;
    let key: Expr | undefined;
    if (this.token === ":" || this.token === "...") this.sliced(open);
    else if (this.token === "]") this.fail({ start: open.start, end: this.end }, "Which entry is missing: `[0]`.");
    else key = this.expression();
    if (this.token === ":" || this.token === ",") this.sliced(open);
    this.close(open);
    return key;
  }

  /** `x[:, 0]`, which the one who knows what stands before it can tell better. */
  protected sliced(open: Span): void {
    this.fail(
      open,
      "A part of a tensor is taken by a layer: `x -> Select(1, 0)` is `x[:, 0]`, and `Slice` takes a range.",
    );
  }

  /** Settings in parentheses, a comma after the last allowed. */
  protected args(): Arg[] {
    const open = this.here;
    const args: Arg[] = [];
    if (!this.opened()) return args;
    while (!this.closing) {
      const arg = this.arg(open);
      if (arg) args.push(arg);
      if (!this.separator("setting")) break;
    }
    this.close(open);
    return args;
  }

  private arg(open: Span): Arg | undefined {
    const { start } = this;
    let name: Name | undefined;
    if (this.token === "name") {
      const sign = this.charAfter(this.end);
      if (sign === 61 || sign === 58) name = this.argName();
    } else if (this.token === "*" || this.token === "**") {
      return this.fail(this.here, `\`${this.token}\` does not spread a list here: each setting is written out.`);
    }
    if (name && (this.token === "," || this.token === ")" || this.token === "end")) {
      return this.fail({ start, end: this.last }, `\`${name.text}=\` has no value.`);
    }
    const value = this.expression();
    if (!value) return undefined;
    // A number before an arrow is no chain: the parentheses before it are not closed.
    if (this.token === "->" && (value.kind === "path" || value.kind === "call" || value.kind === "chain"))
      return this.bareChain(open, name, value, start);
    if (name) return { name, value, span: this.from(start) };
    return { value, span: this.from(start) };
  }

  /** A name before `=`; undefined when it is the beginning of a comparison. */
  private argName(): Name | undefined {
    const { text } = this;
    let at = this.end;
    while (text.charCodeAt(at) !== 61 && text.charCodeAt(at) !== 58) at++;
    const colon = text.charCodeAt(at) === 58;
    const after = text.charCodeAt(at + 1);
    if (!colon && (after === 61 || after === 62 || after === 60)) return undefined;
    const name: Name = { text: this.word, span: this.here };
    this.next();
    const sign = this.here;
    this.next();
    if (colon) {
      const span = { start: name.span.end, end: this.token === "end" ? sign.end : this.start };
      this.tell(sign, `A setting is given with \`=\`: \`${shortened(name.text)}=…\`.`, replacement(span, "="));
    }
    return name;
  }

  /** `body=A -> B`: parentheses are missing around the chain, or the ones before it are not closed. */
  private bareChain(open: Span, name: Name | undefined, value: Expr, start: number): Arg | undefined {
    const arrow = this.start;
    const from = name ? value.span.start : start;
    const choice = this.chainFrom(value);
    if (this.token === "end") {
      this.fail(open, "This `(` is not closed.");
    } else {
      const span = { start: from, end: this.last };
      this.tell({ start: arrow, end: arrow + 2 }, "A chain that is a setting stands in parentheses: `(A -> B)`.", {
        title: "Add the parentheses",
        edits: [
          { span: { start: from, end: from }, text: "(" },
          { span: { start: span.end, end: span.end }, text: ")" },
        ],
      });
    }
    const chain: Expr = { kind: "chain", choice, span: choice.span };
    return { ...(name ? { name } : {}), value: chain, span: this.from(start) };
  }

  private bracketed(): Expr | undefined {
    const open = this.here;
    if (!this.opened()) return undefined;
    const items: Expr[] = [];
    while (!this.closing) {
      const item = this.expression();
      if (item) items.push(item);
      if (!this.separator("value")) break;
    }
    this.close(open);
    return { kind: "list", items, bracket: "[", span: this.from(open.start) };
  }

  /** `(a)`, `(a, b)`, `(a,)`, `()`, and a chain: `(A -> B)`, `(A if c)`. */
  private parenthesised(): Expr | undefined {
    const open = this.here;
    if (!this.opened()) return undefined;
    const items: Expr[] = [];
    let only: Expr | undefined;
    while (!this.closing) {
      const item = this.branch();
      if (item && !("kind" in item)) {
        if (items.length > 0 || (this.token as Token) === ",")
          this.fail(this.here, "A chain stands alone in its parentheses.");
        this.close(open);
        return { kind: "chain", choice: item, span: this.from(open.start) };
      }
      if (item) items.push(item);
      only = items.length === 1 ? item : undefined;
      if (!this.separator("value")) break;
      only = undefined;
    }
    this.close(open);
    if (only) return only;
    return { kind: "list", items, bracket: "(", span: this.from(open.start) };
  }

  /** An expression, or a chain where an arrow, `as` or an `if` without `else` makes it one. */
  branch(): Expr | Choice | undefined {
    const { start } = this;
    const first = this.operation(OR);
    if (!first) return undefined;
    if (this.token === "->" || this.token === "as") return this.chainFrom(first);
    if (this.token !== "if") return first;
    this.next();
    const condition = this.operation(OR);
    if ((this.token as Token) !== "else") return this.conditionalChain(first, condition, undefined);
    if (!condition || !this.enter()) return first;
    this.next();
    const otherwise = this.branch();
    this.leave();
    if (!otherwise) return first;
    if (!("kind" in otherwise)) return this.conditionalChain(first, condition, otherwise);
    return conditional(first, condition, otherwise, this.from(start));
  }
}
