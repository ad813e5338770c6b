/**
 * What conditions come to, all together: a set for every symbol, and what ties symbols to each other. An equation that
 * gives a symbol outright (`W = H`) is put into the other conditions first, so that what is left falls apart by symbol.
 */
import { type Box, boxesOf } from "./boxes.ts";
import { decide, decideAtLeast } from "./decide.ts";
import type { Condition, Dim, SymbolTerm } from "./dim.ts";
import { symbolTerms } from "./intern.ts";
import { cancelled, type Verdict } from "./several.ts";
import type { SizeSet } from "./size_set.ts";
import * as sizes from "./sizes.ts";
import { solverOf } from "./solver.ts";
import type { Table } from "./table.ts";
import { type Member, solveTogether } from "./together.ts";

export interface Solution {
  /** `sometimes` also where only a part is known to restrict the sizes; `unknown` when something is unsolved. */
  readonly verdict: Verdict;
  /** By symbol, all conditions over it alone, its own bounds included. */
  readonly sets: ReadonlyMap<string, SizeSet>;
  /** Symbols that an equation gives. */
  readonly bindings: ReadonlyMap<string, Dim>;
  /** One of these, where products are to be numbers. */
  readonly boxes?: readonly Box[];
  /** Over several symbols, as they are. */
  readonly relations: readonly Condition[];
  /** Without a closed form. */
  readonly unsolved: readonly Condition[];
  /** For `never`: which of the conditions exclude each other. */
  readonly conflict?: readonly number[];
}

interface Item {
  readonly condition: Condition;
  /** Which of the given conditions it comes from: its own, and those that were put into it. */
  readonly from: ReadonlySet<number>;
}

const MAX_ROUNDS = 8;

export function solve(table: Table, conditions: readonly Condition[]): Solution {
  let items: Item[] = [];
  for (const [index, condition] of conditions.entries()) flatten(condition, new Set([index]), items);
  const bindings = new Map<string, Dim>();
  items = bindAll(table, items, bindings);
  const sets = new Map<string, SizeSet>();
  for (let round = 0; ; round++) {
    const sorted = sortOut(table, items);
    if (sorted.never) return never(sets, bindings, [...sorted.never.from]);
    const unsolved = sorted.unsolved.map(({ condition }) => condition);
    sets.clear();
    for (const [name, group] of sorted.groups) {
      const together = solveTogether(
        table,
        solverOf(table),
        name,
        [group.symbol.lo, group.symbol.hi],
        group.items.map(({ condition }, index): Member => ({ index, condition })),
      );
      sets.set(name, together.set);
      if (together.conflict)
        return never(sets, bindings, [...new Set(together.conflict.flatMap((i) => [...(group.items[i]?.from ?? [])]))]);
      unsolved.push(...together.unsolved.map(({ condition }) => condition));
    }
    const fixed = round < MAX_ROUNDS ? fixedBy(table, sets, sorted) : undefined;
    if (fixed) {
      items = fixed;
      continue;
    }
    return finished(table, sets, bindings, sorted, unsolved);
  }
}

function finished(
  table: Table,
  sets: ReadonlyMap<string, SizeSet>,
  bindings: ReadonlyMap<string, Dim>,
  sorted: Sorted,
  unsolved: readonly Condition[],
): Solution {
  const relations: Condition[] = [];
  let boxes: readonly Box[] | undefined;
  for (const { condition, from } of sorted.several) {
    const own = condition.kind === "equal" ? boxesOf(table, condition.left, condition.right) : undefined;
    if (own) {
      boxes = withinSets(boxes ? crossed(boxes, own) : own, sets);
      if (boxes.length === 0) return never(sets, bindings, [...from]);
    } else relations.push(condition);
  }
  const restricted =
    relations.length > 0 ||
    boxes !== undefined ||
    bindings.size > 0 ||
    [...sets].some(([name, set]) => !isEverything(set, sorted.groups.get(name)?.symbol));
  return {
    verdict: unsolved.length > 0 ? "unknown" : restricted ? "sometimes" : "always",
    sets,
    bindings,
    ...(boxes ? { boxes } : {}),
    relations,
    unsolved,
  };
}

const never = (
  sets: ReadonlyMap<string, SizeSet>,
  bindings: ReadonlyMap<string, Dim>,
  conflict: readonly number[],
): Solution => ({
  verdict: "never",
  sets,
  bindings,
  relations: [],
  unsolved: [],
  conflict: [...conflict].sort((a, b) => a - b),
});

function isEverything(set: SizeSet, symbol: SymbolTerm | undefined): boolean {
  if (!symbol || symbol.hi === Infinity) return sizes.isAll(set);
  return sizes.equal(set, sizes.finite([[symbol.lo, symbol.hi]], symbol.lo));
}

function flatten(condition: Condition, from: ReadonlySet<number>, into: Item[]): void {
  if (condition.kind === "and") for (const part of condition.of) flatten(part, from, into);
  else if (condition.kind !== "true") into.push({ condition, from });
}

// ── Equations that give a symbol ─────────────────────────────────────────────────────────────────────────────────

function bindAll(table: Table, items: Item[], bindings: Map<string, Dim>): Item[] {
  let left = items;
  for (;;) {
    const found = left.map((item) => ({ item, binding: bindingOf(table, item.condition) })).find((x) => x.binding);
    if (!found?.binding) return left;
    const { symbol, value } = found.binding;
    const { from } = found.item;
    const by = new Map([[symbol.name, value]]);
    for (const [name, dim] of bindings) bindings.set(name, table.substitute(dim, by));
    bindings.set(symbol.name, value);
    const next: Item[] = [];
    for (const item of left) {
      if (item === found.item) continue;
      const condition = substituted(table, item.condition, symbol.name, by);
      if (condition === item.condition) next.push(item);
      else flatten(condition, new Set([...item.from, ...from]), next);
    }
    // What stands for the symbol keeps to its bounds.
    if (symbol.lo > -Infinity && value.lo < symbol.lo)
      next.push({ condition: { kind: "atLeast", left: value, right: table.int(symbol.lo) }, from });
    if (symbol.hi < Infinity && value.hi > symbol.hi)
      next.push({ condition: { kind: "atLeast", left: table.int(symbol.hi), right: value }, from });
    left = next;
  }
}

/** A symbol that the equation has once, with the coefficient 1 or −1: the youngest, so that `W` is told by `H`. */
function bindingOf(
  table: Table,
  condition: Condition,
): { readonly symbol: SymbolTerm; readonly value: Dim } | undefined {
  if (condition.kind !== "equal") return undefined;
  const { left, right } = condition;
  if (left.overflow || right.overflow || left.assumed || right.assumed) return undefined;
  // One symbol needs no other told by it.
  if (symbolTerms([left, right]).length < 2) return undefined;
  const difference = cancelled(table, table.sub(left, right));
  if (difference.overflow || symbolTerms([difference]).length < 2) return undefined;
  for (let i = difference.terms.length - 1; i >= 0; i--) {
    const term = difference.terms[i];
    const k = difference.coefficients[i];
    if (term?.kind !== "symbol" || (k !== 1 && k !== -1)) continue;
    if (difference.terms.some((other) => other !== term && other.symbols.some(({ name }) => name === term.name)))
      continue;
    const rest = table.sub(difference, table.scaleBy(k, table.of(term)));
    return { symbol: term, value: k === 1 ? table.neg(rest) : rest };
  }
  return undefined;
}

function substituted(table: Table, condition: Condition, name: string, by: ReadonlyMap<string, Dim>): Condition {
  switch (condition.kind) {
    case "equal":
    case "atLeast": {
      const { left, right } = condition;
      if (!symbolTerms([left, right]).some((symbol) => symbol.name === name)) return condition;
      return { kind: condition.kind, left: table.substitute(left, by), right: table.substitute(right, by) };
    }
    case "and":
    case "or": {
      const of = condition.of.map((part) => substituted(table, part, name, by));
      return of.every((part, i) => part === condition.of[i]) ? condition : { kind: condition.kind, of };
    }
    case "not": {
      const of = substituted(table, condition.of, name, by);
      return of === condition.of ? condition : { kind: "not", of };
    }
    default:
      return condition;
  }
}

// ── By symbol ────────────────────────────────────────────────────────────────────────────────────────────────────

interface Group {
  readonly symbol: SymbolTerm;
  readonly items: Item[];
}

interface Sorted {
  readonly groups: ReadonlyMap<string, Group>;
  readonly several: readonly Item[];
  readonly unsolved: readonly Item[];
  readonly never: Item | undefined;
}

function sortOut(table: Table, items: readonly Item[]): Sorted {
  const groups = new Map<string, Group>();
  const several: Item[] = [];
  const unsolved: Item[] = [];
  let impossible: Item | undefined;
  const put = ({ condition, from }: Item): void => {
    if (condition.kind === "true") return;
    if (condition.kind === "false") {
      impossible ??= { condition, from };
      return;
    }
    if (condition.kind === "and") {
      for (const of of condition.of) put({ condition: of, from });
      return;
    }
    const symbols = symbolsOf(condition);
    const [symbol, second] = symbols;
    if (isVague(condition)) unsolved.push({ condition, from });
    else if (second) several.push({ condition, from });
    else if (symbol) {
      const group = groups.get(symbol.name);
      if (group) group.items.push({ condition, from });
      else groups.set(symbol.name, { symbol, items: [{ condition, from }] });
    } else unsolved.push({ condition, from });
  };
  for (const { condition, from } of items) put({ condition: simplified(table, condition), from });
  return { groups, several, unsolved, never: impossible };
}

/** Without what always or never holds, and without common factors; what is over one symbol is left to its set. */
function simplified(table: Table, condition: Condition): Condition {
  switch (condition.kind) {
    case "equal":
    case "atLeast": {
      const { left, right } = condition;
      if (left.overflow || right.overflow || left.assumed || right.assumed) return condition;
      if (symbolTerms([left, right]).length === 1) return condition;
      const difference = table.sub(left, right);
      const verdict = condition.kind === "equal" ? decide(table, difference) : decideAtLeast(table, difference);
      if (verdict === "always") return { kind: "true" };
      if (verdict === "never") return { kind: "false" };
      const short = cancelled(table, difference);
      if (symbolTerms([short]).length > 1) return condition;
      return { kind: condition.kind, left: short, right: table.int(0) };
    }
    case "and":
    case "or": {
      const ends = condition.kind === "or" ? "true" : "false";
      const of = condition.of
        .map((part) => simplified(table, part))
        .filter((part) => part.kind === ends || (part.kind !== "true" && part.kind !== "false"));
      const end = of.find(({ kind }) => kind === ends);
      if (end) return end;
      const [only, second] = of;
      if (!only) return { kind: condition.kind === "or" ? "false" : "true" };
      return second ? { kind: condition.kind, of } : only;
    }
    case "not": {
      const of = simplified(table, condition.of);
      if (of.kind === "true") return { kind: "false" };
      return of.kind === "false" ? { kind: "true" } : { kind: "not", of };
    }
    default:
      return condition;
  }
}

/** The symbols of a condition, each name once. */
function symbolsOf(condition: Condition): readonly SymbolTerm[] {
  const byName = new Map<string, SymbolTerm>();
  for (const symbol of symbolTerms(sidesOf(condition))) if (!byName.has(symbol.name)) byName.set(symbol.name, symbol);
  return [...byName.values()];
}

export function sidesOf(condition: Condition): readonly Dim[] {
  switch (condition.kind) {
    case "equal":
    case "atLeast":
      return [condition.left, condition.right];
    case "and":
    case "or":
      return condition.of.flatMap(sidesOf);
    case "not":
      return sidesOf(condition.of);
    default:
      return [];
  }
}

const isVague = (condition: Condition): boolean => sidesOf(condition).some((dim) => dim.overflow || dim.assumed);

// ── Several symbols ──────────────────────────────────────────────────────────────────────────────────────────────

/** The conditions again, with the value of every symbol that has only one put into those over several. */
function fixedBy(
  table: Table,
  sets: ReadonlyMap<string, SizeSet>,
  { groups, several, unsolved }: Sorted,
): Item[] | undefined {
  if (several.length === 0) return undefined;
  const values = new Map<string, Dim>();
  const because = new Map<string, ReadonlySet<number>>();
  for (const [name, { items }] of groups) {
    const set = sets.get(name);
    const value = set && sizes.isFinite(set) && set.extra.length === 1 ? set.extra[0] : undefined;
    if (!value || value[0] !== value[1]) continue;
    values.set(name, table.int(value[0]));
    because.set(name, new Set(items.flatMap(({ from }) => [...from])));
  }
  let changed = false;
  const next = several.map((item): Item => {
    let { condition, from } = item;
    for (const [name, value] of values) {
      const after = substituted(table, condition, name, new Map([[name, value]]));
      if (after === condition) continue;
      condition = after;
      from = new Set([...from, ...(because.get(name) ?? [])]);
      changed = true;
    }
    return { condition, from };
  });
  return changed ? [...next, ...unsolved, ...[...groups.values()].flatMap(({ items }) => items)] : undefined;
}

/** Boxes that lie in one of both lists. */
function crossed(a: readonly Box[], b: readonly Box[]): Box[] {
  return a.flatMap((one) =>
    b.flatMap((other): Box[] => {
      const both = new Map(one);
      for (const [name, [low, high]] of other) {
        const known = both.get(name);
        const run = known ? ([Math.max(low, known[0]), Math.min(high, known[1])] as const) : ([low, high] as const);
        if (run[0] > run[1]) return [];
        both.set(name, run);
      }
      return [both];
    }),
  );
}

/** Without the boxes that a symbol's set leaves nothing of. */
const withinSets = (boxes: readonly Box[], sets: ReadonlyMap<string, SizeSet>): readonly Box[] =>
  boxes.filter((box) =>
    [...box].every(([name, [low, high]]) => {
      const set = sets.get(name);
      if (!set) return true;
      const { above } = sizes.nearest(set, low);
      return above !== undefined && above <= high;
    }),
  );
