import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";

export const PixelUnshuffle = defineOp({
  name: "PixelUnshuffle",
  family: "resize",
  summary: "Lays squares of r × r pixels out as r² channels.",
  torch: "torch.nn.PixelUnshuffle",
  onnx: "SpaceToDepth",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html",
  formula: "C·r² channels, H/r",
  inputs: [{ name: "input", doc: "[…, C, H, W] with rows and columns in multiples of r." }],
  attributes: { downscale_factor: required(int({ min: 1 }), "r, by which rows and columns shrink.") },
  positional: ["downscale_factor"],
  shape: (c, [x = []], { downscale_factor: r }) => {
    if (x.length < 3) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least 3 axes: […, C, H, W]", got: x.length });
      return [undefined];
    }
    const { dims } = c;
    const smaller = x.slice(-2).map((got, i) => {
      const axis = x.length - 2 + i;
      return c.divide(got, r, {
        code: "size-mismatch",
        input: 0,
        axis,
        expected: `a multiple of ${r}`,
        got,
        reason: `squares of ${r} × ${r} are taken`,
      });
    });
    return [[...x.slice(0, -3), dims.mul(sizeAt(x, -3), dims.int(r * r)), ...smaller]];
  },
  windows: (_, { downscale_factor: r }) => [-2, -1].map((axis) => ({ axis, span: r, step: [r, 1] })),
  examples: [
    { code: "PixelUnshuffle(2)", inputs: ["[N, 3, 64, 64]"], outputs: ["[N, 12, 32, 32]"] },
    { code: "PixelUnshuffle(4)", inputs: ["[N, C, 4 * H, 4 * W]"], outputs: ["[N, 16 * C, H, W]"] },
  ],
});
