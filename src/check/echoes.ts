/**
 * One mistake is told once, where it shows first. A rule that fails goes on with an assumed size, and nothing after it is
 * judged by that size. This is the rest of it, along the way of the data and for one axis at a time:
 *
 * - What is wrong after an `=>` that is wrong, or after sizes that differ at a declared size, and has its tensor from
 *   there, is the same mistake. A join is so only when one of its sides comes from there: what both come from does not
 *   set them apart.
 * - What only asks for larger sizes, or runs and is seldom meant, is not told of a layer that leads to something which
 *   is wrong for every size: its own sizes are going to change.
 */
import type { Condition } from "../core/dim/index.ts";
import type { Claim, Node, OpNode, Tensor, Variant } from "../core/graph.ts";
import type { Fault, RuleResult } from "../core/rule.ts";
import type { Demand } from "./demands.ts";

/** Undefined stands for any axis: that of a reshape, or of an `=>` with another number of axes. */
type Axis = number | undefined;

interface Spot {
  readonly node: Node;
  readonly axis: Axis;
}

const TWO_SIDED: ReadonlySet<string> = new Set(["concat-mismatch", "add-mismatch"]);

export class Echoes {
  private readonly nodes: readonly Node[];
  /** What is wrong for every size on a certain axis. */
  private readonly certain: readonly Spot[];
  /** What an echo may come from. */
  private readonly first: readonly Spot[];
  private readonly after = new Map<Axis, Uint8Array>();
  private readonly before = new Map<Axis, Uint8Array>();

  constructor(variant: Variant) {
    const { nodes, claims } = variant.graph;
    this.nodes = nodes;
    const wrong = claims.flatMap(({ condition, fault, about }) =>
      condition.kind === "false" && about ? [{ node: about.node, axis: fault.axis }] : [],
    );
    const faults = nodes.flatMap((node) =>
      node.kind === "op" ? (node.result?.faults ?? []).map(({ axis }) => ({ node, axis })) : [],
    );
    this.certain = [...wrong, ...faults].filter(({ axis }) => axis !== undefined);
    // Where nothing is wrong for every size nothing can be an echo.
    this.first = wrong.length + faults.length > 0 ? firstOf(variant) : [];
  }

  /** Whether a claim fails because something before it does. */
  repeatsClaim({ fault, about }: Claim): boolean {
    if (!about) return false;
    // What is stated of a layer's own result follows only from what went into it.
    if (fault.code !== "expectation-mismatch") return this.follows(about, fault.axis);
    return about.node.kind === "op" && about.node.inputs.some((input) => this.follows(input, fault.axis));
  }

  /** Whether a rule refuses what something before it got wrong. */
  repeatsFault(node: OpNode, fault: Fault): boolean {
    if (!TWO_SIDED.has(fault.code)) {
      const tensor = node.inputs[fault.input ?? 0];
      return tensor !== undefined && this.follows(tensor, fault.axis);
    }
    const sides = [node.inputs[0], node.inputs[fault.input ?? 1]];
    return sides.filter((side) => side && this.follows(side, fault.axis)).length === 1;
  }

  repeats({ claim, node, fault }: Demand): boolean {
    return claim ? this.repeatsClaim(claim) : this.repeatsFault(node, fault);
  }

  /** Whether a demand need not be looked at: it is an echo, or its layer's sizes are going to change. */
  covers({ claim, node, fault, condition }: Demand): boolean {
    if (claim) return this.repeatsClaim(claim);
    // A layer that works for no size asks nothing of sizes.
    if (node.result && node.result.faults.length > 0) return true;
    return condition.kind === "atLeast" && this.leadsToCertain(node, fault.axis);
  }

  /** Whether a tensor is one that is wrong already on this axis, or is made from one. */
  follows({ node }: Tensor, axis: Axis): boolean {
    if (this.first.length === 0) return false;
    let marks = this.after.get(axis);
    if (!marks) {
      this.after.set(axis, (marks = marked(this.nodes, this.first, axis)));
      // Inputs stand before the layers that take them, so one pass reaches everything.
      for (const one of this.nodes)
        if (one.kind === "op") for (const input of one.inputs) if (marks[input.node.id]) marks[one.id] = 1;
    }
    return marks[node.id] === 1;
  }

  leadsToCertain(node: Node, axis: Axis): boolean {
    if (this.certain.length === 0) return false;
    let marks = this.before.get(axis);
    if (!marks) {
      this.before.set(axis, (marks = marked(this.nodes, this.certain, axis)));
      for (let i = this.nodes.length - 1; i >= 0; i--) {
        const one = this.nodes[i];
        if (one?.kind === "op" && marks[i]) for (const input of one.inputs) marks[input.node.id] = 1;
      }
    }
    return marks[node.id] === 1;
  }
}

function firstOf({ graph, cases }: Variant): Spot[] {
  const { dims, claims, nodes } = graph;
  const spots: Spot[] = [];
  const fails = (condition: Condition): boolean =>
    condition.kind === "false" || cases.some(({ at }) => dims.holds(condition, at) === false);
  for (const { condition, fault, about } of claims)
    if (about && fault.code === "expectation-mismatch" && fails(condition))
      spots.push({ node: about.node, axis: fault.axis });
  const known = new Map<RuleResult, readonly Axis[]>();
  for (const node of nodes) {
    if (node.kind !== "op" || !node.result || node.result.requirements.length === 0) continue;
    let axes = known.get(node.result);
    if (!axes) {
      axes = node.result.requirements
        .filter(({ condition }) => condition.kind !== "atLeast" && fails(condition))
        .flatMap(({ fault }) => fault.axis ?? []);
      known.set(node.result, axes);
    }
    for (const axis of axes) spots.push({ node, axis });
  }
  return spots;
}

function marked(nodes: readonly Node[], spots: readonly Spot[], axis: Axis): Uint8Array {
  const marks = new Uint8Array(nodes.length);
  for (const spot of spots)
    if (axis === undefined || spot.axis === undefined || spot.axis === axis) marks[spot.node.id] = 1;
  return marks;
}
