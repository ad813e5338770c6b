/** What stands between two layers: an arrow, or a slip for one. */
import type { Arg, Expr, Item, Name, Placement } from "./ast.ts";
import { deletion, insertion, replacement, shortened, type Token } from "./lexer.ts";
import { foreignWord, unexpected } from "./mistakes.ts";
import { ShapeParser } from "./shapes.ts";

type Path = Extract<Expr, { kind: "path" }>;

/** The layer that does what an operator would do to two tensors. */
const OPERATORS = new Map<Token, string>([
  ["+", "Add"],
  ["-", "Sub"],
  ["/", "Div"],
  ["@", "MatMul"],
]);

export abstract class SeparatorParser extends ShapeParser {
  /** A layer; only the first of a chain `opens` it. */
  protected abstract item(opens: boolean): Item | undefined;

  /** Takes what stands between two layers. False at the end of the chain. */
  protected follows(items: Item[]): boolean {
    switch (this.token) {
      case "->":
        return this.arrow();
      case "end":
      case "if":
      case "else":
      case "=>":
      case "]":
        return false;
      case ")":
        if (!this.outside) return false;
        this.strayClosers();
        return this.follows(items);
      case "name":
        return this.nameAfter();
      case "(":
        this.tell(this.here, "An arrow is missing before this `(`.", insertion(this.last, " ->", "Add the arrow"));
        return true;
      case ",":
        if (this.text.slice(this.end).trim() === "") {
          this.tell(this.here, "No comma stands at the end of a line.", deletion(this.here, "Remove it"));
          this.next();
          return false;
        }
        return this.wrongSeparator();
      case "|":
        return this.wrongSeparator();
      case ">":
        this.tell(this.here, "An arrow is written `->`.", replacement(this.here, "->"));
        this.next();
        return true;
      case "=":
      case ":=":
      case ">=":
        return this.equals();
      case "[":
        this.tell(this.here, "A shape follows `=>`.", insertion(this.last, " =>", "Add `=>`"));
        return this.shapeNext();
      case "+":
      case "-":
      case "/":
      case "@":
        return this.arithmetic(items);
      case "as":
        this.fail(this.here, "`as` names the counter of a repeat: `A * n as i`.");
        return false;
      case ":":
        this.fail(this.here, "A colon has no place in a line: a layer's name stands before the first one.");
        return false;
      default:
        unexpected(this, "an arrow");
        return false;
    }
  }

  private wrongSeparator(): true {
    this.tell(
      this.here,
      "Layers follow each other with `->`.",
      replacement(this.here, this.text.charCodeAt(this.start - 1) === 32 ? "->" : " ->", "->"),
    );
    this.next();
    return true;
  }

  private strayClosers(): void {
    const { start } = this;
    while (this.token === ")") this.next();
    const span = this.from(start);
    this.tell(span, "This `)` closes nothing.", deletion(span, "Remove it"));
  }

  private arrow(): boolean {
    let arrow = this.here;
    this.next();
    while (this.token === "->") {
      this.tell(
        this.here,
        "Between two layers stands one arrow.",
        deletion({ start: arrow.end, end: this.end }, "Remove it"),
      );
      arrow = this.here;
      this.next();
    }
    switch (this.token) {
      case "end":
      case ")":
      case "]":
      case "if":
      case "else":
      case "=>":
        this.fail(arrow, "A layer is missing after this arrow.");
        return false;
      case "[":
        this.tell(arrow, "A shape follows `=>`, a layer `->`.", replacement(arrow, "=>"));
        return this.shapeNext();
    }
    return true;
  }

  /** A shape stands here, though its sign does not: goes on as if it did. */
  private shapeNext(): false {
    if (!this.outside) this.fail(this.here, "A shape stands at the end of the line.");
    else {
      this.end = this.start;
      this.token = "=>";
    }
    return false;
  }

  /** A name after a layer: an arrow is missing, or a line break that YAML does not see. */
  private nameAfter(): boolean {
    if (foreignWord(this)) return false;
    const { text } = this;
    if (text.charCodeAt(this.end) === 58 && text.slice(this.last, this.start).includes("\n")) {
      this.fail(
        { start: this.start, end: this.end + 1 },
        `\`${shortened(this.word)}:\` is indented deeper than the layer above it, and is read as part of that line.`,
      );
      return false;
    }
    this.tell(
      this.here,
      `An arrow is missing before \`${shortened(this.word)}\`.`,
      insertion(this.last, " ->", "Add the arrow"),
    );
    return true;
  }

  /** `=` before a shape is `=>`; after a name it was meant to name a layer. */
  private equals(): boolean {
    const span = this.here;
    if (this.token !== ":=" && this.charAfter(this.end) === 91) {
      this.tell(span, "A shape follows `=>`.", replacement(span, "=>"));
      this.token = "=>";
      return false;
    }
    if (this.token === ">=") unexpected(this, "an arrow");
    else
      this.fail(span, "A layer is named with a colon, `enc1: Conv2d(64, 3)`; `=` gives a setting, inside parentheses.");
    return false;
  }

  /** `a + x`: tensors are added by a layer. It is read as that layer. */
  private arithmetic(items: Item[]): boolean {
    const { token, text } = this;
    const op: Name = { text: OPERATORS.get(token) ?? "", span: this.here };
    if (token === "-" && text.charCodeAt(this.end) === 62) return false;
    if (token === "-" && text.slice(this.last, this.start).includes("\n")) {
      this.fail(op.span, "This item is indented deeper than the one above it, and is read as part of that line.");
      return false;
    }
    if (token === "-" && this.charAfter(this.end) === 62) {
      this.next();
      const span = { start: op.span.start, end: this.end };
      this.tell(span, "An arrow is written `->`.", replacement(span, "->"));
      this.next();
      return true;
    }
    const left = items.at(-1);
    const { last } = this;
    this.next();
    const right = this.item(false);
    if (!left || !right) return false;
    const name = (item: Item) => (isName(item) ? text.slice(item.span.start, item.span.end) : undefined);
    const [a, b] = [items.length === 1 ? name(left) : undefined, name(right)];
    const message = (meant: string) =>
      `\`${token}\` works on numbers; for tensors it is a layer: \`${shortened(meant)}\`.`;
    const span = { start: left.span.start, end: right.span.end };
    if (b === undefined || OPERATORS.has(this.token)) {
      this.fail(op.span, message(`${op.text}(a, b)`));
      return false;
    }
    const path: Path = { kind: "path", names: [op], every: false, span: op.span };
    const arg = (item: Placement): Arg => ({ value: item.path, span: item.span });
    if (a !== undefined && isName(left) && isName(right)) {
      const meant = `${op.text}(${a}, ${b})`;
      this.tell(op.span, message(meant), replacement(span, meant));
      items[0] = { kind: "place", path, args: [arg(left), arg(right)], span };
    } else if (isName(right)) {
      const meant = `-> ${op.text}(_, ${b})`;
      this.tell(op.span, message(meant), replacement({ start: last, end: span.end }, ` ${meant}`, meant));
      items.push({
        kind: "place",
        path,
        args: [{ value: { kind: "hole", span: op.span }, span: op.span }, arg(right)],
        span: { start: op.span.start, end: span.end },
      });
    }
    return this.follows(items);
  }
}

const isName = (item: Item): item is Placement => item.kind === "place" && !item.args && !item.key && !item.count;
