/**
 * For which sizes a network works, for those who show it: what its layers and its file demand all together, what one
 * layer demands, and what is left to one symbol. Clauses are those of `where` and can be pasted there.
 */
import { type SizeSet, type Solution, sizes } from "../core/dim/index.ts";
import type { Graph, OpNode } from "../core/graph.ts";
import { type Needs, needsOf, printNeeds } from "./conditions.ts";
import { type Demand, gather, type Solved, solveAll } from "./demands.ts";
import { Symbols } from "./symbols.ts";

/** What a graph demands, solved. It is worked out when it is first asked for, and kept as long as the graph. */
export interface Study {
  readonly symbols: Symbols;
  readonly solved: Solved;
  readonly needs: Needs;
}

const studies = new WeakMap<Graph, Study>();

export function studyOf(graph: Graph): Study {
  let study = studies.get(graph);
  if (!study) {
    const symbols = new Symbols(graph);
    const solved = solveAll(graph.dims, gather(graph, symbols));
    study = { symbols, solved, needs: needsOf(graph.dims, symbols, solved.solution) };
    studies.set(graph, study);
  }
  return study;
}

/** What must hold for one layer to work, as far as it depends on sizes; empty when it works for all. */
export function layerNeeds(graph: Graph, { result }: Pick<OpNode, "result">): readonly string[] {
  if (!result || result.faults.length > 0 || result.requirements.length === 0) return [];
  const { symbols } = studyOf(graph);
  const demands = result.requirements.map(({ condition }) => ({ plain: symbols.plain(condition) }) as Demand);
  const { solution, conflicts } = solveAll(graph.dims, demands);
  if (conflicts.length > 0) return [];
  return printNeeds(graph.dims, needsOf(graph.dims, symbols, solution));
}

/** The sizes of one symbol for which the whole works, `where` included; undefined when nothing limits it alone. */
export function symbolSizes(graph: Graph, name: string): SizeSet | undefined {
  const { symbols, needs } = studyOf(graph);
  const declared = symbols.declared(name);
  const needed = needs.sets.get(name);
  const both = needed ? (sizes.intersect(declared, needed) ?? needed) : declared;
  return sizes.isAll(both) ? undefined : both;
}

/** What limits the sizes: by `where`, and by what the layers demand beyond it. */
interface Validity {
  readonly stated: readonly string[];
  readonly needed: readonly string[];
  /** Something is demanded that has no closed form. */
  readonly open: boolean;
}

/**
 * Layers that no output needs have a say too: the file says that they run. Undefined where there is nothing to say:
 * without symbols, and after a mistake that leaves open what would be demanded.
 */
function validity(graph: Graph): Validity | "never" | undefined {
  if (graph.symbols.size === 0 || isWrong(graph)) return undefined;
  const { symbols, solved, needs } = studyOf(graph);
  if (solved.conflicts.length > 0) return "never";
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
  const needed = printNeeds(graph.dims, { sets, relations: needs.relations }).filter((c) => !stated.includes(c));
  return { stated, needed, open: isOpen(solved.solution) };
}

/** In words: `H % 16 == 0 and W >= 32`, `every size`, `no size`. */
export function validSizes(graph: Graph): string | undefined {
  const valid = validity(graph);
  if (!valid) return undefined;
  if (valid === "never") return "no size";
  const parts = [
    ...(valid.stated.length > 0 ? [`${joined(valid.stated)} (stated in \`where\`)`] : []),
    ...valid.needed,
    ...(valid.open ? ["a condition that has no closed form"] : []),
  ];
  return parts.length > 0 ? joined(parts) : "every size";
}

/** The same as clauses of `where`, one an entry. */
export function validClauses(graph: Graph): readonly string[] {
  const valid = validity(graph);
  return valid && valid !== "never" ? [...valid.stated, ...valid.needed] : [];
}

const isOpen = ({ unsolved, verdict }: Solution): boolean => unsolved.length > 0 || verdict === "unknown";

const joined = (clauses: readonly string[]): string =>
  clauses.length === 1 ? (clauses[0] ?? "") : clauses.map((c) => (c.includes(" or ") ? `(${c})` : c)).join(" and ");

const isWrong = ({ nodes, claims }: Graph): boolean =>
  nodes.some((node) => node.kind === "op" && (!node.result || node.result.faults.length > 0)) ||
  claims.some(({ condition }) => condition.kind === "false");
