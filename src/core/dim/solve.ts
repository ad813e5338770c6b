/**
 * What conditions come to, all together: a set for every symbol, and what ties symbols to each other. An equation that
 * gives a symbol outright (`W = H`) is put into the other conditions first, so that what is left falls apart by symbol.
 */
import { bindAll } from "./bindings.ts";
import { type Box, boxesOf } from "./boxes.ts";
import { type Sorted, sortOut } from "./by_symbol.ts";
import type { Condition, Dim, SymbolTerm } from "./dim.ts";
import { flatten, type Item, substituted, withoutImplied } from "./items.ts";
import { Meter } from "./meter.ts";
import { OneSymbol } from "./one_symbol.ts";
import type { SizeSet } from "./periodic.ts";
import type { Verdict } from "./several.ts";
import * as sizes from "./sizes.ts";
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

const MAX_ROUNDS = 8;
/** Units of work for all conditions together; what is not found by then is unsolved. */
const MAX_WORK = 20_000;
const MAX_BOXES = 4096;

export function solve(table: Table, conditions: readonly Condition[]): Solution {
  let items: Item[] = [];
  for (const [index, condition] of conditions.entries()) flatten(condition, new Set([index]), items);
  const solver = new OneSymbol(table, new Meter(MAX_WORK));
  const bindings = new Map<string, Dim>();
  items = bindAll(table, withoutImplied(items), bindings);
  const sets = new Map<string, SizeSet>();
  for (let round = 0; ; round++) {
    const sorted = sortOut(table, solver.meter, items);
    if (sorted.never) return never(sets, bindings, [...sorted.never.from]);
    const unsolved = sorted.unsolved.map(({ condition }) => condition);
    sets.clear();
    for (const [name, group] of sorted.groups) {
      const together = solveTogether(
        table,
        solver,
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
    return finished(table, sets, bindings, sorted, unsolved, solver);
  }
}

function finished(
  table: Table,
  sets: ReadonlyMap<string, SizeSet>,
  bindings: ReadonlyMap<string, Dim>,
  sorted: Sorted,
  unsolved: readonly Condition[],
  solver: OneSymbol,
): Solution {
  const relations: Condition[] = [];
  let boxes: readonly Box[] | undefined;
  const boxed = new Set<number>();
  for (const { condition, from } of sorted.several) {
    const own = condition.kind === "equal" ? boxesOf(table, solver, condition.left, condition.right) : undefined;
    if (!own) {
      relations.push(condition);
      continue;
    }
    if (own.length === 0) return never(sets, bindings, [...from]);
    const both = boxes ? crossed(boxes, own) : own;
    if (!both) {
      relations.push(condition);
      continue;
    }
    for (const index of from) boxed.add(index);
    boxes = both;
    if (boxes.length === 0) return never(sets, bindings, [...boxed]);
    const within = withinSets(boxes, sets);
    if (within.length === 0) {
      const names = new Set(boxes.flatMap((box) => [...box.keys()]));
      for (const name of names)
        for (const item of sorted.groups.get(name)?.items ?? []) for (const index of item.from) boxed.add(index);
      return never(sets, bindings, [...boxed]);
    }
    boxes = within;
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

/** Boxes that lie in one of both lists; undefined where there would be too many. */
function crossed(a: readonly Box[], b: readonly Box[]): Box[] | undefined {
  if (a.length * b.length > MAX_BOXES) return undefined;
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
