import { int, required, size, unset } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { numel, sizeAt, withSize } from "../../shape.ts";
import { realAxis } from "./axes.ts";

export const RepeatInterleave = defineOp({
  name: "RepeatInterleave",
  family: "shape",
  summary: "Repeats each element along an axis, or each of all elements in a row.",
  torch: "torch.repeat_interleave",
  onnx: "Unsqueeze, Tile and Reshape",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.repeat_interleave.html",
  formula: "size · repeats",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: {
    repeats: required(size({ min: 0 }), "How often each element comes."),
    dim: unset(int(), "Along which axis; without it the tensor is flattened first."),
  },
  positional: ["repeats", "dim"],
  shape: (c, [x = []], { repeats, dim }) => {
    if (dim === undefined) return [[c.dims.mul(numel(c.dims, x), repeats)]];
    const axis = realAxis(c, dim, x.length);
    return [axis === undefined ? undefined : withSize(x, axis, c.dims.mul(sizeAt(x, axis), repeats))];
  },
  examples: [
    { code: "RepeatInterleave(4, dim=1)", inputs: ["[N, 8, T, 64]"], outputs: ["[N, 32, T, 64]"] },
    { code: "RepeatInterleave(2)", inputs: ["[N, 3]"], outputs: ["[6 * N]"] },
  ],
});
