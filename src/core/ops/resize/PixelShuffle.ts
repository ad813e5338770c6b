import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";

export const PixelShuffle = defineOp({
  name: "PixelShuffle",
  family: "resize",
  summary: "Lays groups of r² channels out as squares of r × r pixels.",
  torch: "torch.nn.PixelShuffle",
  onnx: "DepthToSpace",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html",
  formula: "C/r² channels, r·H",
  inputs: [{ name: "input", doc: "[…, C, H, W] with channels in multiples of r²." }],
  attributes: { upscale_factor: required(int({ min: 1 }), "r, by which rows and columns grow.") },
  positional: ["upscale_factor"],
  shape: (c, [x = []], { upscale_factor: r }) => {
    if (x.length < 3) {
      c.fail({ code: "rank-mismatch", input: 0, expected: "at least 3 axes: […, C, H, W]", got: x.length });
      return [undefined];
    }
    const { dims } = c;
    const got = sizeAt(x, -3);
    const axis = x.length - 3;
    const reason = `${r} × ${r} channels become one`;
    const channels = c.divide(got, r * r, {
      code: "size-mismatch",
      input: 0,
      axis,
      expected: `a multiple of ${r * r}`,
      got,
      reason,
    });
    return [[...x.slice(0, -3), channels, ...x.slice(-2).map((size) => dims.mul(size, dims.int(r)))]];
  },
  windows: (_, { upscale_factor: r }) => [-2, -1].map((axis) => ({ axis, span: 1, step: [1, r] })),
  examples: [
    { code: "PixelShuffle(2)", inputs: ["[N, 1024, H, W]"], outputs: ["[N, 256, 2 * H, 2 * W]"] },
    { code: "PixelShuffle(3)", inputs: ["[N, 9 * C, H, W]"], outputs: ["[N, C, 3 * H, 3 * W]"] },
  ],
});
