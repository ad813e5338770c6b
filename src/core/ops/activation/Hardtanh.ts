import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace } from "./elementwise.ts";

export const Hardtanh = defineOp({
  name: "Hardtanh",
  family: "activation",
  summary: "Cuts off below `min_val` and above `max_val`.",
  torch: "torch.nn.Hardtanh",
  onnx: "Clip",
  source: torchPage("torch.nn.Hardtanh"),
  formula: "min(max(min_val, x), max_val)",
  inputs: ANY_INPUT,
  attributes: {
    min_val: optional(float(), -1, "Least value."),
    max_val: optional(float(), 1, "Largest value; must be above the least."),
    inplace,
  },
  positional: ["min_val", "max_val"],
  shape(c, [x], a) {
    if (a.min_val >= a.max_val)
      c.fail({
        code: "attribute-range",
        attribute: "max_val",
        expected: `a number above min_val, which is ${a.min_val}`,
        got: a.max_val,
      });
    return [x];
  },
  examples: [
    { code: "Hardtanh", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "Hardtanh(0, 6)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
