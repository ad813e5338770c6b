/**
 * All that a name can mean, where more than the text at hand decides: a layer that is a parameter is whatever any file
 * hands to it, a choice is each of its branches. `names` says the first of these; what asks for every place, or changes
 * one, needs them all. It may say too much, never too little, of what these files hold.
 */
import type { Op } from "../../core/op.ts";
import type { Choice, Expr, Item, Name } from "../../front/expression/ast.ts";
import type { FileScope, LayerDef, ParamValue } from "../../front/yaml/index.ts";
import type { Declaration } from "./declaration.ts";
import {
  blocksOf,
  type Call,
  isOpen,
  isShare,
  isTensor,
  lineOf,
  type Meaning,
  nameOf,
  namesOf,
  type Occurrence,
  parts,
  placedItems,
  type Reached,
  resolveName,
  stepsOf,
  type Where,
} from "./index.ts";
import { fileNames } from "./scopes.ts";

/** What one name means, once for each thing that it can be. */
export type Reading =
  | { readonly kind: "declared"; readonly declaration: Declaration }
  | { readonly kind: "op"; readonly op: Op; readonly part: "name" | "setting" | "output" };

/** Layers that lead to layers that lead to layers: a circle in the text ends here. */
const MAX_DEPTH = 40;
/** Each round may hand layers one parameter further. */
const MAX_ROUNDS = 30;

/** Names a declaration: the same text may be read again for another snapshot. */
export const keyOf = ({ uri, span, kind, text }: Declaration): string => `${uri} ${span.start} ${kind} ${text}`;

type Handed = { readonly where: Where } & (
  | { readonly kind: "expr"; readonly expr: Expr }
  | { readonly kind: "param"; readonly value: ParamValue }
);

/** These files and all that they use, each once; the first comes first. */
export function withUsed(files: Iterable<FileScope>): readonly FileScope[] {
  const out = new Map<string, FileScope>();
  const todo = [...files].reverse();
  for (let next = todo.pop(); next; next = todo.pop()) {
    if (out.has(next.def.uri)) continue;
    out.set(next.def.uri, next);
    for (const used of next.uses.values()) if (used) todo.push(used);
  }
  return [...out.values()];
}

/** A file, what it uses, and those of `others` that use, directly or not, any of these. */
export function filesAround(file: FileScope, others: Iterable<FileScope>): readonly FileScope[] {
  const own = withUsed([file]);
  const known = new Map(own.map(({ def }) => [def.uri, true]));
  const concerned = (one: FileScope): boolean => {
    const { uri } = one.def;
    const before = known.get(uri);
    if (before !== undefined) return before;
    known.set(uri, false);
    const found = [...one.uses.values()].some((used) => used && concerned(used));
    known.set(uri, found);
    return found;
  };
  return withUsed([...own, ...[...others].filter(concerned)]);
}

export class Readings {
  readonly files: readonly FileScope[];
  /** What is handed to a parameter, by its key. */
  private readonly handed = new Map<string, Map<string, Handed>>();
  /** What declarations stand for as layers, as far as it has been asked. */
  private readonly known = new Map<string, readonly Meaning[]>();
  /** The same of what is below a layer. */
  private readonly reached = new Map<string, readonly Reached[]>();
  /** Names with more or other readings than `names` says, by file and start. */
  private readonly found = new Map<string, Map<number, readonly Reading[]>>();

  constructor(files: Iterable<FileScope>) {
    this.files = [...files];
    for (const file of this.files)
      for (const { to, value } of namesOf(file).given)
        this.hand(to, { kind: "param", value, where: { file, scope: namesOf(file).scopeAt(0), at: 0 } });
    for (let round = 0; round < MAX_ROUNDS && this.handOn(); round++) this.forget();
    for (const file of this.files) this.found.set(file.def.uri, this.read(file));
  }

  /** Empty for a name that means nothing, a number, a word, a function or a type. */
  of(file: FileScope, occurrence: Occurrence): readonly Reading[] {
    const more = this.found.get(file.def.uri)?.get(occurrence.span.start);
    if (more) return more;
    if (occurrence.kind === "declared") return [{ kind: "declared", declaration: occurrence.declaration }];
    if (occurrence.kind === "op") return [{ kind: "op", op: occurrence.op, part: "name" }];
    if (occurrence.kind === "setting" || occurrence.kind === "output")
      return [{ kind: "op", op: occurrence.op, part: occurrence.kind }];
    return [];
  }

  // ── What is handed to parameters ─────────────────────────────────────────────────────────────────────────────

  private hand(to: Declaration, value: Handed): boolean {
    const key = keyOf(to);
    // Equal lines share their syntax, so that a value is told from others by where it stands as well.
    const by = `${idOf(value.kind === "expr" ? value.expr : value.value)} ${idOf(value.where.scope)}`;
    let known = this.handed.get(key);
    if (!known) this.handed.set(key, (known = new Map()));
    if (known.has(by)) return false;
    known.set(by, value);
    return true;
  }

  /** More is handed on, so that more is meant. */
  private forget(): void {
    this.known.clear();
    this.reached.clear();
  }

  private handOn(): boolean {
    let more = false;
    for (const file of this.files)
      for (const call of namesOf(file).calls) {
        const where = { file, scope: call.scope, at: call.at };
        const direct = resolveName(call.item.path.names[0]?.text ?? "", where);
        const exact = direct?.kind === "declaration" && direct.declaration.kind !== "param";
        for (const target of this.onceOf(call.item, where, 0)) {
          if (target.kind !== "block") continue;
          for (const [to, expr] of bound(call, target, where, exact))
            if (isLayerLike(expr) && this.hand(to, { kind: "expr", expr, where })) more = true;
        }
      }
    return more;
  }

  // ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────

  private read(file: FileScope): Map<number, readonly Reading[]> {
    const out = new Map<number, readonly Reading[]>();
    const { paths, calls } = namesOf(file);
    for (const { names, where } of paths) {
      const steps = this.steps(names, where, 0);
      names.forEach(({ span }, i) => {
        const means = i > 0 ? readingsOf(steps[i] ?? []) : [];
        if (means.length > 0) out.set(span.start, means);
      });
    }
    for (const call of calls) {
      if (!call.args.some(({ name }) => name)) continue;
      const targets = this.onceOf(call.item, { file, scope: call.scope, at: call.at }, 0);
      for (const { name } of call.args) {
        const means = name ? settings(targets, name.text) : [];
        if (name && means.length > 0) out.set(name.span.start + call.at, means);
      }
    }
    return out;
  }

  /** Each name of a path in turn, as all that it can be. */
  private steps(names: readonly Name[], where: Where, depth: number): readonly (readonly Reached[])[] {
    let at: readonly Reached[] = [];
    return names.map(({ text }, i) => {
      const first = i === 0 ? resolveName(text, where) : undefined;
      at = i === 0 ? (first ? [first] : []) : distinct(at.flatMap((one) => this.partsNamed(one, text, depth)));
      return at;
    });
  }

  private end(names: readonly Name[], where: Where, depth: number): readonly Reached[] {
    return this.steps(names, where, depth).at(-1) ?? [];
  }

  private partsNamed(of: Reached, text: string, depth: number): readonly Reached[] {
    if (of.kind === "declaration" && of.declaration.kind === "file")
      return blocksOf(of.declaration.target).filter(({ declaration }) => declaration.text === text);
    return distinct(this.meaningsOf(of, depth + 1).flatMap((value) => this.below(value, text, depth + 1)));
  }

  private below(value: Meaning, text: string, depth: number): readonly Reached[] {
    const key = `${identity(value)} ${text}`;
    const before = this.reached.get(key);
    if (before) return before;
    this.reached.set(key, []);
    const found = distinct(
      /^\d+$/.test(text)
        ? this.numbered(value, Number(text), depth).map((one) => ({ kind: "number", value: one }))
        : this.part(value, text, depth),
    );
    this.reached.set(key, found);
    return found;
  }

  private part(value: Meaning, text: string, depth: number): readonly Reached[] {
    if (depth > MAX_DEPTH) return [];
    if (value.kind !== "chain") {
      const found = parts(value).find((one) => nameOf(one) === text);
      return found ? [found] : [];
    }
    const last = value.items.at(-1);
    const ends = last ? this.onceOf(last, value.where, depth + 1) : [];
    return ends.flatMap((end) => this.below(end, text, depth + 1));
  }

  /** Where only working it out would tell which part has a number, it may be each. */
  private numbered(value: Meaning, index: number, depth: number): readonly Meaning[] {
    if (value.kind === "op") return [];
    const steps = stepsOf(value);
    const open = steps.slice(0, index + 1).some((step) => step.kind === "item" && isOpen(step.item));
    const all = open ? steps : steps.slice(index, index + 1);
    return all.flatMap((step) => {
      if (step.kind === "layer") return this.layerOf(step.layer, value.where, depth);
      return open ? this.inside(step.item, step.where, depth) : this.onceOf(step.item, step.where, depth);
    });
  }

  /** The layers of an item one by one: those of a group's lines too. */
  private inside(item: Item, where: Where, depth: number): readonly Meaning[] {
    if (depth > MAX_DEPTH) return [];
    const all = [...this.onceOf(item, where, depth)];
    if (item.kind === "group")
      for (let c: Choice | undefined = item.choice; c; c = c.otherwise)
        for (const one of c.chain.items) all.push(...this.inside(one, where, depth + 1));
    return all;
  }

  // ── Meanings ─────────────────────────────────────────────────────────────────────────────────────────────────

  private meaningsOf(reached: Reached, depth: number): readonly Meaning[] {
    if (depth > MAX_DEPTH || reached.kind === "output") return [];
    if (reached.kind === "op") return [{ kind: "op", op: reached.op }];
    if (reached.kind === "number") return [reached.value];
    const key = keyOf(reached.declaration);
    const before = this.known.get(key);
    if (before) return before;
    // A layer that leads back to itself ends here.
    this.known.set(key, []);
    const found = distinctMeanings(this.declaredMeanings(reached, depth));
    this.known.set(key, found);
    return found;
  }

  private declaredMeanings(
    { declaration, where }: Reached & { readonly kind: "declaration" },
    depth: number,
  ): readonly Meaning[] {
    switch (declaration.kind) {
      case "model":
      case "block": {
        const { def, file } = declaration;
        const scope = fileNames(file).scopes.get(def);
        return scope ? [{ kind: "block", def, where: { file, scope } }] : [];
      }
      case "layer":
        return this.layerOf(declaration.def, where, depth + 1);
      case "param":
        return [
          ...this.valueOf(declaration.def.value, { ...where, at: 0 }, depth + 1),
          ...[...(this.handed.get(keyOf(declaration))?.values() ?? [])].flatMap((handed) =>
            handed.kind === "expr"
              ? this.exprOf(handed.expr, handed.where, depth + 1)
              : this.valueOf(handed.value, handed.where, depth + 1),
          ),
        ];
      case "output": {
        const { syntax } = declaration.def.path;
        if (syntax.kind !== "path") return [];
        return this.end(syntax.names, where, depth + 1).flatMap((one) => this.meaningsOf(one, depth + 1));
      }
      default:
        return [];
    }
  }

  private layerOf(def: LayerDef, from: Where, depth: number): readonly Meaning[] {
    if (def.body) {
      const scope = from.scope.inner.get(def);
      return scope ? [{ kind: "list", layers: def.body, where: { file: from.file, scope } }] : [];
    }
    const where = lineOf(def, from);
    return this.itemsOf(placedItems(def.line?.syntax.chain?.items ?? [], where), where, depth);
  }

  /** A line of several layers, or a repeat, has parts by number. */
  private itemsOf(items: readonly Item[], where: Where, depth: number): readonly Meaning[] {
    const [only, second] = items;
    if (!only) return [];
    return second || only.count ? [{ kind: "chain", items, where }] : this.onceOf(only, where, depth);
  }

  private onceOf(item: Item, where: Where, depth: number): readonly Meaning[] {
    if (depth > MAX_DEPTH) return [];
    if (item.kind === "group") return this.choiceOf(item.choice, where, depth + 1);
    const shared = isShare(item.path.names, where) ? item.args?.[0]?.value : undefined;
    const names = shared?.kind === "path" ? shared.names : item.path.names;
    return distinctMeanings(this.end(names, where, depth + 1).flatMap((one) => this.meaningsOf(one, depth + 1)));
  }

  private choiceOf(choice: Choice, where: Where, depth: number): readonly Meaning[] {
    const out: Meaning[] = [];
    for (let c: Choice | undefined = choice; c; c = c.otherwise) out.push(...this.itemsOf(c.chain.items, where, depth));
    return out;
  }

  /** A list or a table stands for each of its entries. */
  private valueOf(value: ParamValue, where: Where, depth: number): readonly Meaning[] {
    if (depth > MAX_DEPTH) return [];
    if (value.kind === "list") return value.items.flatMap((item) => this.valueOf(item, where, depth + 1));
    if (value.kind === "table") return value.entries.flatMap((e) => this.valueOf(e.value, where, depth + 1));
    if (value.kind !== "syntax" || value.syntax.kind !== "value") return [];
    return this.exprOf(value.syntax.value, where, depth + 1);
  }

  private exprOf(e: Expr, where: Where, depth: number): readonly Meaning[] {
    if (depth > MAX_DEPTH) return [];
    switch (e.kind) {
      case "path":
      case "call":
        return this.end(e.kind === "path" ? e.names : e.callee.names, where, depth + 1).flatMap((one) =>
          this.meaningsOf(one, depth + 1),
        );
      case "if":
        return [...this.exprOf(e.then, where, depth + 1), ...this.exprOf(e.otherwise, where, depth + 1)];
      case "index":
        return this.exprOf(e.of, where, depth + 1);
      case "list":
        return e.items.flatMap((item) => this.exprOf(item, where, depth + 1));
      case "chain":
        return this.choiceOf(e.choice, where, depth + 1);
      default:
        return [];
    }
  }
}

/** Which parameter of a block each argument is for. What a layer has from before moves those without a name. */
function* bound(
  { args }: Call,
  { where: { scope }, def }: Extract<Meaning, { kind: "block" }>,
  from: Where,
  exact: boolean,
): Iterable<readonly [Declaration, Expr]> {
  const params = [...def.params.keys()];
  let next = 0;
  for (const { name, value } of args) {
    if (!name && next === 0 && bringsTensor(value, from)) continue;
    const texts = name ? [name.text] : exact ? params.slice(next, next + 1) : params.slice(next);
    if (!name) next++;
    for (const text of texts) {
      const to = scope.names.get(text);
      if (to?.kind === "param") yield [to, value];
    }
  }
}

const bringsTensor = (e: Expr, where: Where): boolean =>
  e.kind === "hole" || (e.kind === "path" && isTensor(e.names, where));

const isLayerLike = ({ kind }: Expr): boolean =>
  kind === "path" || kind === "call" || kind === "if" || kind === "index" || kind === "list" || kind === "chain";

function settings(targets: readonly Meaning[], text: string): readonly Reading[] {
  return targets.flatMap((to): Reading[] => {
    if (to.kind === "op") return [{ kind: "op", op: to.op, part: "setting" }];
    const declaration = to.kind === "block" ? to.where.scope.names.get(text) : undefined;
    return declaration?.kind === "param" ? [{ kind: "declared", declaration }] : [];
  });
}

function readingsOf(all: readonly Reached[]): readonly Reading[] {
  return all.flatMap((one): Reading[] => {
    if (one.kind === "declaration") return [{ kind: "declared", declaration: one.declaration }];
    if (one.kind === "number") return [];
    return [{ kind: "op", op: one.op, part: one.kind === "op" ? "name" : "output" }];
  });
}

function distinct(all: readonly Reached[]): readonly Reached[] {
  if (all.length < 2) return all;
  const seen = new Set<unknown>();
  return all.filter((one) => {
    const key =
      one.kind === "declaration"
        ? keyOf(one.declaration)
        : one.kind === "number"
          ? identity(one.value)
          : one.kind === "op"
            ? one.op
            : `${one.op.name}.${one.output}`;
    return !seen.has(key) && seen.add(key);
  });
}

function distinctMeanings(all: readonly Meaning[]): readonly Meaning[] {
  if (all.length < 2) return all;
  const seen = new Set<unknown>();
  return all.filter((one) => !seen.has(identity(one)) && seen.add(identity(one)));
}

/** Equal lines share their syntax. */
function identity(value: Meaning): string {
  if (value.kind === "chain") return `${idOf(value.items)} ${idOf(value.where.scope)} ${value.where.at ?? ""}`;
  return `${idOf(value.kind === "op" ? value.op : value.kind === "block" ? value.def : value.layers)}`;
}

const ids = new WeakMap<object, number>();
let lastId = 0;

function idOf(of: object): number {
  let id = ids.get(of);
  if (id === undefined) ids.set(of, (id = ++lastId));
  return id;
}
