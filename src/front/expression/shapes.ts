/** Shapes: the sizes of an input, and what a line states after `=>`. */
import type { ShapePattern } from "./ast.ts";
import { ExpressionParser } from "./expressions.ts";
import { replacement } from "./lexer.ts";

type Size = ShapePattern["items"][number];

export abstract class ShapeParser extends ExpressionParser {
  protected expectation(): ShapePattern | undefined {
    const sign = this.here;
    this.next();
    if (this.token === "end") return this.fail(sign, "A shape is missing after `=>`: `=> [N, 64, _, _]`.");
    const layer =
      this.token === "name" &&
      /^\w+\s*(\(|->|$)/.test(this.text.slice(this.start, this.start + 80)) &&
      this.end - this.start > 1;
    if (layer) return this.fail(sign, "A layer follows `->`; `=>` states a shape.", replacement(sign, "->"));
    return this.shape();
  }

  /** `[N, 3, H, W]`; other brackets and none are told. */
  shape(): ShapePattern {
    const open = this.here;
    const bracket = this.token === "[" || this.token === "(" ? this.token : undefined;
    if (bracket && !this.opened()) return { items: [], span: open };
    const items: Size[] = [];
    while (!this.closing) {
      const item = this.size(items);
      if (item) items.push(item);
      if (!this.separator("size")) break;
    }
    if (bracket) this.close(open);
    const span = this.from(open.start);
    if (bracket !== "[" && !this.failed) {
      const inner = this.text.slice(open.start + (bracket ? 1 : 0), span.end - (bracket ? 1 : 0));
      this.tell(span, "A shape stands in square brackets: `[N, 3, H, W]`.", replacement(span, `[${inner}]`));
    }
    return { items, span };
  }

  private size(items: readonly Size[]): Size | undefined {
    const span = this.here;
    switch (this.token) {
      case "...":
        this.next();
        if (items.some((i) => i.kind === "ellipsis")) this.fail(span, "A shape has one `...` at most.");
        return { kind: "ellipsis", span };
      case "null":
      case "?":
      case ":":
      case "*":
        this.tell(span, "Any size is written `_`.", replacement(span, "_"));
        this.next();
        return { kind: "hole", span };
    }
    const e = this.expression();
    if (e?.kind !== "unary" || e.op !== "-" || e.of.kind !== "int" || e.of.value !== 1) return e;
    this.tell(e.span, "Any size is written `_`.", replacement(e.span, "_"));
    return { kind: "hole", span: e.span };
  }
}
