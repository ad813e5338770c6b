import { float, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace, sameShape } from "./elementwise.ts";

export const Threshold = defineOp({
  name: "Threshold",
  family: "activation",
  summary: "Replaces what is not above a threshold by a number.",
  torch: "torch.nn.Threshold",
  onnx: "Greater, Where",
  source: torchPage("torch.nn.Threshold"),
  formula: "x where x > threshold, else value",
  inputs: ANY_INPUT,
  attributes: {
    threshold: required(float(), "What an element must be above."),
    value: required(float(), "What replaces it otherwise."),
    inplace,
  },
  positional: ["threshold", "value"],
  shape: sameShape,
  examples: [{ code: "Threshold(0.1, 0)", inputs: ["[N, C]"], outputs: ["[N, C]"] }],
});
