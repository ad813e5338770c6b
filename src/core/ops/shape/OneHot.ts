import { int, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";

export const OneHot = defineOp({
  name: "OneHot",
  family: "shape",
  summary: "Replaces each whole number by a row that is 1 there and 0 elsewhere.",
  torch: "torch.nn.functional.one_hot",
  onnx: "OneHot",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html",
  inputs: [{ name: "input", doc: "Whole numbers of any shape.", dtype: "int" }],
  attributes: {
    num_classes: required(int({ min: 1 }), "The number of classes; PyTorch's default depends on the values."),
  },
  positional: ["num_classes"],
  dtype: "int",
  shape: (c, [x = []], { num_classes }) => [[...x, c.dims.int(num_classes)]],
  examples: [{ code: "OneHot(10)", inputs: ["[N, T]"], outputs: ["[N, T, 10]"] }],
});
