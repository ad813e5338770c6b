/** Equations that give a symbol outright: it is put into all other conditions. */
import type { Condition, Dim, SymbolTerm } from "./dim.ts";
import { symbolTerms } from "./intern.ts";
import { flatten, type Item, mentions, substituted } from "./items.ts";
import { toldName } from "./names.ts";
import { cancelled } from "./several.ts";
import type { Table } from "./table.ts";

interface Binding {
  readonly symbol: SymbolTerm;
  readonly value: Dim;
}

/** What is left of the conditions; `bindings` takes the symbols that are given. */
export function bindAll(table: Table, items: Item[], bindings: Map<string, Dim>): Item[] {
  let left = items;
  // A condition that nothing is put into gives no more than it did before.
  const barren = new Set<Condition>();
  for (;;) {
    let found: (Binding & { readonly item: Item }) | undefined;
    for (const item of left) {
      if (barren.has(item.condition)) continue;
      const binding = bindingOf(table, item.condition);
      if (binding) {
        found = { item, ...binding };
        break;
      }
      barren.add(item.condition);
    }
    if (!found) return left;
    const { symbol, value, item: taken } = found;
    const { from } = taken;
    const by = new Map([[symbol.name, value]]);
    for (const [name, dim] of bindings) if (mentions(dim, symbol.name)) bindings.set(name, table.substitute(dim, by));
    bindings.set(symbol.name, value);
    const next: Item[] = [];
    for (const item of left) {
      if (item === taken) continue;
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

/** A symbol that the equation has once, with the coefficient 1 or −1: the last one of those, so that `W` is told by `H`. */
function bindingOf(table: Table, condition: Condition): Binding | undefined {
  if (condition.kind !== "equal") return undefined;
  const { left, right } = condition;
  if (left.overflow || right.overflow || left.assumed || right.assumed) return undefined;
  // One symbol needs no other told by it.
  if (symbolTerms([left, right]).length < 2) return undefined;
  const difference = cancelled(table, table.sub(left, right));
  if (difference.overflow || symbolTerms([difference]).length < 2) return undefined;
  let last: { readonly symbol: SymbolTerm; readonly k: number } | undefined;
  for (const [i, symbol] of difference.terms.entries()) {
    const k = difference.coefficients[i];
    if (symbol.kind !== "symbol" || (k !== 1 && k !== -1)) continue;
    if (difference.terms.some((other) => other !== symbol && other.symbols.some(({ name }) => name === symbol.name)))
      continue;
    if (!last || table.names.compare(toldName(symbol), toldName(last.symbol)) > 0) last = { symbol, k };
  }
  if (!last) return undefined;
  const { symbol, k } = last;
  const rest = table.sub(difference, table.scaleBy(k, table.of(symbol)));
  return { symbol, value: k === 1 ? table.neg(rest) : rest };
}
