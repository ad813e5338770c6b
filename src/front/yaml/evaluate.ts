/**
 * Works out expressions. Numbers that are known are numbers; what depends on a symbol is a `Dim`. A result of
 * `undefined` means that it could not be worked out and that the reason has been told, or lies in an earlier mistake.
 */
import type { Condition, Dim, Dims } from "../../core/dim/index.ts";
import { listed } from "../../core/nearest.ts";
import { type Span, shift } from "../../core/span.ts";
import { isDecimal, isDim } from "../../core/value.ts";
import type { Expr } from "../expression/ast.ts";
import { type Amount, type Calculator, calculate, extreme, rounded, roundedQuotient } from "./arithmetic.ts";
import { compareValues, memberOf } from "./comparisons.ts";
import type { ParamValue } from "./declared.ts";
import type { BoundArg, Frame, Layer, V } from "./frame.ts";
import type { Extra, Report } from "./report.ts";
import { unknownName } from "./unknown_name.ts";
import { decimal, describe, isLayer, isList, isTable, unevenIn } from "./values.ts";

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

const FUNCTIONS = ["min", "max", "ceil", "floor"] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export class Evaluator implements Calculator {
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

  get dims(): Dims {
    return this.host.dims;
  }

  tell(span: Span, code: string, message: string, extra?: Extra): undefined {
    this.host.report.add(this.frame.def.uri, shift(span, this.at), code, message, extra);
    return undefined;
  }

  undecided(...of: readonly Dim[]): void {
    for (const size of of) for (const name of this.dims.symbols(size)) this.host.report.undecided.add(name);
  }

  claimEven(condition: Condition, span: Span, by: Dim, value: Dim): void {
    this.host.claimEven(condition, this.frame, shift(span, this.at), by, value);
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
    if (typeof v === "number") return 0 - v;
    return isDecimal(v) ? decimal(-v.value) : this.dims.neg(v);
  }

  private number(e: Expr): Amount | undefined {
    const v = this.value(e);
    if (v === undefined || typeof v === "number" || isDim(v) || isDecimal(v)) return v;
    return this.tell(e.span, "attribute-kind", `Arithmetic takes numbers; this is ${describe(v)}.`);
  }

  private binary(e: Extract<Expr, { kind: "binary" }>): V | undefined {
    const a = this.number(e.left);
    const b = this.number(e.right);
    return a === undefined || b === undefined ? undefined : calculate(this, e, a, b);
  }

  private compare(e: Extract<Expr, { kind: "compare" }>): boolean | undefined {
    const a = this.value(e.left);
    const b = this.value(e.right);
    return a === undefined || b === undefined ? undefined : compareValues(this, e, a, b);
  }

  private member(e: Extract<Expr, { kind: "in" }>): boolean | undefined {
    const left = this.value(e.left);
    if (left === undefined) return undefined;
    if (e.right.kind !== "range") {
      const right = this.value(e.right);
      return right === undefined ? undefined : memberOf(this, e, left, right);
    }
    const [from, to] = [this.value(e.right.from), this.value(e.right.to)];
    const { span } = e;
    const low = from === undefined ? undefined : compareValues(this, { op: ">=", span }, left, from);
    const high = to === undefined ? undefined : compareValues(this, { op: "<=", span }, left, to);
    return low === undefined || high === undefined ? undefined : (low && high) !== e.not;
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
    const known = e.callee.names.length === 1 ? FUNCTIONS.find((f) => f === name) : undefined;
    if (known) return this.function(e, known);
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

  private function(e: Extract<Expr, { kind: "call" }>, name: "min" | "max" | "ceil" | "floor"): V | undefined {
    const [only, second] = e.args;
    const rounds = name === "ceil" || name === "floor";
    if (rounds && !second && only?.value.kind === "binary" && only.value.op === "/") {
      const [a, b] = [this.number(only.value.left), this.number(only.value.right)];
      return a === undefined || b === undefined ? undefined : roundedQuotient(this, only.value, name, a, b);
    }
    const numbers = e.args.map((a) => this.number(a.value)).filter((n) => n !== undefined);
    if (numbers.length < e.args.length) return undefined;
    const [first, more] = numbers;
    if (first === undefined || (rounds && more !== undefined))
      return this.tell(
        e.span,
        "too-many-arguments",
        `\`${name}\` takes ${rounds ? "one number" : "at least one number"}.`,
      );
    return rounds ? rounded(this, e, name, first) : extreme(this, e, name, first, numbers);
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
