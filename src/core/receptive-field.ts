/**
 * How much of the input an output element sees, and by how much input it moves: receptive field and stride, axis by
 * axis, as exact fractions of input elements (a transposed convolution of stride 2 moves by 1/2).
 *
 * Follows Araujo, Norris, Sim, "Computing receptive fields of convolutional neural networks" (Distill 2019), without
 * offsets: at a join it is the largest of the branches. What uses statistics of a whole map (instance norm) counts as
 * pointwise. An operator that mixes a whole axis (global pooling, attention) sees all of it from there on, and one that
 * rearranges axes ends the story.
 */
import type { Dim, Shape } from "./dim/index.ts";
import { type Graph, type OpNode, shapeOf, type Tensor } from "./graph.ts";

export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

export type AxisField =
  | { readonly kind: "window"; readonly size: Fraction; readonly stride: Fraction }
  /** The whole axis of the input. */
  | { readonly kind: "whole" }
  /** A size on the way is not a number (`Upsample(size=(H, W))` of a symbol). */
  | { readonly kind: "unknown" };

/** One entry an axis of the node's first output. */
export type Field = readonly AxisField[];

export interface ReceptiveFields {
  /** By node id; undefined where axes were rearranged, and for declared weights. */
  readonly fields: readonly (Field | undefined)[];
  /** Axes over which some window moves, counted from the end: -2, -1 for a network of images. */
  readonly axes: readonly number[];
}

const ONE: Fraction = { num: 1n, den: 1n };
const POINT: AxisField = { kind: "window", size: ONE, stride: ONE };
const WHOLE: AxisField = { kind: "whole" };
const UNKNOWN: AxisField = { kind: "unknown" };

export function receptiveFields(graph: Graph): ReceptiveFields {
  const fields: (Field | undefined)[] = [];
  const axes = new Set<number>();
  for (const node of graph.nodes) {
    const out = node.outputs[0];
    if (!out) fields.push(undefined);
    else if (node.kind === "op") fields.push(through(node, out, fields, axes));
    else fields.push(node.kind === "input" ? out.map(() => POINT) : undefined);
  }
  return { fields, axes: [...axes].sort((a, b) => a - b) };
}

/** Families whose output has the axes of their inputs in their places. */
const POSITIONAL = new Set([
  "convolution",
  "pooling",
  "normalization",
  "activation",
  "dropout",
  "resize",
  "padding",
  "join",
  "arithmetic",
  "reduction",
  "shape",
]);

function through(
  node: OpNode,
  out: Shape,
  fields: readonly (Field | undefined)[],
  axes: Set<number>,
): Field | undefined {
  const { op, inputs } = node;
  const shapes: Shape[] = [];
  for (const input of inputs) {
    const shape = shapeOf(input);
    if (!shape) return undefined;
    shapes.push(shape);
  }
  const [first] = inputs;
  const [shape] = shapes;
  if (!first || !shape) return undefined;
  const before = fieldOf(first, fields);

  const windows = op.windows(shapes, node.attributes);
  if (windows.length > 0) {
    if (!before || before.length !== out.length) return undefined;
    const after = [...before];
    for (const { axis, span, step } of windows) {
      const at = axis < 0 ? out.length + axis : axis;
      axes.add(at - out.length);
      after[at] = slide(before[at] ?? UNKNOWN, span, step);
    }
    return after;
  }

  if (op.family === "linear" && inputs.length === 1 && before?.length === out.length)
    return before.map((field, i) => (i === out.length - 1 ? WHOLE : field));
  if (op.family === "recurrent" || op.family === "attention")
    return before?.length === out.length ? before.map(() => WHOLE) : undefined;
  if (!POSITIONAL.has(op.family)) return undefined;

  // A second tensor may only give the size (`CropLike`, `ResizeLike`).
  if (op.family === "resize" || op.family === "padding") {
    if (before?.length !== out.length) return undefined;
    const like = inputs[1] && fieldOf(inputs[1], fields);
    return before.map((field, i) =>
      shape[i] === out[i] || op.family === "padding" ? field : resized(field, shape[i], out[i], like?.[i]),
    );
  }
  if (inputs.length > 1) return joined(inputs, shapes, out, fields);
  if (before?.length !== out.length) return undefined;
  const changed = out.filter((dim, i) => dim !== shape[i]).length;
  if (changed === 0) return before;
  // A slice or a part keeps its place; with more than one axis changed they were rearranged.
  if (op.family === "shape") return changed === 1 ? before : undefined;
  return before.map((field, i) => (shape[i] === out[i] ? field : WHOLE));
}

/** The field belongs to the first output; others that have as many axes share it. */
function fieldOf({ node, output }: Tensor, fields: readonly (Field | undefined)[]): Field | undefined {
  const field = fields[node.id];
  return output === 0 || field?.length === node.outputs[output]?.length ? field : undefined;
}

function slide(field: AxisField, span: number, step: readonly [num: number, den: number]): AxisField {
  if (field.kind !== "window") return field;
  const { size, stride } = field;
  if (span === 1 && step[0] === step[1]) return field;
  return {
    kind: "window",
    size: add(size, times(stride, { num: BigInt(span - 1), den: 1n })),
    stride: times(stride, { num: BigInt(step[0]), den: BigInt(step[1]) }),
  };
}

function resized(field: AxisField, from: Dim | undefined, to: Dim | undefined, like: AxisField | undefined): AxisField {
  if (field.kind !== "window") return field;
  if (like?.kind === "window") return { ...field, stride: like.stride };
  if (!from?.constant || !to?.constant) return UNKNOWN;
  return { ...field, stride: times(field.stride, { num: BigInt(from.constant), den: BigInt(to.constant) }) };
}

/** Axes are matched from the last one, as in broadcasting; tensors that come from no input have no say. */
function joined(
  inputs: readonly Tensor[],
  shapes: readonly Shape[],
  out: Shape,
  fields: readonly (Field | undefined)[],
): Field | undefined {
  const branches = inputs.map((input) => fieldOf(input, fields));
  const result: AxisField[] = [];
  for (let back = out.length; back >= 1; back--) {
    let widest: AxisField | undefined;
    for (let i = 0; i < branches.length; i++) {
      const branch = branches[i];
      const rank = shapes[i]?.length ?? 0;
      const one = branch && branch.length === rank ? branch[rank - back] : undefined;
      if (one) widest = widest === undefined ? one : wider(widest, one);
    }
    if (!widest) return undefined;
    result.push(widest);
  }
  const [only] = branches;
  // The same record where nothing changed, so that a long network does not keep one a layer.
  return only && only.length === result.length && only.every((field, i) => field === result[i]) ? only : result;
}

function wider(a: AxisField, b: AxisField): AxisField {
  if (a.kind !== "window" || b.kind !== "window") return a.kind === "unknown" || b.kind === "unknown" ? UNKNOWN : WHOLE;
  const size = less(a.size, b.size) ? b.size : a.size;
  const stride = less(a.stride, b.stride) ? b.stride : a.stride;
  return size === a.size && stride === a.stride ? a : { kind: "window", size, stride };
}

const less = (a: Fraction, b: Fraction): boolean => a.num * b.den < b.num * a.den;
const add = (a: Fraction, b: Fraction): Fraction => reduced(a.num * b.den + b.num * a.den, a.den * b.den);
const times = (a: Fraction, b: Fraction): Fraction => reduced(a.num * b.num, a.den * b.den);

function reduced(num: bigint, den: bigint): Fraction {
  let a = num;
  let b = den;
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { num: num / a, den: den / a } : { num, den };
}
