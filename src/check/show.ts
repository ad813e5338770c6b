/** How layers, tensors and sizes are called in a message. */
import type { Dim, Dims, Shape, SizeSet } from "../core/dim/index.ts";
import { sizes } from "../core/dim/index.ts";
import { type Node, pathOf, type Scope, scopePath, type Tensor } from "../core/graph.ts";

export type Values = ReadonlyMap<string, number>;

/** `Concat "dec4.cat"`. */
export function layerName(node: Node): string {
  if (node.kind === "op") return `${node.op.name} "${pathOf(node)}"`;
  return `${node.kind === "input" ? "Input" : "Weight"} "${pathOf(node)}"`;
}

/**
 * A tensor as the reader of `by` knows it: by the block that gives it, when it comes out of one as a whole, else by its
 * own path.
 */
export function producerName(nodes: readonly Node[], tensor: Tensor, by: Node): string {
  const { node } = tensor;
  const around = new Set<Scope>();
  for (let s: Scope | undefined = by.scope; s; s = s.parent) around.add(s);
  let outermost: Scope | undefined;
  for (let s: Scope | undefined = node.scope; s && !around.has(s); s = s.parent) {
    const next = nodes[node.id + 1];
    if (next && inside(next.scope, s)) break;
    outermost = s;
  }
  return `"${outermost ? scopePath(outermost) : pathOf(node)}"`;
}

function inside(scope: Scope, outer: Scope): boolean {
  for (let s: Scope | undefined = scope; s; s = s.parent) if (s === outer) return true;
  return false;
}

const isShape = (v: Dim | Shape | number | string): v is Shape => Array.isArray(v);

/** `⌊H/8⌋ = 28` where the number is known, else the formula; a plain number as it is. */
export function sizeText(dims: Dims, size: Dim | Shape | number | string, at?: Values): string {
  if (typeof size === "number" || typeof size === "string") return String(size);
  if (isShape(size)) return shapeText(dims, size, at);
  const text = dims.print(size);
  if (size.constant !== undefined || size.assumed || !at) return text;
  const number = dims.evaluate(size, at);
  return number === undefined ? text : `${text} = ${number}`;
}

/** A shape in numbers where they are known. */
export function shapeText(dims: Dims, shape: Shape, at?: Values): string {
  const text = dims.printShape(shape);
  if (!at || shape.every((d) => d.constant !== undefined)) return text;
  return `[${shape.map((d) => (d.assumed ? undefined : dims.evaluate(d, at)) ?? dims.print(d)).join(", ")}]`;
}

/** `H=225, W=225`. */
export const valuesText = (values: Iterable<readonly [string, number]>): string =>
  [...values].map(([name, value]) => `${name}=${value}`).join(", ");

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** `H >= 188` and nothing else. */
export const isLowerBound = (set: SizeSet): boolean =>
  set.extra.length === 0 && !sizes.isEmpty(set) && sizes.equal(set, sizes.residues(1, [[0, 0]], set.from, set.lowest));
