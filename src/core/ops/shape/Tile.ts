import { list, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";

export const Tile = defineOp({
  name: "Tile",
  family: "shape",
  summary: "Repeats the tensor along its last axes.",
  torch: "torch.tile",
  onnx: "Tile",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.tile.html",
  formula: "size · repeats",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: {
    dims: required(list(size({ min: 0 })), "How often along each of the last axes; more of them add axes in front."),
  },
  listed: "dims",
  shape: (c, [x = []], { dims: repeats }) => {
    const rank = Math.max(x.length, repeats.length);
    const one = c.dims.int(1);
    const sizes = Array.from({ length: rank }, (_, i) => {
      const old = x[i - rank + x.length] ?? one;
      return c.dims.mul(old, repeats[i - rank + repeats.length] ?? one);
    });
    return [sizes];
  },
  examples: [
    { code: "Tile(2)", inputs: ["[N, T]"], outputs: ["[N, 2 * T]"] },
    { code: "Tile(3, 1, 1)", inputs: ["[H, W]"], outputs: ["[3, H, W]"] },
  ],
});
