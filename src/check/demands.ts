/**
 * What must hold of symbols for a model to work: the requirements of its layers and the claims of its file, in the order
 * of the layers. Equal uses of a layer share what their rule said, and are looked at once.
 */
import { mentionsAssumed } from "../core/condition.ts";
import { type Condition, type Dim, type Dims, type Solution, solve } from "../core/dim/index.ts";
import type { Claim, ClaimFault, Graph, OpNode } from "../core/graph.ts";
import type { Fault, RuleResult } from "../core/rule.ts";
import type { Symbols } from "./symbols.ts";

/** Who asks for something: a layer, or a line of the file. */
export type Source =
  | { readonly node: OpNode; readonly fault: Fault; readonly claim?: never }
  | { readonly claim: Claim; readonly fault: ClaimFault; readonly node?: never };

export type Demand = Source & {
  /** As the graph has it, and in terms of the symbols that the file names. */
  readonly condition: Condition;
  readonly plain: Condition;
};

export function gather(graph: Graph, symbols: Symbols): Demand[] {
  const out: Demand[] = [];
  const seen = new Set<RuleResult>();
  const claims = [...graph.claims].sort((a, b) => a.after - b.after);
  let next = 0;
  const claimsUpTo = (id: number) => {
    for (let claim = claims[next]; claim && claim.after <= id; claim = claims[++next]) {
      const { condition, fault } = claim;
      if (condition.kind === "true" || condition.kind === "false" || mentionsAssumed(condition)) continue;
      out.push({ claim, fault, condition, plain: symbols.plain(condition) });
    }
  };
  claimsUpTo(-1);
  for (const node of graph.nodes) {
    if (node.kind === "op" && node.result && node.result.requirements.length > 0 && !seen.has(node.result)) {
      seen.add(node.result);
      for (const { condition, fault } of node.result.requirements)
        out.push({ node, fault, condition, plain: symbols.plain(condition) });
    }
    if (next < claims.length) claimsUpTo(node.id);
  }
  claimsUpTo(Number.POSITIVE_INFINITY);
  return out;
}

/** One of each condition, with the first demand that has it. */
function distinct<D extends Pick<Demand, "plain">>(demands: readonly D[]): D[] {
  const seen = new Set<string | number>();
  return demands.filter(({ plain }) => {
    const key = plain.kind === "atLeast" ? pairKey(plain.left, plain.right) : conditionKey(plain);
    return !seen.has(key) && seen.add(key);
  });
}

/** Exact: a table has fewer sizes than 2²⁶. */
const pairKey = (a: Dim, b: Dim): number => a.id * 2 ** 26 + b.id;

export function conditionKey(condition: Condition): string {
  switch (condition.kind) {
    case "equal":
    case "atLeast":
      return `${condition.kind}${condition.left.id},${condition.right.id}`;
    case "and":
    case "or":
      return `${condition.kind}(${condition.of.map(conditionKey).join(";")})`;
    case "not":
      return `not(${conditionKey(condition.of)})`;
    default:
      return condition.kind;
  }
}

export interface Conflict {
  /** Those that cannot hold together, in the order of the layers; one alone can hold for no size. */
  readonly demands: readonly Demand[];
}

export interface Solved {
  /** Without those that are in conflict. */
  readonly demands: readonly Demand[];
  readonly solution: Solution;
  readonly conflicts: readonly Conflict[];
}

/** Conflicts that are told apart; what is left after so many is not solved further. */
const MAX_CONFLICTS = 20;

/** Solves them together. What can never hold is set aside, so that the rest is still told. */
export function solveAll(dims: Dims, demands: readonly Demand[]): Solved {
  let left = distinct(demands);
  const conflicts: Conflict[] = [];
  for (;;) {
    const solution = solve(
      dims,
      left.map((d) => d.plain),
    );
    if (solution.verdict !== "never" || conflicts.length >= MAX_CONFLICTS)
      return { demands: left, solution, conflicts };
    const guilty = [...(solution.conflict ?? left.keys())].sort((a, b) => a - b);
    conflicts.push({ demands: guilty.flatMap((i) => left[i] ?? []) });
    const last = guilty.at(-1);
    if (last === undefined) return { demands: left, solution, conflicts };
    left = left.filter((_, i) => i !== last);
  }
}
