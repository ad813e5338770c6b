/** For which sizes a network works, in words: what its layers and its file demand, all together. */
import { needsOf, printNeeds } from "../check/conditions.ts";
import { gather, solveAll } from "../check/demands.ts";
import { Symbols } from "../check/symbols.ts";
import { type SizeSet, sizes } from "../core/dim/index.ts";
import type { Graph } from "../core/graph.ts";

/**
 * Clauses can be pasted into `where`. Layers that no output needs have a say too: the file says that they run. Undefined
 * where there is nothing to say: without symbols, and after a mistake that leaves open what would be demanded.
 */
export function validSizes(graph: Graph): string | undefined {
  if (graph.symbols.size === 0 || isWrong(graph)) return undefined;
  const { dims } = graph;
  const symbols = new Symbols(graph);
  const { solution, conflicts } = solveAll(dims, gather(graph, symbols));
  if (conflicts.length > 0) return "no size";
  const needs = needsOf(dims, symbols, solution);
  const stated: string[] = [];
  const sets = new Map<string, SizeSet>(needs.sets);
  for (const name of symbols.names()) {
    const declared = symbols.declared(name);
    if (!symbols.constrained(name) || sizes.isAll(declared)) continue;
    const needed = needs.sets.get(name);
    const both = needed ? sizes.intersect(declared, needed) : declared;
    if (both && !sizes.equal(both, declared)) sets.set(name, both);
    else {
      stated.push(sizes.print(declared, name));
      sets.delete(name);
    }
  }
  const open = solution.unsolved.length > 0 || solution.verdict === "unknown";
  const parts = [
    ...(stated.length > 0 ? [`${joined(stated)} (stated in \`where\`)`] : []),
    ...printNeeds(dims, { sets, relations: needs.relations }).filter((clause) => !stated.includes(clause)),
    ...(open ? ["a condition that has no closed form"] : []),
  ];
  return parts.length > 0 ? joined(parts) : "every size";
}

const joined = (clauses: readonly string[]): string =>
  clauses.length === 1 ? (clauses[0] ?? "") : clauses.map((c) => (c.includes(" or ") ? `(${c})` : c)).join(" and ");

const isWrong = ({ nodes, claims }: Graph): boolean =>
  nodes.some((node) => node.kind === "op" && (!node.result || node.result.faults.length > 0)) ||
  claims.some(({ condition }) => condition.kind === "false");
