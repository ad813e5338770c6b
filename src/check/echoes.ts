/**
 * What an earlier line got wrong is told there: an expectation further on that fails on the same axis, because its
 * tensor comes from the one that is wrong already, is the same mistake.
 */
import type { Claim, Graph, Node } from "../core/graph.ts";

/** So many wrong expectations are followed; beyond that each is told. */
const MAX_WRONG = 32;

export class Echoes {
  /** By axis, the nodes whose expectation is wrong. */
  private readonly wrong = new Map<number, Set<Node>>();
  private count = 0;

  constructor(graph: Graph) {
    for (const { condition, fault, about } of graph.claims) {
      if (condition.kind !== "false" || fault.code !== "expectation-mismatch" || fault.axis === undefined || !about)
        continue;
      const known = this.wrong.get(fault.axis);
      if (known) known.add(about.node);
      else this.wrong.set(fault.axis, new Set([about.node]));
      this.count++;
    }
  }

  /** Whether the claim fails as one before it does. */
  has({ fault, about }: Claim): boolean {
    if (fault.code !== "expectation-mismatch" || fault.axis === undefined || !about || this.count > MAX_WRONG)
      return false;
    const wrong = this.wrong.get(fault.axis);
    if (!wrong || wrong.size === 0) return false;
    const seen = new Set<Node>([about.node]);
    const todo: Node[] = [about.node];
    for (let node = todo.pop(); node; node = todo.pop()) {
      if (node.kind !== "op") continue;
      for (const input of node.inputs) {
        if (wrong.has(input.node)) return true;
        if (seen.has(input.node)) continue;
        seen.add(input.node);
        todo.push(input.node);
      }
    }
    return false;
  }
}
