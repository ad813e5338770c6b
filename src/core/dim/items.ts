/** Conditions as the solver keeps them, and what is done to them as they stand. */
import type { Condition, Dim } from "./dim.ts";
import type { Table } from "./table.ts";

export interface Item {
  readonly condition: Condition;
  /** Which of the given conditions it comes from: its own, and those that were put into it. */
  readonly from: ReadonlySet<number>;
}

export function flatten(condition: Condition, from: ReadonlySet<number>, into: Item[]): void {
  if (condition.kind === "and") for (const part of condition.of) flatten(part, from, into);
  else if (condition.kind !== "true") into.push({ condition, from });
}

/**
 * Without the lower bounds that a stronger one implies: of those of `H − 2`, `H − 4`, … only the smallest says anything.
 * Sizes that differ by a number share the list of their terms, so this looks at each condition once.
 */
export function withoutImplied(items: readonly Item[]): Item[] {
  const strongest = new Map<
    Dim["terms"],
    { readonly item: Item; readonly coefficients: Dim["coefficients"]; readonly least: number }
  >();
  const implied = new Set<Item>();
  for (const item of items) {
    const { condition } = item;
    if (condition.kind !== "atLeast" || condition.right.constant === undefined || condition.left.overflow) continue;
    const { terms, coefficients, offset } = condition.left;
    const least = offset - condition.right.constant;
    const known = strongest.get(terms);
    if (known && known.coefficients !== coefficients) continue;
    if (known && known.least <= least) implied.add(item);
    else {
      if (known) implied.add(known.item);
      strongest.set(terms, { item, coefficients, least });
    }
  }
  return implied.size === 0 ? [...items] : items.filter((item) => !implied.has(item));
}

export const mentions = (dim: Dim, name: string): boolean =>
  dim.terms.some(({ symbols }) => symbols.some((symbol) => symbol.name === name));

/** With other sizes in place of the symbol `name`; the same object where it is not mentioned. */
export function substituted(table: Table, condition: Condition, name: string, by: ReadonlyMap<string, Dim>): Condition {
  switch (condition.kind) {
    case "equal":
    case "atLeast": {
      const { left, right } = condition;
      if (!mentions(left, name) && !mentions(right, name)) return condition;
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
