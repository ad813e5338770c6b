/**
 * Where two sizes part: from the tensors of a join back along both branches to the layer that both come from. It follows
 * one input of each layer, the one that hands the size on, and one axis; where a reshape mixes axes, it stops.
 */
import type { Related } from "../core/diagnostic.ts";
import type { Dim, Dims } from "../core/dim/index.ts";
import { type Node, type OpNode, pathOf, shapeOf, type Tensor } from "../core/graph.ts";
import { sizeText, type Values } from "./show.ts";

interface Point {
  readonly tensor: Tensor;
  readonly axis: number;
  readonly dim: Dim;
}

export type Start = readonly [tensor: Tensor, axis: number];

/** Entries shown of one branch: the first steps say where the sizes part, the last ones what arrives. */
const MAX_STEPS = 4;
/** Layers that are walked over in one check, so that many mistakes in a deep network stay cheap. */
const MAX_WALK = 2_000_000;

export class Tracer {
  private readonly dims: Dims;
  private left = MAX_WALK;

  constructor(dims: Dims) {
    this.dims = dims;
  }

  /** From one axis of each tensor that `node` takes. */
  trace(node: OpNode, [a, axisOfA]: Start, [b, axisOfB]: Start, at?: Values): Related[] {
    const first = point(a, axisOfA);
    const second = point(b, axisOfB);
    if (!first || !second || this.left <= 0) return [];
    const left = this.branch(first);
    const places = new Map<Node, number>();
    left.forEach((p, i) => {
      if (!places.has(p.tensor.node)) places.set(p.tensor.node, i);
    });
    const right = this.branch(second, places);
    const meeting = right.at(-1);
    const fork = meeting && places.get(meeting.tensor.node);
    const out: Related[] = [];
    if (fork !== undefined && meeting && fork + right.length > 1) {
      out.push({
        ...place(meeting.tensor.node),
        message: `both come from "${pathOf(meeting.tensor.node)}": ${sizeText(this.dims, meeting.dim, at)}`,
      });
    }
    const sides = [left.slice(0, fork === undefined ? left.length : fork + 1), right];
    const seen = new Set<Node>([node, ...(fork !== undefined && meeting ? [meeting.tensor.node] : [])]);
    for (const side of sides) out.push(...this.steps(side, seen, at));
    return out;
  }

  /** The way of one size to a tensor; empty when the tensor's own layer is all there is to it. */
  way(tensor: Tensor, axis: number, at?: Values): Related[] {
    const end = point(tensor, axis);
    if (!end || this.left <= 0) return [];
    const steps = this.steps(this.branch(end), new Set(), at);
    return steps.length > 1 ? steps : [];
  }

  /** From the join backwards, the join's own input first. */
  private branch(from: Point, until?: ReadonlyMap<Node, number>): Point[] {
    const out: Point[] = [];
    for (let p: Point | undefined = from; p && this.left > 0; p = before(p)) {
      this.left--;
      out.push(p);
      if (until?.has(p.tensor.node)) break;
    }
    return out;
  }

  private steps(side: readonly Point[], seen: Set<Node>, at?: Values): Related[] {
    const changed = side.filter((p, i) => {
      const source = side[i + 1];
      return source === undefined ? !p.dim.assumed || i === 0 : source.dim !== p.dim;
    });
    const shown =
      changed.length <= MAX_STEPS ? changed : [...changed.slice(0, MAX_STEPS / 2), ...changed.slice(-MAX_STEPS / 2)];
    return shown
      .reverse()
      .filter((p) => !seen.has(p.tensor.node))
      .map(({ tensor: { node }, dim }) => {
        seen.add(node);
        const what = node.kind === "op" ? node.op.name : node.kind;
        return { ...place(node), message: `${pathOf(node)} (${what}): ${sizeText(this.dims, dim, at)}` };
      });
  }
}

const place = (node: Node) => ({ uri: node.site.uri, span: node.site.span });

function point(tensor: Tensor, axis: number): Point | undefined {
  const dim = shapeOf(tensor)?.[axis];
  return dim && { tensor, axis, dim };
}

/** The input that the size comes from: the same size if one has it, else the first of as many axes. */
function before({ tensor, axis, dim }: Point): Point | undefined {
  const { node } = tensor;
  if (node.kind !== "op" || dim.assumed) return undefined;
  const rank = shapeOf(tensor)?.length ?? 0;
  const moves = node.op.family === "shape";
  let fallback: Point | undefined;
  for (const input of node.inputs) {
    const shape = shapeOf(input);
    if (!shape) continue;
    if (shape.length === rank) {
      if (shape[axis] === dim) return point(input, axis);
      if (!moves) fallback ??= point(input, axis);
    }
  }
  if (fallback) return fallback;
  // An operator that moves axes: the same size on another axis, if it has a name at all.
  if (dim.constant !== undefined) return undefined;
  for (const input of node.inputs) {
    const found = shapeOf(input)?.indexOf(dim) ?? -1;
    if (found >= 0) return point(input, found);
  }
  return undefined;
}
