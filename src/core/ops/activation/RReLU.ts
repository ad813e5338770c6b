import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ANY_INPUT, inplace } from "./elementwise.ts";

export const RReLU = defineOp({
  name: "RReLU",
  family: "activation",
  summary: "Scales what is negative by a random slope while training, by the mean one at inference.",
  torch: "torch.nn.RReLU",
  onnx: "LeakyRelu",
  source: torchPage("torch.nn.RReLU"),
  formula: "x where x ≥ 0, else a·x",
  inputs: ANY_INPUT,
  attributes: {
    lower: optional(float(), 1 / 8, "Least slope."),
    upper: optional(float(), 1 / 3, "Largest slope."),
    inplace,
  },
  positional: ["lower", "upper"],
  shape(c, [x], a) {
    if (a.lower > a.upper)
      c.fail({
        code: "attribute-range",
        attribute: "upper",
        expected: `a number that is not below lower, which is ${a.lower}`,
        got: a.upper,
      });
    return [x];
  },
  examples: [
    { code: "RReLU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "RReLU(0.1, 0.3)", inputs: ["[N, 128]"], outputs: ["[N, 128]"] },
  ],
});
