import { list, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { numel } from "../../shape.ts";
import { regroup } from "./regroup.ts";

export const Reshape = defineOp({
  name: "Reshape",
  family: "shape",
  summary: "Gives the same elements another shape; one size may be -1 and takes what is left.",
  torch: "torch.reshape",
  onnx: "Reshape",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.reshape.html",
  formula: "the product of the sizes stays",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: { shape: required(list(size({ min: -1 })), "The new sizes, of which one may be -1.") },
  listed: "shape",
  shape: (c, [x = []], { shape }) => [regroup(c, numel(c.dims, x), shape, "shape")],
  examples: [
    { code: "Reshape(N, -1)", inputs: ["[N, 16, 5, 5]"], outputs: ["[N, 400]"] },
    { code: "Reshape(N, T, 3, -1)", inputs: ["[N, T, 384]"], outputs: ["[N, T, 3, 128]"] },
  ],
});
