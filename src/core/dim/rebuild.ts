/** Puts a size in the place of one term, wherever it stands. */
import type { Dim, Term } from "./dim.ts";
import { partsOf, reachable } from "./evaluate.ts";
import type { Table } from "./table.ts";

export function replaceTerm(table: Table, dim: Dim, target: Term, by: Dim): Dim {
  const changed = new Map<Term, Dim>([[target, by]]);
  const rebuilt = (of: Dim): Dim => {
    if (!of.terms.some((term) => changed.has(term))) return of;
    return table.sum([
      table.int(of.offset),
      ...of.terms.map((term, i) => table.scaleBy(of.coefficients[i] as number, changed.get(term) ?? table.of(term))),
    ]);
  };
  for (const term of reachable([dim])) {
    if (term === target) continue;
    if (term.kind === "product") {
      if (!term.factors.some((factor) => changed.has(factor))) continue;
      changed.set(term, table.product(term.factors.map((factor) => changed.get(factor) ?? table.of(factor))));
      continue;
    }
    if (!partsOf(term).some((part) => part.terms.some((inner) => changed.has(inner)))) continue;
    const again = remade(table, term, rebuilt);
    if (again) changed.set(term, again);
  }
  return rebuilt(dim);
}

function remade(table: Table, term: Term, rebuilt: (dim: Dim) => Dim): Dim | undefined {
  switch (term.kind) {
    case "floor":
      return table.floorDiv(rebuilt(term.of), term.by);
    case "positive":
      return table.max(rebuilt(term.of), table.int(0));
    case "quotient":
      return table.floorDiv(rebuilt(term.of), rebuilt(term.by));
    case "scale":
      return table.scale(rebuilt(term.of), term.factor);
    default:
      return undefined;
  }
}
