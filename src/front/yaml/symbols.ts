/**
 * The symbols of a model and what its `where` says of them. A condition over one symbol becomes the set of sizes that it
 * allows; one residue class also becomes a substitution (`H` is 16·q), since most requirements then vanish; an equality
 * of two symbols makes them one. Whatever else is stated stays a relation.
 */
import { symbolsOf } from "../../core/condition.ts";
import { type Condition, type Dim, type Dims, type SizeSet, sizes, solve } from "../../core/dim/index.ts";
import type { SymbolInfo } from "../../core/graph.ts";
import type { Site, Span } from "../../core/span.ts";
import type { Name } from "../expression/ast.ts";
import { sizeNames } from "../expression/mentions.ts";
import type { BlockDef } from "./declared.ts";
import { isRequired } from "./params.ts";

/** A condition of `where` over the plain symbols, with its place. */
export interface Stated {
  readonly condition: Condition;
  readonly span: Span;
}

/** In the order of their declaration: parameters without a value, then the names of the inputs' sizes. */
export function symbolNames(def: BlockDef): Name[] {
  const found = new Map<string, Name>();
  for (const param of def.params.values()) {
    if (
      isRequired(param) &&
      param.value.kind === "syntax" &&
      param.value.syntax.kind === "type" &&
      param.value.syntax.type === "int"
    )
      found.set(param.name.text, param.name);
  }
  for (const { shape } of def.inputs ?? []) {
    if (!shape) continue;
    for (const { text, span } of sizeNames(shape.syntax)) {
      if (found.has(text) || def.params.has(text)) continue;
      found.set(text, { text, span: { start: span.start + shape.at, end: span.end + shape.at } });
    }
  }
  return [...found.values()];
}

export interface Symbols {
  readonly infos: ReadonlyMap<string, SymbolInfo>;
  /** Those of `where` that are neither a set of sizes nor an equality of symbols. */
  readonly relations: readonly Stated[];
  /** Symbols of which nothing is left, with the conditions that say so. */
  readonly empty: readonly { readonly name: string; readonly spans: readonly Span[] }[];
}

export function resolveSymbols(dims: Dims, names: readonly Name[], where: readonly Stated[], uri: string): Symbols {
  dims.names.declare(names.map((n) => n.text));
  const known = new Set(names.map((n) => n.text));
  const leader = new Map(names.map((n) => [n.text, n.text]));
  const follow = (name: string): string => {
    let n = name;
    for (let next = leader.get(n); next !== undefined && next !== n; next = leader.get(n)) n = next;
    return n;
  };
  const alone = new Map<string, Stated[]>();
  const relations: Stated[] = [];
  for (const stated of where.flatMap(parts)) {
    const concerned = [...symbolsOf(dims, stated.condition)].filter((n) => known.has(n));
    const [only, second] = concerned;
    const pair = equality(dims, stated.condition);
    if (pair && known.has(pair[0]) && known.has(pair[1])) {
      const [a, b] = [follow(pair[0]), follow(pair[1])];
      // The one that was declared first stands for both.
      const [first, later] = order(names, a) <= order(names, b) ? [a, b] : [b, a];
      if (first !== later) leader.set(later, first);
    } else if (only !== undefined && second === undefined) {
      const list = alone.get(only);
      if (list) list.push(stated);
      else alone.set(only, [stated]);
    } else relations.push(stated);
  }
  const sets = new Map<string, SizeSet>();
  const empty: { name: string; spans: Span[] }[] = [];
  const constrained = new Set<string>();
  for (const [name, list] of alone) {
    const solution = solve(
      dims,
      list.map((s) => s.condition),
    );
    if (solution.unsolved.length > 0 || solution.verdict === "unknown") {
      relations.push(...list);
      continue;
    }
    constrained.add(name);
    const set = solution.verdict === "never" ? undefined : (solution.sets.get(name) ?? sizes.all());
    const to = follow(name);
    const both = set && (sets.has(to) ? sizes.intersect(sets.get(to) as SizeSet, set) : set);
    if (!set || (both && sizes.isEmpty(both))) empty.push({ name, spans: list.map((s) => s.span) });
    else sets.set(to, both ?? set);
  }
  const dimOf = new Map<string, Dim>();
  const infos = new Map<string, SymbolInfo>();
  for (const { text: name, span } of names) {
    const to = follow(name);
    const declared = sets.get(to) ?? sizes.all();
    let dim = dimOf.get(to);
    if (!dim) dimOf.set(to, (dim = standIn(dims, to, declared)));
    const site: Site = { uri, span };
    infos.set(name, { name, dim, declared, constrained: constrained.has(name) || to !== name || sets.has(to), site });
  }
  return { infos, relations, empty };
}

/** `M·q + r` where one residue class is declared, else the symbol itself. */
function standIn(dims: Dims, name: string, { modulus, runs, extra }: SizeSet): Dim {
  const [run, second] = runs;
  if (modulus > 1 && run && !second && run[0] === run[1] && extra.length === 0)
    return dims.congruent(name, modulus, run[0]);
  return dims.symbol(name);
}

/** The parts that `and` joins are conditions of their own. */
function parts(stated: Stated): Stated[] {
  const { condition, span } = stated;
  return condition.kind === "and" ? condition.of.flatMap((c) => parts({ condition: c, span })) : [stated];
}

const order = (names: readonly Name[], name: string): number => names.findIndex((n) => n.text === name);

function equality(dims: Dims, condition: Condition): readonly [string, string] | undefined {
  if (condition.kind !== "equal") return undefined;
  const [a] = dims.symbols(condition.left);
  const [b] = dims.symbols(condition.right);
  if (a === undefined || b === undefined || a === b) return undefined;
  return condition.left === dims.symbol(a) && condition.right === dims.symbol(b) ? [a, b] : undefined;
}
