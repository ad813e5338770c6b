/**
 * For which sizes a network works: the layers' own demands, all together, and what a model file states on top. The text
 * is that of a `where` clause, so that it can be pasted into the file.
 */
import { type Condition, type Dims, type Solution, sizes, solve } from "./dim/index.ts";
import type { Graph } from "./graph.ts";

export interface ValidSizes {
  readonly verdict: Solution["verdict"];
  /** What must hold, one clause a symbol or relation; empty unless the verdict is `sometimes`. */
  readonly clauses: readonly string[];
  /** True when something is too complex to be written down: then the clauses are necessary, and not enough. */
  readonly open: boolean;
}

/** Layers that no output needs have a say too: the file says that they run. */
export function validSizes(graph: Graph): ValidSizes {
  const { dims } = graph;
  const conditions = new Set<Condition>();
  for (const node of graph.nodes)
    if (node.kind === "op") for (const { condition } of node.result?.requirements ?? []) conditions.add(condition);
  for (const { condition } of graph.claims) conditions.add(condition);
  const { verdict, sets, relations, bindings, unsolved } = solve(dims, [...conditions]);
  if (verdict !== "sometimes") return { verdict, clauses: [], open: false };
  const clauses = [...sets].filter(([, set]) => !sizes.isAll(set)).map(([symbol, set]) => sizes.print(set, symbol));
  for (const [symbol, dim] of bindings) clauses.push(`${symbol} == ${dims.print(dim, { ascii: true })}`);
  for (const relation of relations) clauses.push(printCondition(dims, relation));
  return { verdict, clauses, open: unsolved.length > 0 };
}

/** In the language's own syntax. */
export function printCondition(dims: Dims, condition: Condition): string {
  const size = (dim: Parameters<Dims["print"]>[0]): string => dims.print(dim, { ascii: true });
  switch (condition.kind) {
    case "true":
    case "false":
      return condition.kind;
    case "equal":
      return `${size(condition.left)} == ${size(condition.right)}`;
    case "atLeast":
      return `${size(condition.left)} >= ${size(condition.right)}`;
    case "not":
      return `not (${printCondition(dims, condition.of)})`;
    default:
      return condition.of
        .map((one) =>
          one.kind === "or" || one.kind === "and" ? `(${printCondition(dims, one)})` : printCondition(dims, one),
        )
        .join(` ${condition.kind} `);
  }
}
