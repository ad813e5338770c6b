import { int, optional, perAxis, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { occupied, sizeAt, slide } from "../../shape.ts";

const two = (range: { readonly min: number }) => perAxis(int(range), 2);

/** Settings of a window over two axes, for Unfold and Fold. */
export const window = {
  kernel_size: required(two({ min: 1 }), "Rows and columns of a window."),
  dilation: optional(two({ min: 1 }), [1, 1], "Distance between the elements of a window."),
  padding: optional(two({ min: 0 }), [0, 0], "Zeros on each side."),
  stride: optional(two({ min: 1 }), [1, 1], "Distance between windows."),
};

interface WindowSettings {
  readonly kernel_size: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
  readonly stride: readonly number[];
}

export const slideOf = (a: WindowSettings, i: number) => ({
  kernel: a.kernel_size[i] ?? 1,
  dilation: a.dilation[i] ?? 1,
  stride: a.stride[i] ?? 1,
  before: a.padding[i] ?? 0,
  after: a.padding[i] ?? 0,
});

export const Unfold = defineOp({
  name: "Unfold",
  family: "shape",
  summary: "Makes a column of every window that slides over the tensor.",
  torch: "torch.nn.Unfold",
  onnx: "Gather and Reshape",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html",
  formula: "[N, C·k·k, windows]",
  inputs: [{ name: "input", doc: "[N, C, H, W] or [C, H, W]." }],
  attributes: window,
  positional: ["kernel_size"],
  shape: (c, [x = []], a) => {
    if (x.length !== 3 && x.length !== 4) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "3 or 4 axes: [C, H, W] or [N, C, H, W]", got: x.length });
      return [undefined];
    }
    const { dims } = c;
    const first = x.length - 2;
    occupied(c, x, first - 1, first);
    const windows = [0, 1].map((i) => slide(c, sizeAt(x, first + i), first + i, slideOf(a, i)));
    const column = dims.product([sizeAt(x, first - 1), ...a.kernel_size.map((k) => dims.int(k))]);
    return [[...x.slice(0, first - 1), column, dims.product(windows)]];
  },
  examples: [
    { code: "Unfold(3, padding=1)", inputs: ["[N, 64, H, W]"], outputs: ["[N, 576, H * W]"] },
    { code: "Unfold(2, stride=2)", inputs: ["[N, 3, 32, 32]"], outputs: ["[N, 12, 256]"] },
  ],
});
