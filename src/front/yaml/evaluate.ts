/**
 * Works out expressions. Numbers that are known are numbers; what depends on a symbol is a `Dim`. A result of
 * `undefined` means that it could not be worked out and that the reason has been told, or lies in an earlier mistake.
 */

import { mentionsAssumed } from "../../core/condition.ts";
import type { Condition, Dim, Dims } from "../../core/dim/index.ts";
import { listed } from "../../core/nearest.ts";
import { type Span, shift } from "../../core/span.ts";
import { type Decimal, isDecimal, isDim } from "../../core/value.ts";
import type { Expr } from "../expression/ast.ts";
import type { ParamValue } from "./declared.ts";
import type { BoundArg, Frame, Layer, V } from "./frame.ts";
import { ordered, realArithmetic, wholeArithmetic } from "./numbers.ts";
import type { Extra, Report } from "./report.ts";
import { unknownName } from "./unknown_name.ts";
import { decimal, describe, isLayer, isList, isTable, plain, same, unevenIn, unevenQuotient } from "./values.ts";

/** What evaluation needs of the one who places layers. */
export interface Host {
  readonly dims: Dims;
  readonly report: Report;
  /** A layer by its name, without settings. */
  layerNamed(path: Extract<Expr, { kind: "path" }>, frame: Frame): Layer | undefined;
  /** The names that a layer can have. */
  layerNames(frame: Frame): Iterable<string>;
  /** What must hold for an expression to come out even. */
  claimEven(condition: Condition, frame: Frame, span: Span, by: Dim, value: Dim): void;
}

const FUNCTIONS = ["min", "max", "ceil", "floor"];

export class Evaluator {
  private readonly host: Host;
  private readonly frame: Frame;
  /** What the spans of the expression count from. */
  private readonly at: number;
  private readonly place: "shape" | "value";

  /** `shape`: what is read are the sizes after `=>`. */
  constructor(host: Host, frame: Frame, at: number, place: "shape" | "value" = "value") {
    this.place = place;
    this.host = host;
    this.frame = frame;
    this.at = at;
  }

  private get dims(): Dims {
    return this.host.dims;
  }

  private tell(span: Span, code: string, message: string, extra?: Extra): undefined {
    this.host.report.add(this.frame.def.uri, shift(span, this.at), code, message, extra);
    return undefined;
  }

  value(e: Expr): V | undefined {
    switch (e.kind) {
      case "int":
      case "string":
      case "bool":
        return e.value;
      case "float":
        return { kind: "decimal", value: e.value, text: e.text };
      case "null":
        return null;
      case "hole":
        return this.tell(
          e.span,
          "attribute-kind",
          "`_` stands for the tensor before it, or for any size in a shape; it is no setting.",
        );
      case "path":
        return this.path(e);
      case "list": {
        const items = e.items.map((item) => this.value(item));
        return items.includes(undefined) ? undefined : (items as V[]);
      }
      case "unary":
        return this.unary(e);
      case "binary":
        return this.binary(e);
      case "compare":
      case "in":
      case "logic":
        return this.truth(e);
      case "range":
        return this.tell(e.span, "attribute-kind", "A range stands to the right of `in`: `H % 16 in 1..8`.");
      case "if": {
        const condition = this.truth(e.condition);
        if (condition === undefined) return undefined;
        return this.value(condition ? e.then : e.otherwise);
      }
      case "index":
        return this.index(e);
      case "call":
        return this.call(e);
      case "chain":
        return {
          kind: "layer",
          target: { kind: "chain", choice: e.choice, at: this.at, frame: this.frame.closed() },
          args: [],
        };
    }
  }

  /** A whole number or a formula. */
  size(e: Expr): Dim | undefined {
    const v = this.value(e);
    if (v === undefined) return undefined;
    if (typeof v === "number") return this.dims.int(v);
    if (isDim(v)) return v;
    const quotient = unevenIn(v);
    if (quotient) return this.tell(e.span, "division", quotient);
    return this.tell(e.span, "attribute-kind", `A size is a whole number or a formula; this is ${describe(v)}.`);
  }

  /** True or false, known before any tensor is. */
  truth(e: Expr): boolean | undefined {
    if (e.kind === "logic") {
      const left = this.truth(e.left);
      if (left === undefined) return undefined;
      if (e.op === "and" ? !left : left) return left;
      return this.truth(e.right);
    }
    if (e.kind === "unary" && e.op === "not") {
      const of = this.truth(e.of);
      return of === undefined ? undefined : !of;
    }
    if (e.kind === "compare") return this.compare(e);
    if (e.kind === "in") return this.member(e);
    const v = this.value(e);
    if (v === undefined || typeof v === "boolean") return v;
    return this.tell(e.span, "attribute-kind", `A condition is true or false; this is ${describe(v)}.`);
  }

  /** A condition over symbols, as `where` has them. */
  condition(e: Expr): Condition | undefined {
    if (e.kind === "logic") {
      const of = [this.condition(e.left), this.condition(e.right)];
      return of.includes(undefined) ? undefined : { kind: e.op, of: of as Condition[] };
    }
    if (e.kind === "unary" && e.op === "not") {
      const of = this.condition(e.of);
      return of && { kind: "not", of };
    }
    if (e.kind === "compare") {
      const left = this.size(e.left);
      const right = this.size(e.right);
      if (!left || !right) return undefined;
      const one = this.dims.int(1);
      switch (e.op) {
        case "==":
          return { kind: "equal", left, right };
        case "!=":
          return { kind: "not", of: { kind: "equal", left, right } };
        case ">=":
          return { kind: "atLeast", left, right };
        case "<=":
          return { kind: "atLeast", left: right, right: left };
        case ">":
          return { kind: "atLeast", left, right: this.dims.add(right, one) };
        case "<":
          return { kind: "atLeast", left: right, right: this.dims.add(left, one) };
      }
    }
    if (e.kind === "in") {
      const left = this.size(e.left);
      if (!left) return undefined;
      let found: Condition | undefined;
      if (e.right.kind === "range") {
        const from = this.size(e.right.from);
        const to = this.size(e.right.to);
        if (!from || !to) return undefined;
        found = {
          kind: "and",
          of: [
            { kind: "atLeast", left, right: from },
            { kind: "atLeast", left: to, right: left },
          ],
        };
      } else {
        const items = e.right.kind === "list" ? e.right.items.map((i) => this.size(i)) : undefined;
        if (!items)
          return this.tell(
            e.right.span,
            "attribute-kind",
            "To the right of `in` stands a list or a range: `(0, 31)`, `1..8`.",
          );
        if (items.includes(undefined)) return undefined;
        found = { kind: "or", of: (items as Dim[]).map((right) => ({ kind: "equal", left, right })) };
      }
      return e.not ? { kind: "not", of: found } : found;
    }
    const known = this.truth(e);
    return known === undefined ? undefined : { kind: known ? "true" : "false" };
  }

  args(
    args: readonly {
      readonly name?: { readonly text: string; readonly span: Span };
      readonly value: Expr;
      readonly span: Span;
    }[],
  ): BoundArg[] {
    return args.map((a) => ({
      name: a.name?.text,
      value: this.value(a.value),
      uri: this.frame.def.uri,
      span: shift(a.span, this.at),
      nameSpan: a.name && shift(a.name.span, this.at),
    }));
  }

  private path(e: Extract<Expr, { kind: "path" }>): V | undefined {
    const first = e.names[0];
    if (!first) return undefined;
    const binding = this.frame.lookup(first.text);
    if (binding?.kind === "tensor") {
      return this.tell(
        e.span,
        "attribute-kind",
        `"${first.text}" is a tensor, not a number or a setting. Tensors come first in the parentheses, and are added with \`Add(a, b)\`.`,
      );
    }
    if (binding) {
      const [, part, more] = e.names;
      if (part && !more && binding.kind === "param" && isTable(this.param(first.text, e.span))) {
        const meant = `${first.text}[${/^\d+$/.test(part.text) ? part.text : `"${part.text}"`}]`;
        return this.tell(e.span, "unknown-name", `An entry of a table is taken by brackets: \`${meant}\`.`, {
          fix: { title: `Write \`${meant}\``, edits: [{ span: shift(e.span, this.at), text: meant }] },
        });
      }
      if (e.names.length > 1)
        return this.tell(
          e.span,
          "unknown-name",
          `"${first.text}" is ${binding.kind === "param" ? "a parameter" : "a size"}; nothing can be reached below it.`,
        );
      if (binding.kind === "value") return binding.value;
      return this.param(first.text, e.span);
    }
    const layer = this.host.layerNamed(e, this.frame);
    if (layer) return layer;
    if (this.frame.file.uses.has(first.text) && this.frame.file.uses.get(first.text) === undefined) return undefined;
    return this.unknown(e, first.text);
  }

  private unknown(e: Expr, name: string): undefined {
    const span = e.kind === "path" && e.names[0] ? e.names[0].span : e.span;
    const { code, message, meant } = unknownName(name, this.frame, this.host.layerNames(this.frame), this.place);
    const at = shift(span, this.at);
    return this.tell(span, code, message, {
      ...(meant === undefined ? {} : { fix: { title: `Change to \`${meant}\``, edits: [{ span: at, text: meant }] } }),
    });
  }

  /** A parameter's value, worked out when first asked for; it may use others. */
  param(name: string, span: Span): V | undefined {
    for (let f: Frame | undefined = this.frame; f; f = f.outer) {
      const binding = f.names.get(name);
      if (binding?.kind !== "param") continue;
      if (binding.state === "done") return binding.value;
      if (binding.state === "busy") return this.tell(span, "cycle", `Parameter "${name}" is worked out from itself.`);
      binding.state = "busy";
      binding.value = evaluateParam(this.host, f, binding.def.value);
      binding.state = "done";
      return binding.value;
    }
    return undefined;
  }

  private unary(e: Extract<Expr, { kind: "unary" }>): V | undefined {
    if (e.op === "not") return this.truth(e);
    const v = this.number(e.of);
    if (v === undefined || e.op === "+") return v;
    if (typeof v === "number") return -v;
    return isDecimal(v) ? decimal(-v.value) : this.dims.neg(v);
  }

  private number(e: Expr): number | Dim | Decimal | undefined {
    const v = this.value(e);
    if (v === undefined || typeof v === "number" || isDim(v) || isDecimal(v)) return v;
    return this.tell(e.span, "attribute-kind", `Arithmetic takes numbers; this is ${describe(v)}.`);
  }

  private binary(e: Extract<Expr, { kind: "binary" }>): V | undefined {
    const a = this.number(e.left);
    const b = this.number(e.right);
    if (a === undefined || b === undefined) return undefined;
    if (isDecimal(a) || isDecimal(b)) {
      const [x, y] = [plain(a), plain(b)];
      if (x === undefined || y === undefined)
        return this.tell(
          e.span,
          "attribute-kind",
          "A formula over symbols counts in whole numbers: it cannot be combined with a decimal.",
        );
      return decimal(realArithmetic(e.op, x, y));
    }
    if (typeof a === "number" && typeof b === "number") return this.whole(e, a, b);
    return this.formula(e, a, b);
  }

  private whole(e: Extract<Expr, { kind: "binary" }>, a: number, b: number): V | undefined {
    if (b === 0 && (e.op === "/" || e.op === "//" || e.op === "%"))
      return this.tell(e.span, "attribute-range", "This divides by zero.");
    if (e.op === "**" && b < 0) return decimal(a ** b);
    const exact = wholeArithmetic(e.op, a, b);
    if (exact === undefined) {
      return unevenQuotient(a, b);
    }
    if (!Number.isSafeInteger(exact))
      return this.tell(e.span, "overflow", `\`${e.op}\` gives a number beyond 2⁵³, which cannot be counted exactly.`);
    return exact;
  }

  private formula(e: Extract<Expr, { kind: "binary" }>, left: number | Dim, right: number | Dim): V | undefined {
    const { dims } = this;
    const a = typeof left === "number" ? dims.int(left) : left;
    const b = typeof right === "number" ? dims.int(right) : right;
    switch (e.op) {
      case "+":
        return this.known(dims.add(a, b), e);
      case "-":
        return this.known(dims.sub(a, b), e);
      case "*":
        return this.known(dims.mul(a, b), e);
      case "**":
        if (typeof right !== "number" || right < 0 || right > 16)
          return this.tell(
            e.right.span,
            "attribute-range",
            "The exponent of a formula is a whole number from 0 to 16.",
          );
        return this.known(dims.pow(a, right), e);
    }
    if (b.lo < 1 && b.constant === undefined)
      return this.tell(
        e.right.span,
        "attribute-range",
        "A formula is divided by something that is at least 1 for every size; this can be smaller.",
      );
    if (b.constant !== undefined && b.constant < 1)
      return this.tell(e.right.span, "attribute-range", "A formula is divided by a number of at least 1.");
    if (e.op === "//") return this.known(dims.floorDiv(a, b), e);
    if (e.op === "%") return this.known(dims.mod(a, b), e);
    const exact = dims.divideExact(a, b);
    if (exact) return this.known(exact, e);
    const rest = dims.mod(a, b);
    const even = dims.compare(rest, dims.int(0));
    if (even.kind === "different") {
      return this.tell(
        e.span,
        "division",
        `\`/\` must come out even: ${dims.print(a)} is divisible by ${dims.print(b)} for no size. Use \`//\` to round down.`,
      );
    }
    if (even.kind === "sometimes" && !mentionsAssumed(even.condition))
      this.host.claimEven(even.condition, this.frame, shift(e.span, this.at), b, a);
    return this.known(dims.floorDiv(a, b), e);
  }

  /** A formula that came to a number is one. */
  private known(dim: Dim, e: Expr): V | undefined {
    if (dim.overflow)
      return this.tell(e.span, "overflow", "This formula has numbers beyond 2⁵³, which cannot be counted exactly.");
    return dim.constant ?? dim;
  }

  private compare(e: Extract<Expr, { kind: "compare" }>): boolean | undefined {
    const a = this.value(e.left);
    const b = this.value(e.right);
    if (a === undefined || b === undefined) return undefined;
    if (isDim(a) || isDim(b)) {
      if (!(isDim(a) || typeof a === "number") || !(isDim(b) || typeof b === "number"))
        return e.op === "!=" ? true : e.op === "==" ? false : this.incomparable(e, a, b);
      return this.compareSizes(e, isDim(a) ? a : this.dims.int(a), isDim(b) ? b : this.dims.int(b));
    }
    if (e.op === "==" || e.op === "!=") return same(a, b) === (e.op === "==");
    const [x, y] = [plain(a), plain(b)];
    if (x !== undefined && y !== undefined) return ordered(e.op, x - y);
    if (typeof a === "string" && typeof b === "string") return ordered(e.op, a < b ? -1 : a > b ? 1 : 0);
    return this.incomparable(e, a, b);
  }

  private incomparable(e: Expr, a: V, b: V): undefined {
    return this.tell(e.span, "attribute-kind", `${describe(a)} and ${describe(b)} have no order.`);
  }

  private compareSizes(e: Extract<Expr, { kind: "compare" }>, a: Dim, b: Dim): boolean | undefined {
    const { dims } = this;
    if (a.assumed || b.assumed) return undefined;
    const one = dims.int(1);
    const strict = e.op === "<" || e.op === ">";
    const [low, high] = e.op === "<" || e.op === "<=" ? [a, b] : [b, a];
    const comparison =
      e.op === "==" || e.op === "!="
        ? dims.compare(a, b)
        : dims.compareAtLeast(high, strict ? dims.add(low, one) : low);
    if (comparison.kind === "sometimes") {
      return this.tell(
        e.span,
        "not-known",
        `What is placed must be known beforehand, but whether ${dims.print(a)} ${e.op} ${dims.print(b)} depends on the input's size. Make it a parameter, or use an operator that adapts, such as \`CropLike\`.`,
      );
    }
    return (comparison.kind === "equal") === (e.op !== "!=");
  }

  private member(e: Extract<Expr, { kind: "in" }>): boolean | undefined {
    const left = this.value(e.left);
    if (left === undefined) return undefined;
    if (e.right.kind === "range") {
      const compare = (op: ">=" | "<=", right: Expr) =>
        this.compare({ kind: "compare", op, left: e.left, right, span: e.span });
      const low = compare(">=", e.right.from);
      const high = compare("<=", e.right.to);
      return low === undefined || high === undefined ? undefined : (low && high) !== e.not;
    }
    const right = this.value(e.right);
    if (right === undefined) return undefined;
    if (typeof right === "string" && typeof left === "string") return right.includes(left) !== e.not;
    if (isTable(right))
      return (typeof left === "string" || typeof left === "number") && right.entries.has(left) !== e.not;
    if (!isList(right))
      return this.tell(
        e.right.span,
        "attribute-kind",
        `To the right of \`in\` stands a list or a range: \`(0, 31)\`, \`1..8\`; this is ${describe(right)}.`,
      );
    if (isDim(left)) {
      for (const item of right) {
        if (typeof item !== "number") continue;
        const c = this.dims.compare(left, this.dims.int(item));
        if (c.kind === "equal") return !e.not;
        if (c.kind === "sometimes")
          return this.tell(
            e.span,
            "not-known",
            `What is placed must be known beforehand, but ${this.dims.print(left)} depends on the input's size.`,
          );
      }
      return e.not;
    }
    return right.some((item) => same(item, left)) !== e.not;
  }

  private index(e: Extract<Expr, { kind: "index" }>): V | undefined {
    const of = this.value(e.of);
    const key = this.value(e.key);
    if (of === undefined || key === undefined) return undefined;
    if (isTable(of)) {
      const found = typeof key === "string" || typeof key === "number" ? of.entries.get(key) : undefined;
      if (found !== undefined) return found;
      return this.tell(
        e.key.span,
        "attribute-range",
        `There is no entry ${typeof key === "number" ? key : describe(key)}; it has ${listed([...of.entries.keys()].map(String), "and")}.`,
      );
    }
    if (isList(of)) {
      if (typeof key !== "number")
        return this.tell(
          e.key.span,
          "attribute-kind",
          `A list is asked by a whole number, counted from 0; this is ${describe(key)}.`,
        );
      const found = of[key < 0 ? of.length + key : key];
      if (found !== undefined) return found;
      return this.tell(
        e.key.span,
        "attribute-range",
        `The list has ${of.length} entries, counted from 0: there is no entry ${key}.`,
      );
    }
    return this.tell(e.of.span, "attribute-kind", `Only lists and tables have entries; this is ${describe(of)}.`);
  }

  private call(e: Extract<Expr, { kind: "call" }>): V | undefined {
    const name = e.callee.names[0]?.text ?? "";
    if (e.callee.names.length === 1 && FUNCTIONS.includes(name)) return this.function(e, name);
    const callee = this.path(e.callee);
    if (callee === undefined) return undefined;
    if (!isLayer(callee))
      return this.tell(
        e.callee.span,
        "not-a-layer",
        `"${name}" is no function and no layer. Functions are ${listed(FUNCTIONS, "and")}.`,
      );
    return { ...callee, args: [...callee.args, ...this.args(e.args)] };
  }

  /** `ceil(a / b)` and `floor(a / b)`: the quotient need not come out even, and is never rounded in between. */
  private rounded(e: Extract<Expr, { kind: "binary" }>, name: "ceil" | "floor"): V | undefined {
    const a = this.number(e.left);
    const b = this.number(e.right);
    if (a === undefined || b === undefined) return undefined;
    if (isDecimal(a) || isDecimal(b)) {
      const [x, y] = [plain(a), plain(b)];
      if (x === undefined || y === undefined)
        return this.tell(
          e.span,
          "attribute-kind",
          "A formula over symbols counts in whole numbers: it cannot be combined with a decimal.",
        );
      return y === 0 ? this.tell(e.span, "attribute-range", "This divides by zero.") : Math[name](x / y);
    }
    const { dims } = this;
    const [p, q] = [typeof a === "number" ? dims.int(a) : a, typeof b === "number" ? dims.int(b) : b];
    if (q.lo < 1)
      return this.tell(e.right.span, "attribute-range", "`ceil` and `floor` divide by something that is at least 1.");
    return this.known(name === "ceil" ? dims.ceilDiv(p, q) : dims.floorDiv(p, q), e);
  }

  private function(e: Extract<Expr, { kind: "call" }>, name: string): V | undefined {
    const [only, second] = e.args;
    if ((name === "ceil" || name === "floor") && !second && only?.value.kind === "binary" && only.value.op === "/")
      return this.rounded(only.value, name);
    const values = e.args.map((a) => this.number(a.value));
    if (values.includes(undefined)) return undefined;
    const numbers = values as (number | Dim | Decimal)[];
    const first = numbers[0];
    if (first === undefined || ((name === "ceil" || name === "floor") && numbers.length > 1))
      return this.tell(
        e.span,
        "too-many-arguments",
        `\`${name}\` takes ${name === "ceil" || name === "floor" ? "one number" : "at least one number"}.`,
      );
    if (name === "ceil" || name === "floor") {
      if (isDecimal(first)) return name === "ceil" ? Math.ceil(first.value) : Math.floor(first.value);
      return first;
    }
    if (numbers.some(isDim)) {
      if (numbers.some(isDecimal))
        return this.tell(
          e.span,
          "attribute-kind",
          "A formula over symbols counts in whole numbers: it cannot be compared with a decimal.",
        );
      const dims = (numbers as (number | Dim)[]).map((n) => (typeof n === "number" ? this.dims.int(n) : n));
      return this.known(
        dims.reduce((a, b) => (name === "min" ? this.dims.min(a, b) : this.dims.max(a, b))),
        e,
      );
    }
    const best = (numbers as (number | Decimal)[]).reduce((a, b) =>
      (plain(b) ?? 0) < (plain(a) ?? 0) === (name === "min") ? b : a,
    );
    return best;
  }
}

/** The value that a file gives to a parameter. */
export function evaluateParam(host: Host, frame: Frame, value: ParamValue): V | undefined {
  switch (value.kind) {
    case "broken":
      return undefined;
    case "string":
      return value.value;
    case "list": {
      const items = value.items.map((item) => evaluateParam(host, frame, item));
      return items.includes(undefined) ? undefined : (items as V[]);
    }
    case "table": {
      const entries = new Map<string | number, V>();
      for (const { key, value: v } of value.entries) {
        const read = evaluateParam(host, frame, v);
        if (read !== undefined) entries.set(key, read);
      }
      return { kind: "table", entries };
    }
    case "syntax":
      if (value.syntax.kind === "choice") return value.syntax.words[0]?.text;
      if (value.syntax.kind === "type") return undefined;
      return new Evaluator(host, frame, value.at).value(value.syntax.value);
  }
}
