/** Goes through a file and says of each name what it is. */
import { type Span, shift } from "../../core/span.ts";
import type { Arg, Choice, Expr, Item, Name, Placement, ShapePattern } from "../../front/expression/ast.ts";
import { partsOf } from "../../front/expression/mentions.ts";
import type { At, BlockDef, CaseEntry, FileScope, LayerDef, ParamDef, ParamValue } from "../../front/yaml/index.ts";
import { isFunction } from "../words.ts";
import { blockSpans } from "./areas.ts";
import { type Declaration, named, Scope } from "./declaration.ts";
import { wordSpan } from "./entry.ts";
import {
  isShare,
  itemMeaning,
  type Meaning,
  meaningOf,
  outputsOf,
  type Reached,
  resolveName,
  resolvePath,
  type Where,
} from "./meaning.ts";
import type { Occurrence } from "./occurrence.ts";
import { fileNames } from "./scopes.ts";

/** Where a scope is seen. */
export interface Area {
  readonly span: Span;
  readonly scope: Scope;
}

/** A path as it is written, its spans absolute. */
export interface PathUse {
  readonly names: readonly Name[];
  readonly where: Where;
}

/** A layer with settings in parentheses. Spans of the arguments count from `at`. */
export interface Call {
  readonly item: Placement;
  readonly args: readonly Arg[];
  readonly at: number;
  readonly scope: Scope;
}

/** A value that an entry of `sizes` gives to a parameter. */
export interface Given {
  readonly to: Declaration;
  readonly value: ParamValue;
}

export interface Visited {
  readonly occurrences: readonly Occurrence[];
  /** Those of several names. */
  readonly paths: readonly PathUse[];
  readonly calls: readonly Call[];
  readonly given: readonly Given[];
  readonly areas: readonly [Area, ...Area[]];
}

export function visitFile(file: FileScope): Visited {
  const visitor = new Visitor(file);
  visitor.all();
  const model = visitor.scopeOf(file.def.model);
  visitor.occurrences.sort((a, b) => a.span.start - b.span.start);
  return {
    occurrences: visitor.occurrences,
    paths: visitor.paths,
    calls: visitor.calls,
    given: visitor.given,
    areas: [{ span: { start: 0, end: file.def.text.length }, scope: model }, ...visitor.areas],
  };
}

class Visitor {
  readonly occurrences: Occurrence[] = [];
  readonly areas: Area[] = [];
  readonly paths: PathUse[] = [];
  readonly calls: Call[] = [];
  readonly given: Given[] = [];
  private readonly file: FileScope;
  /** Names of sizes are declared where they stand first. */
  private readonly declared = new Set<Declaration>();
  /** Where the line stands that is being read: it sees the layers above it. */
  private seen = 0;

  constructor(file: FileScope) {
    this.file = file;
  }

  scopeOf(block: BlockDef): Scope {
    return fileNames(this.file).scopes.get(block) ?? new Scope(block);
  }

  all(): void {
    const { def } = this.file;
    const names = fileNames(this.file);
    const scope = this.scopeOf(def.model);
    if (names.model.text !== "") this.declare(names.model, scope);
    for (const use of def.uses) {
      const declaration = names.files.get(use.name.text);
      if (declaration && declaration.span.start === use.name.span.start) this.declare(declaration, scope);
    }
    this.block(def.model, scope);
    const spans = blockSpans(this.file);
    for (const block of def.blocks.values()) {
      const own = this.scopeOf(block);
      const declaration = names.blocks.get(block.name.text);
      if (declaration) this.declare(declaration, own);
      const span = spans.get(block.name.span.start);
      if (span) this.areas.push({ span, scope: own });
      this.block(block, own);
    }
    for (const { entries } of def.sizes) for (const entry of entries) this.size(entry, scope);
  }

  /** A size or a parameter first, then an output: one of its own name, or a layer, or a path that is an output. */
  private size({ name, value }: CaseEntry, scope: Scope): void {
    const { model } = this.file.def;
    const output = (model.outputs ?? []).find((o) => o.name.text === name.text);
    const own = scope.names.get(name.text);
    const declaration =
      own?.kind === "param" || own?.kind === "symbol"
        ? own
        : (outputsOf(model).find((o) => o.text === name.text) ?? own);
    if (declaration?.kind === "param") this.given.push({ to: declaration, value });
    const path = output?.path.syntax;
    if (!declaration && path?.kind === "path" && name.span.end - name.span.start === name.text.length) {
      this.seen = Number.POSITIVE_INFINITY;
      this.path(path.names, name.span.start - path.span.start, scope);
      this.seen = 0;
    } else this.add(name, 0, scope, declaration ? { kind: "declared", declaration } : { kind: "unknown" });
    this.paramValue(value, scope, declaration);
  }

  private block(block: BlockDef, scope: Scope): void {
    for (const param of block.params.values()) {
      const declaration = scope.names.get(param.name.text);
      if (declaration) this.declare(declaration, scope);
      this.param(param, scope, declaration);
    }
    for (const input of block.inputs ?? []) {
      this.declareName(input.name, scope);
      if (input.shape) this.pattern(input.shape, scope);
    }
    for (const weight of block.weights) {
      this.declareName(weight.name, scope);
      if (weight.shape) this.pattern(weight.shape, scope);
    }
    for (const { syntax, at } of block.where) this.expr(syntax, at, scope);
    this.layers(block.layers, scope);
    const outputs = new Map(outputsOf(block).map((o) => [o.text, o]));
    this.seen = Number.POSITIVE_INFINITY;
    for (const { name, path } of block.outputs ?? []) {
      const declaration = outputs.get(name.text);
      if (declaration?.span.start === name.span.start) this.declare(declaration, scope);
      this.expr(path.syntax, path.at, scope);
    }
    this.seen = 0;
  }

  private layers(layers: readonly LayerDef[], scope: Scope): void {
    for (const def of layers) {
      for (const name of def.names) this.declareName(name, scope);
      const inner = def.body && scope.inner.get(def);
      if (inner) {
        this.areas.push({ span: def.span, scope: inner });
        this.layers(def.body, inner);
      }
      if (!def.line) continue;
      const { syntax, at } = def.line;
      this.seen = at;
      for (const item of syntax.chain?.items ?? []) this.item(item, at, scope);
      if (syntax.expect) this.pattern({ syntax: syntax.expect, at }, scope);
      this.seen = 0;
    }
  }

  // ── Chains ───────────────────────────────────────────────────────────────────────────────────────────────────

  private item(item: Item, at: number, outer: Scope): void {
    if (item.count) this.expr(item.count, at, outer);
    let scope = outer;
    if (item.as) {
      scope = new Scope(outer.block, outer);
      const { text, span } = item.as;
      scope.add({ kind: "counter", ...named(this.file.def.uri, { text, span: shift(span, at) }), block: outer.block });
      this.areas.push({ span: shift(item.span, at), scope });
      this.declareName({ text, span: shift(span, at) }, scope);
    }
    if (item.kind === "group") this.choice(item.choice, at, scope);
    else this.placement(item, at, scope);
  }

  private choice(choice: Choice, at: number, scope: Scope): void {
    for (let c: Choice | undefined = choice; c; c = c.otherwise) {
      for (const item of c.chain.items) this.item(item, at, scope);
      if (c.condition) this.expr(c.condition, at, scope);
    }
  }

  private placement(item: Placement, at: number, scope: Scope): void {
    const where = this.where(scope);
    if (isShare(item.path.names, where)) this.add(item.path.names[0] as Name, at, scope, { kind: "function" });
    else this.path(item.path.names, at, scope);
    if (item.key) this.expr(item.key, at, scope);
    if (item.args) this.calls.push({ item: withoutCount(item), args: item.args, at, scope });
    if (item.args) this.args(item.args, at, scope, itemMeaning(withoutCount(item), where));
  }

  private args(args: readonly Arg[], at: number, scope: Scope, to: Meaning | undefined): void {
    for (const { name, value } of args) {
      const setting = name && this.setting(name, at, scope, to);
      if (value.kind === "string") this.word(value, at, scope, setting);
      else this.expr(value, at, scope);
    }
  }

  private setting(name: Name, at: number, scope: Scope, to: Meaning | undefined): Declaration | undefined {
    if (to?.kind === "op") {
      this.add(name, at, scope, { kind: "setting", op: to.op });
      return undefined;
    }
    const found = to?.kind === "block" ? to.where.scope.names.get(name.text) : undefined;
    const declaration = found?.kind === "param" ? found : undefined;
    this.add(name, at, scope, declaration ? { kind: "declared", declaration } : { kind: "unknown" });
    return declaration;
  }

  /** A word of a choice in quotes; any other string has no name in it. */
  private word({ value, span }: StringExpr, at: number, scope: Scope, to: Declaration | undefined): void {
    if (!to || !wordSpan(to, value) || span.end - span.start !== value.length + 2) return;
    const inside = { start: span.start + 1, end: span.end - 1 };
    this.add({ text: value, span: inside }, at, scope, { kind: "word", declaration: to });
  }

  /** `join == "crop"`. */
  private compared(name: Expr, to: Expr, at: number, scope: Scope): void {
    if (to.kind !== "string" || name.kind !== "path") return;
    const reached = resolvePath(name.names, this.where(scope)).at(-1);
    if (reached?.kind === "declaration") this.word(to, at, scope, reached.declaration);
  }

  // ── Expressions ──────────────────────────────────────────────────────────────────────────────────────────────

  private expr(root: Expr, at: number, scope: Scope): void {
    const todo: Expr[] = [root];
    for (let e = todo.pop(); e; e = todo.pop()) {
      switch (e.kind) {
        case "path":
          this.path(e.names, at, scope);
          break;
        case "compare":
          this.compared(e.left, e.right, at, scope);
          this.compared(e.right, e.left, at, scope);
          todo.push(e.left, e.right);
          break;
        case "call": {
          const [first] = e.callee.names;
          const where = this.where(scope);
          if (first && e.callee.names.length === 1 && isFunction(first.text) && !resolveName(first.text, where))
            this.add(first, at, scope, { kind: "function" });
          else this.path(e.callee.names, at, scope);
          const end = resolvePath(e.callee.names, where).at(-1);
          const item = { kind: "place" as const, path: e.callee, span: e.span };
          this.calls.push({ item, args: e.args, at, scope });
          this.args(e.args, at, scope, end && meaningOf(end));
          break;
        }
        case "chain":
          this.choice(e.choice, at, scope);
          break;
        default:
          todo.push(...partsOf(e));
      }
    }
  }

  private pattern({ syntax, at }: At<ShapePattern>, scope: Scope): void {
    for (const item of syntax.items) if (item.kind !== "ellipsis") this.expr(item, at, scope);
  }

  private param({ value }: ParamDef, scope: Scope, declaration: Declaration | undefined): void {
    if (value.kind === "syntax" && value.syntax.kind === "type") {
      const { type, span } = value.syntax;
      this.add({ text: type, span }, value.at, scope, { kind: "type" });
    } else if (value.kind === "syntax" && value.syntax.kind === "choice") {
      for (const word of value.syntax.words)
        this.add(word, value.at, scope, declaration ? { kind: "word", declaration } : { kind: "unknown" });
    } else this.paramValue(value, scope, declaration);
  }

  private paramValue(value: ParamValue, scope: Scope, declaration: Declaration | undefined): void {
    if (value.kind === "list") for (const item of value.items) this.paramValue(item, scope, declaration);
    else if (value.kind === "table")
      for (const entry of value.entries) this.paramValue(entry.value, scope, declaration);
    else if (value.kind === "string")
      this.word({ kind: "string", value: value.value, span: value.span }, 0, scope, declaration);
    else if (value.kind === "syntax" && value.syntax.kind === "value") this.expr(value.syntax.value, value.at, scope);
  }

  private path(names: readonly Name[], at: number, scope: Scope): void {
    const where = this.where(scope);
    if (names.length > 1)
      this.paths.push({ names: names.map(({ text, span }) => ({ text, span: shift(span, at) })), where });
    resolvePath(names, where).forEach((reached, i) => {
      const name = names[i];
      if (name) this.add(name, at, scope, whatIs(reached));
    });
  }

  // ── What is found ────────────────────────────────────────────────────────────────────────────────────────────

  private where(scope: Scope): Where {
    return { file: this.file, scope, at: this.seen };
  }

  private declareName(name: Name, scope: Scope): void {
    const declaration = scope.names.get(name.text);
    if (declaration && declaration.span.start === name.span.start) this.declare(declaration, scope);
    else this.add(name, 0, scope, { kind: "unknown" });
  }

  private declare(declaration: Declaration, scope: Scope): void {
    const { text, span } = declaration;
    this.declared.add(declaration);
    this.push({ kind: "declared", declaration, role: "declaration", text, span, scope });
  }

  private add({ text, span }: Name, at: number, scope: Scope, what: What): void {
    // A name of a size is declared where it stands first.
    if (what.kind === "declared" && what.declaration.kind === "symbol" && !this.declared.has(what.declaration)) {
      const { declaration } = what;
      if (declaration.uri === this.file.def.uri && declaration.span.start === span.start + at) {
        this.declare(declaration, scope);
        return;
      }
    }
    this.push(used(what, text, shift(span, at), scope));
  }

  /** A name that a mistake was read as, or that has escapes, does not stand in the text as it is. */
  private push(occurrence: Occurrence): void {
    const { text, span } = occurrence;
    const quotes = span.end - span.start === text.length + 2 ? 1 : 0;
    if (this.file.def.text.slice(span.start + quotes, span.end - quotes) === text) this.occurrences.push(occurrence);
  }
}

type Facts = "span" | "text" | "role" | "scope";
type Without<T> = T extends unknown ? Omit<T, Facts> : never;
type What = Without<Occurrence>;

function whatIs(reached: Reached | undefined): What {
  switch (reached?.kind) {
    case "declaration":
      return { kind: "declared", declaration: reached.declaration };
    case "op":
      return { kind: "op", op: reached.op };
    case "output":
      return { kind: "output", op: reached.op };
    case "number":
      return { kind: "number" };
    default:
      return { kind: "unknown" };
  }
}

type StringExpr = Extract<Expr, { kind: "string" }>;

/** Written out, since it runs for every name of a file. */
function used(what: What, text: string, span: Span, scope: Scope): Occurrence {
  switch (what.kind) {
    case "declared":
    case "word":
      return { kind: what.kind, declaration: what.declaration, role: "use", text, span, scope };
    case "op":
    case "setting":
    case "output":
      return { kind: what.kind, op: what.op, role: "use", text, span, scope };
    default:
      return { kind: what.kind, role: "use", text, span, scope };
  }
}

function withoutCount(item: Placement): Placement {
  if (!item.count) return item;
  const { count: _, ...once } = item;
  return once;
}
