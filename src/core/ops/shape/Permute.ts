import { int, list, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";
import { distinctAxes } from "./axes.ts";

export const Permute = defineOp({
  name: "Permute",
  family: "shape",
  summary: "Puts the axes in another order.",
  torch: "torch.permute",
  onnx: "Transpose",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.permute.html",
  inputs: [{ name: "input", doc: "As many axes as `dims` names." }],
  attributes: { dims: required(list(int()), "Every axis once, in the new order.") },
  listed: "dims",
  shape: (c, [x = []], { dims }) => {
    const order = distinctAxes(c, dims, x.length, "dims");
    if (!order) return [undefined];
    if (order.length !== x.length) {
      const reason = `\`dims\` names ${order.length}`;
      c.fail({ code: "rank-mismatch", input: 0, attribute: "dims", expected: order.length, got: x.length, reason });
      return [undefined];
    }
    return [order.map((axis) => sizeAt(x, axis))];
  },
  examples: [
    { code: "Permute(0, 2, 3, 1)", inputs: ["[N, C, H, W]"], outputs: ["[N, H, W, C]"] },
    { code: "Permute(2, 0, 3, 1, 4)", inputs: ["[N, T, 3, 8, 64]"], outputs: ["[3, N, 8, T, 64]"] },
  ],
});
