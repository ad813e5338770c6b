/** Conditions sorted by the symbols that they speak of, after what always or never holds has been seen to do so. */
import { decide } from "./decide.ts";
import type { Condition, SymbolTerm } from "./dim.ts";
import { symbolTerms } from "./intern.ts";
import { type Item, sidesOf } from "./items.ts";
import type { Meter } from "./meter.ts";
import { cancelled } from "./several.ts";
import type { Table } from "./table.ts";

interface Group {
  readonly symbol: SymbolTerm;
  readonly items: Item[];
}

export interface Sorted {
  readonly groups: ReadonlyMap<string, Group>;
  readonly several: readonly Item[];
  readonly unsolved: readonly Item[];
  readonly never: Item | undefined;
}

export function sortOut(table: Table, meter: Meter, items: readonly Item[]): Sorted {
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
  for (const { condition, from } of items) put({ condition: simplified(table, meter, condition), from });
  return { groups, several, unsolved, never: impossible };
}

/** Without what always or never holds, and without common factors; what is over one symbol is left to its set. */
function simplified(table: Table, meter: Meter, condition: Condition): Condition {
  switch (condition.kind) {
    case "equal":
    case "atLeast": {
      const { left, right } = condition;
      if (left.overflow || right.overflow || left.assumed || right.assumed) return condition;
      if (symbolTerms([left, right]).length === 1) return condition;
      const difference = table.sub(left, right);
      if (!meter.open) return condition;
      const { verdict, cost } = decide(table, condition.kind, difference);
      meter.spend(cost);
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
        .map((part) => simplified(table, meter, part))
        .filter((part) => part.kind === ends || (part.kind !== "true" && part.kind !== "false"));
      const end = of.find(({ kind }) => kind === ends);
      if (end) return end;
      const [only, second] = of;
      if (!only) return { kind: condition.kind === "or" ? "false" : "true" };
      return second ? { kind: condition.kind, of } : only;
    }
    case "not": {
      const of = simplified(table, meter, condition.of);
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

const isVague = (condition: Condition): boolean => sidesOf(condition).some((dim) => dim.overflow || dim.assumed);
