import { count, float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { asDim, positive } from "../../shape.ts";
import { torchPage } from "../pages.ts";

export const PReLU = defineOp({
  name: "PReLU",
  family: "activation",
  summary: "Scales what is negative by a learned slope: one for all, or one for each channel.",
  torch: "torch.nn.PReLU",
  onnx: "PRelu",
  source: torchPage("torch.nn.PReLU"),
  formula: "max(0, x) + a·min(0, x)",
  inputs: [{ name: "input", doc: "Any shape; channels are the second axis." }],
  attributes: {
    num_parameters: optional(count(), 1, "1, or the number of channels."),
    init: optional(float(), 0.25, "Slope to start from."),
  },
  positional: ["num_parameters"],
  shape(c, [x = []], a) {
    const { dims } = c;
    if (a.num_parameters === 1) return [x];
    positive(c, a.num_parameters, "num_parameters");
    const expected = asDim(dims, a.num_parameters);
    if (x.length === 0) c.fail({ code: "rank-mismatch", input: 0, expected: "at least 2 axes: [N, C, …]", got: 0 });
    else
      c.equal(x[1] ?? dims.int(1), expected, {
        code: "channel-mismatch",
        input: 0,
        attribute: "num_parameters",
        expected,
        got: x[1] ?? dims.int(1),
        ...(x[1] ? { axis: 1 } : {}),
      });
    return [x];
  },
  weights: ({ dims }, _, a) => [{ name: "weight", kind: "parameter", shape: [asDim(dims, a.num_parameters)] }],
  examples: [
    { code: "PReLU", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "PReLU(16)", inputs: ["[N, 16, H, W]"], outputs: ["[N, 16, H, W]"] },
  ],
});
