import { int, optional, required, size, unset } from "../../attribute.ts";
import type { Dim, Dims } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import { sizeAt, withSize } from "../../shape.ts";
import { realAxis } from "./axes.ts";

const anySize = size({});

/** A bound as Python counts it: negative from the end, and never outside. */
export function clampedIndex(dims: Dims, index: Dim, length: Dim): Dim {
  const zero = dims.int(0);
  if (index.lo >= 0) return dims.min(index, length);
  if (index.hi < 0) return dims.max(dims.add(length, index), zero);
  // A formula whose sign is open is meant as an index from the start.
  return dims.min(dims.max(index, zero), length);
}

export const Slice = defineOp({
  name: "Slice",
  family: "shape",
  summary: "Takes a range of an axis, as `x[:, start:end:step]` does.",
  torch: "torch.ops.aten.slice",
  onnx: "Slice",
  source: "https://docs.pytorch.org/docs/stable/tensor_view.html",
  formula: "⌈(end − start)/step⌉",
  inputs: [{ name: "input", doc: "At least one axis." }],
  attributes: {
    dim: required(int(), "The axis; negative counts from the end."),
    start: unset(anySize, "First index; negative counts from the end. The first of all when absent."),
    end: unset(anySize, "Index that the range ends before; the end when absent."),
    step: optional(int({ min: 1 }), 1, "Every how many."),
  },
  positional: ["dim", "start"],
  shape: (c, [x = []], { dim, start, end, step }) => {
    const axis = realAxis(c, dim, x.length);
    if (axis === undefined) return [undefined];
    const { dims } = c;
    const length = sizeAt(x, axis);
    const zero = dims.int(0);
    const to = end ? clampedIndex(dims, end, length) : length;
    // Without an end, what is left after `start` is simpler than the difference of two clamped indexes.
    const from = start && (to === length && start.lo >= 0 ? start : clampedIndex(dims, start, length));
    const span = from ? dims.max(dims.sub(to, from), zero) : to;
    return [withSize(x, axis, dims.ceilDiv(span, step))];
  },
  examples: [
    { code: "Slice(1, 1)", inputs: ["[N, 197, 768]"], outputs: ["[N, 196, 768]"] },
    { code: "Slice(2, step=2)", inputs: ["[N, C, H, W]"], outputs: ["[N, C, ⌈H/2⌉, W]"] },
    { code: "Slice(-1, end=10)", inputs: ["[N, 64]"], outputs: ["[N, 10]"] },
  ],
});
