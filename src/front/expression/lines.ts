/** Lines: chains of layers, choices between them, repeats, and the shape after `=>`. */
import type { Span } from "../../core/span.ts";
import type { Arg, Chain, Choice, Expr, Group, Item, Line, Name, Placement } from "./ast.ts";
import { asItem } from "./items.ts";
import { deletion, insertion, replacement, shortened, type Token } from "./lexer.ts";
import { unexpected } from "./mistakes.ts";
import { OR, SUM } from "./operators.ts";
import { SeparatorParser } from "./separators.ts";
import { sliceAsLayers } from "./slices.ts";

type Path = Extract<Expr, { kind: "path" }>;

export class LineParser extends SeparatorParser {
  /** The name before the `[` that is read, while it opens a chain. */
  private subject: Path | undefined;

  line(): Line {
    const { problems } = this;
    const { start } = this;
    let chain = this.chain();
    if (this.token === "if" && chain) chain = this.bareChoice(chain, start);
    const expect = this.token === "=>" ? this.expectation() : undefined;
    if (expect && this.token === "->") {
      this.fail(this.here, "The shape ends the line: the next layer stands on a line of its own.");
    }
    this.finish(expect ? "the end of the line" : "an arrow");
    if (chain && expect) return { chain, expect, problems };
    return chain ? { chain, problems } : { problems };
  }

  /** Undefined when there is no layer at all. */
  private chain(): Chain | undefined {
    const { start } = this;
    if (this.token === "->") {
      this.next();
      const arrow = { start, end: this.last };
      if ((this.token as Token) === "end") return this.fail(arrow, "An arrow stands between two layers.");
      this.tell(
        arrow,
        "Nothing stands before this arrow; a layer takes the value above it without one.",
        deletion({ start, end: this.start }, "Remove the arrow"),
      );
    }
    const first = this.item(true);
    if (!first) return undefined;
    return this.chainOn([first], start);
  }

  /** The rest of a chain whose first layer has been read. */
  private chainOn(items: Item[], start: number): Chain {
    while (this.follows(items)) {
      const item = this.item(false);
      if (!item) break;
      items.push(item);
    }
    return { items, span: this.from(start) };
  }

  protected override item(opens: boolean): Item | undefined {
    const { start } = this;
    if (this.token === "name") return this.repeated(this.placement(start, opens));
    if (this.token !== "(") {
      if (this.token === "int" || this.token === "float" || this.token === "string") {
        return this.fail(
          this.here,
          `A layer is expected here, and \`${shortened(this.word)}\` is a ${this.token === "string" ? "string" : "number"}.`,
        );
      }
      return unexpected(this, "a layer");
    }
    const open = this.here;
    if (!this.opened()) return undefined;
    const choice = this.choice();
    this.close(open);
    return choice && this.repeated({ kind: "group", choice, span: this.from(start) });
  }

  private placement(start: number, opens: boolean): Placement {
    const path = this.path();
    let key: Expr | undefined;
    if (this.token === "[") {
      this.subject = opens ? path : undefined;
      key = this.key();
      this.subject = undefined;
    }
    const args = this.token === "(" ? this.args() : undefined;
    const span = this.from(start);
    // Written out, since this runs for every layer of a file.
    const item: Placement = key
      ? args
        ? { kind: "place", path, key, args, span }
        : { kind: "place", path, key, span }
      : args
        ? { kind: "place", path, args, span }
        : { kind: "place", path, span };
    if (args && this.token === "(") this.calledTwice(item, opens);
    return item;
  }

  /** `Conv2d(64, 3)(x)`: the tensor comes before the layer. */
  private calledTwice(item: Placement, opens: boolean): void {
    const { text } = this;
    const [only, more] = this.args();
    if (this.failed) return;
    const layer = text.slice(item.span.start, item.span.end);
    const span = { start: item.span.start, end: this.last };
    if (only?.name && item.args && item.args.length > 0) {
      const settings = `${layer.slice(0, -1).trimEnd()}, ${text.slice(only.span.start, this.last)}`;
      const message = `Settings stand in one pair of parentheses: \`${shortened(settings)}\`.`;
      this.fail(span, message, replacement(span, settings));
      return;
    }
    const plain = only && !more && !only.name && only.value.kind === "path";
    const meant = plain ? `${text.slice(only.span.start, only.span.end)} -> ${layer}` : `x -> ${layer}`;
    this.fail(
      span,
      `A tensor goes into a layer with an arrow: \`${shortened(meant)}\`.`,
      plain && opens ? replacement(span, meant) : undefined,
    );
  }

  /** `* n` and `* n as i` after a layer. */
  private repeated<T extends Item>(item: T): T {
    if (this.token !== "*") return item;
    this.next();
    const { start } = this;
    const count = this.operation(SUM);
    if (!count) return item;
    if (count.kind === "binary" && count.op !== "**" && count.span.start === start) {
      const written = this.text.slice(start, this.last);
      this.tell(
        this.from(start),
        `The count of a repeat stands in parentheses: \`* (${shortened(written)})\`.`,
        replacement(this.from(start), `(${written})`),
      );
    }
    if ((this.token as Token) !== "as") return { ...item, count };
    const as = this.counter();
    return as ? { ...item, count, as } : { ...item, count };
  }

  private counter(): Name | undefined {
    this.next();
    if (this.token !== "name") return unexpected(this, "a name for the counter");
    const name: Name = { text: this.word, span: this.here };
    this.next();
    return name;
  }

  /** What stands in parentheses: a chain, with `if` a chain that may be left out, with `else` another. */
  private choice(): Choice | undefined {
    const { start } = this;
    const chain = this.chain();
    return chain && this.choiceOn(chain, start);
  }

  private choiceOn(chain: Chain, start: number): Choice {
    if (this.token !== "if") return { chain, span: this.from(start) };
    this.next();
    const condition = this.operation(OR);
    if (!condition) return { chain, span: this.from(start) };
    if ((this.token as Token) !== "else" || !this.enter()) return { chain, condition, span: this.from(start) };
    this.next();
    const otherwise = this.choice();
    this.leave();
    return { chain, condition, ...(otherwise ? { otherwise } : {}), span: this.from(start) };
  }

  /** `A if c` without the parentheses around it. */
  private bareChoice(chain: Chain, start: number): Chain {
    const at = this.here;
    const choice = this.choiceOn(chain, start);
    const span = this.from(start);
    const fix = chain.items.length === 1 ? replacement(span, `(${this.text.slice(span.start, span.end)})`) : undefined;
    this.tell(at, "A choice stands in parentheses: `(A if c else B)`.", fix);
    const group: Group = { kind: "group", choice, span };
    return { items: [group], span };
  }

  // ── Chains in expressions ────────────────────────────────────────────────────────────────────────────────────

  protected override chainFrom(first: Expr): Choice {
    const { start } = first.span;
    let item = asItem(this, first);
    if (item?.count && this.token === "as") {
      const as = this.counter();
      if (as) item = { ...item, as };
    }
    return this.choiceOn(this.chainOn(item ? [item] : [], start), start);
  }

  protected override conditionalChain(first: Expr, condition: Expr | undefined, otherwise: Choice | undefined): Choice {
    const item = asItem(this, first);
    return {
      chain: { items: item ? [item] : [], span: first.span },
      ...(condition ? { condition } : {}),
      ...(otherwise ? { otherwise } : {}),
      span: this.from(first.span.start),
    };
  }

  /** `stages[i](64)` as a setting is a chain of that layer. */
  protected override layerOf(
    indexed: Extract<Expr, { kind: "index" }>,
    args: readonly Arg[],
    span: Span,
  ): Expr | undefined {
    if (indexed.of.kind !== "path")
      return this.fail(
        indexed.span,
        "A layer is taken from a list by one `[ ]`: give the inner list a name in `params`.",
      );
    const item: Placement = { kind: "place", path: indexed.of, key: indexed.key, args, span };
    return { kind: "chain", choice: { chain: { items: [item], span }, span }, span };
  }

  protected override sliced(open: Span): void {
    const { subject, text } = this;
    const layers = sliceAsLayers(text, open.end);
    if (!layers) {
      super.sliced(open);
      return;
    }
    const span = { start: open.start, end: layers.end };
    const written = text.slice(open.end, layers.end);
    if (subject && !/^\s*\.\.\.|:/.test(written) && text.slice(layers.end).trim() === "") {
      this.fail(
        span,
        "A shape follows `=>`.",
        insertion(open.start, open.start > subject.span.end ? "=> " : " => ", "Add `=>`"),
      );
      return;
    }
    const meant = `${subject ? text.slice(subject.span.start, subject.span.end) : "x"} -> ${layers.text}`;
    const fix = subject && replacement({ start: subject.span.start, end: layers.end }, meant);
    this.fail(span, `A part of a tensor is taken by a layer: \`${shortened(meant)}\`.`, fix);
  }
}
