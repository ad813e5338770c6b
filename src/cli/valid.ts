/** For which sizes a network works, in words: what its layers and its file demand, all together. */
import { needsOf, printNeeds } from "../check/conditions.ts";
import { gather, solveAll } from "../check/demands.ts";
import { Symbols } from "../check/symbols.ts";
import { sizes } from "../core/dim/index.ts";
import type { Graph } from "../core/graph.ts";

/** Clauses can be pasted into `where`. Layers that no output needs have a say too: the file says that they run. */
export function validSizes(graph: Graph): string {
  const symbols = new Symbols(graph);
  const { solution, conflicts } = solveAll(graph.dims, gather(graph, symbols));
  if (conflicts.length > 0) return "no size";
  const stated = [...symbols.names()].flatMap((name) => {
    const set = symbols.declared(name);
    return symbols.constrained(name) && !sizes.isAll(set) ? [sizes.print(set, name)] : [];
  });
  const clauses = printNeeds(graph.dims, needsOf(graph.dims, symbols, solution)).filter(
    (clause) => !stated.includes(clause),
  );
  const open = solution.unsolved.length > 0 || solution.verdict === "unknown";
  const parts = [
    ...(stated.length > 0 ? [`${stated.join(" and ")} (stated in \`where\`)`] : []),
    ...clauses,
    ...(open ? ["a condition that has no closed form"] : []),
  ];
  return parts.length > 0 ? parts.join(" and ") : "every size";
}
