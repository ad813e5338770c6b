/** What is known of a table's sizes, kept with it. */
import { OneSymbol } from "./one_symbol.ts";
import type { Table } from "./table.ts";

const solvers = new WeakMap<Table, OneSymbol>();

export function solverOf(table: Table): OneSymbol {
  let solver = solvers.get(table);
  if (!solver) solvers.set(table, (solver = new OneSymbol(table)));
  return solver;
}
