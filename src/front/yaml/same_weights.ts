/**
 * What is placed again uses the weights that it had: which nodes they belong to, and what must hold of the sizes that
 * arrive. Places of a layer are counted in the nodes of its first use, so that what is shared can be shared again.
 */
import type { Shape } from "../../core/dim/index.ts";
import { type ClaimFault, type OpNode, pathOf, type SourceNode, type Tensor } from "../../core/graph.ts";
import type { Op } from "../../core/op.ts";
import { RuleContext } from "../../core/rule.ts";
import type { Span } from "../../core/span.ts";
import type { Elaboration } from "./elaboration.ts";
import type { Frame } from "./frame.ts";
import { claimEqual } from "./shapes.ts";

/** Where the nodes of what is placed next begin, or, of what is placed again, those of its first use. */
export const mark = (e: Elaboration): number => e.sharing?.next ?? e.nodes.length;

/** The node whose weights the next one uses. */
export function shared(e: Elaboration, op: Op): OpNode | undefined {
  const { sharing } = e;
  if (!sharing) return undefined;
  while (sharing.next < sharing.to) {
    const node = e.nodes[sharing.next++];
    if (node?.kind === "op") return node.op === op ? (node.shares ?? node) : undefined;
  }
  return undefined;
}

/** The tensor that a block declared in `weights` when it was placed first. */
export function sharedWeight(e: Elaboration, name: string): SourceNode | undefined {
  const { sharing } = e;
  const node = sharing && sharing.next < sharing.to ? e.nodes[sharing.next] : undefined;
  if (!sharing || node?.kind !== "weight" || node.name !== name) return undefined;
  sharing.next++;
  return node;
}

/** What is shared must have the sizes that arrive here ask for. */
export function claimWeights(e: Elaboration, owner: OpNode, node: OpNode, frame: Frame, span: Span): void {
  const table = ({ op, inputs, attributes, result }: OpNode) => {
    const shapes = inputs.map((t) => t.node.outputs[t.output]).filter((shape) => shape !== undefined);
    const known = result && result.faults.length === 0 && shapes.length === inputs.length;
    return known ? op.weights(new RuleContext(e.dims), shapes, attributes) : [];
  };
  const theirs = new Map(table(owner).map((weight) => [weight.name, weight.shape]));
  for (const { name, shape } of table(node)) {
    const about = node.inputs[0];
    if (!claimShared(e, { name, path: pathOf(owner), theirs: theirs.get(name), shape, about }, frame, span)) return;
  }
}

interface Shared {
  readonly name: string;
  /** Of the layer or block that has it. */
  readonly path: string;
  readonly theirs: Shape | undefined;
  readonly shape: Shape | undefined;
  /** The tensor whose size asks for another. */
  readonly about: Tensor | undefined;
}

/** False when the two are not plainly equal; one axis is told. */
export function claimShared(e: Elaboration, shared: Shared, frame: Frame, span: Span): boolean {
  const { name, path, theirs, shape, about } = shared;
  const axis = shape?.findIndex((dim, i) => theirs?.[i] !== undefined && theirs[i] !== dim) ?? -1;
  const [expected, got] = [theirs?.[axis], shape?.[axis]];
  if (!expected || !got) return true;
  const fault: ClaimFault = { code: "channel-mismatch", axis, attribute: name, text: path };
  claimEqual(e.dims, expected, got, fault, span, (condition, told, at) => e.claim(frame, at, condition, told, about));
  return false;
}
