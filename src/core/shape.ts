/**
 * Rules that several operators share: sliding windows, broadcasting, axes counted from the end, inputs with or without a
 * batch. They follow PyTorch's; the window formulas are those of `aten/src/ATen/native/Pool.h` and `ConvUtils.h`.
 */
import type { Condition, Dim, Dims, Shape } from "./dim/index.ts";
import type { RuleContext, ShapeCode } from "./rule.ts";

/** The number of elements. */
export const numel = (dims: Dims, shape: Shape): Dim => dims.product(shape);

/** The size at an axis that the rule has made sure of; negative counts from the end. */
export function sizeAt(shape: Shape, axis: number): Dim {
  const size = shape.at(axis);
  if (!size) throw new RangeError(`no axis ${axis} in a shape of rank ${shape.length}`);
  return size;
}

/** The size at an axis, an assumed one where a fault has said that there is none: weights and costs are asked for anyway. */
export const sizeOr = (c: RuleContext, shape: Shape, axis: number): Dim => shape.at(axis) ?? c.unknown();

/** A copy with another size at one axis, counted from 0. */
export const withSize = (shape: Shape, axis: number, size: Dim): Shape =>
  shape.map((old, i) => (i === axis ? size : old));

/**
 * An axis counted from 0; undefined, with a fault, where there is none. As in PyTorch a tensor without axes takes 0 and -1.
 */
export function normalizeAxis(c: RuleContext, axis: number, rank: number, attribute = "dim"): number | undefined {
  const count = Math.max(rank, 1);
  if (axis >= -count && axis < count) return axis < 0 ? axis + count : axis;
  const expected = `an axis from ${-count} to ${count - 1}`;
  c.fail({ code: "attribute-range", attribute, expected, got: axis });
  return undefined;
}

/** A setting that a plain number or a formula may give. */
export const asDim = (dims: Dims, value: Dim | number): Dim => (typeof value === "number" ? dims.int(value) : value);

/**
 * What arrives at an axis is what a setting says that arrives, if it says so. Gives the size to go on with; a negative
 * axis counts from the end.
 */
export function stated(
  c: RuleContext,
  x: Shape,
  axis: number,
  expected: Dim | undefined,
  attribute: string,
  input = 0,
): Dim {
  const got = sizeAt(x, axis);
  if (!expected) return got;
  const at = axis < 0 ? axis + x.length : axis;
  return c.equal(got, expected, { code: "channel-mismatch", input, axis: at, attribute, expected, got });
}

/** A size that a formula gives must be at least 1; plain numbers were looked at when they were read. */
export function positive(c: RuleContext, value: Dim | number, attribute: string): void {
  if (typeof value !== "number")
    c.atLeast(value, 1, { code: "attribute-range", attribute, expected: "a size of at least 1", got: value });
}

const SPATIAL = [[], ["L"], ["H", "W"], ["D", "H", "W"]] as const;

export interface Layout {
  readonly batched: boolean;
  /** Axis of the channels. */
  readonly channel: number;
  /** First spatial axis. */
  readonly spatial: number;
}

/**
 * Where channels and the `count` spatial axes of `[N, C, …]` or, without a batch, `[C, …]` stand; undefined, with a fault,
 * for any other rank.
 */
export function spatialLayout(c: RuleContext, shape: Shape, count: number, unbatched = true): Layout | undefined {
  const rank = shape.length;
  const names = SPATIAL[count]?.join(", ") ?? "…";
  if (rank === count + 2) return { batched: true, channel: 1, spatial: 2 };
  if (rank === count + 1 && unbatched) return { batched: false, channel: 0, spatial: 1 };
  const expected = unbatched
    ? `${count + 1} or ${count + 2} axes: [C, ${names}] or [N, C, ${names}]`
    : `${count + 2} axes: [N, C, ${names}]`;
  c.fail({ code: "rank-mismatch", input: 0, expected, got: rank });
  return undefined;
}

/** One axis of a window that slides over it. */
export interface Slide {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding at the start and at the end. */
  readonly before: number;
  readonly after: number;
  /** The last window may be incomplete, as long as it starts in the input or in the padding before it. */
  readonly ceil?: boolean;
}

/** Input elements from the first to the last that a window reads. */
export const spanOf = ({ kernel, dilation }: Pick<Slide, "kernel" | "dilation">): number => dilation * (kernel - 1) + 1;

/**
 * Size after a window has slid over an axis: ⌊(x + p − d(k−1) − 1)/s⌋ + 1, p being the padding at both ends. In ceil mode
 * PyTorch rounds up and then drops a last window that would start in the padding at the end, which together is
 * ⌊(x + before − 1 + min(after − span + s, 0))/s⌋ + 1. There must be at least one window, and something to read besides
 * the padding.
 */
export function slide(c: RuleContext, x: Dim, axis: number, w: Slide): Dim {
  const { dims } = c;
  const span = spanOf(w);
  const offset = w.ceil ? w.before - 1 + Math.min(w.after - span + w.stride, 0) : w.before + w.after - span;
  const padded = w.before + w.after > 0 ? `, and the padding adds ${w.before + w.after}` : "";
  const reason = `the kernel spans ${span}${padded}`;
  const least = Math.max(1, -offset);
  if (!c.atLeast(x, least, { code: "size-too-small", input: 0, axis, expected: least, got: x, reason }))
    return c.unknown();
  // One size instead of two where nothing is divided: most layers keep their size, or nearly.
  if (w.stride === 1) return dims.add(x, dims.int(offset + 1));
  return dims.add(dims.floorDiv(dims.add(x, dims.int(offset)), w.stride), dims.int(1));
}

/** No axis from `first` up to `end` may be empty: PyTorch's kernels make allowance for the batch only. */
export function occupied(c: RuleContext, x: Shape, first: number, end = x.length): void {
  for (const [i, got] of x.slice(first, end).entries())
    c.atLeast(got, 1, { code: "size-too-small", input: 0, axis: first + i, expected: 1, got, reason: "it is empty" });
}

const canBeOne = (dim: Dim): boolean => dim.lo <= 1 && dim.hi >= 1;

/**
 * The shape to which all are stretched: axes are counted from the end, and sizes must be equal or 1. A fault names the
 * first tensor whose size decided (`expected`) and the one that does not fit (`got`, `input`), and the output's axis.
 */
export function broadcast(c: RuleContext, shapes: readonly Shape[], code: ShapeCode = "add-mismatch"): Shape {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let size = c.dims.int(1);
    for (const [input, shape] of shapes.entries()) {
      const got = shape[axis - rank + shape.length];
      if (got) size = stretch(c, size, got, { code, input, axis, expected: size, got });
    }
    return size;
  });
}

/** One axis of it: `b` is what arrives at one that has size `a` so far. */
export function stretch(c: RuleContext, a: Dim, b: Dim, fault: Parameters<RuleContext["fail"]>[0]): Dim {
  const { dims } = c;
  if (a === b || b.constant === 1) return a;
  if (a.constant === 1) return b;
  const one = dims.int(1);
  const [openA, openB] = [canBeOne(a), canBeOne(b)];
  if (!openA && !openB) return c.equal(b, a, fault);
  const same = dims.compare(a, b);
  if (same.kind === "equal") return a;
  const of: Condition[] = same.kind === "sometimes" ? [same.condition] : [];
  if (openA) of.push({ kind: "equal", left: a, right: one });
  if (openB) of.push({ kind: "equal", left: b, right: one });
  c.require({ kind: "or", of }, fault);
  // Under that condition this is exact: who cannot be 1 has the size.
  if (!openA) return a;
  if (!openB) return b;
  return dims.max(a, b);
}
