import { float, optional } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { broadcast, sizeAt } from "../../shape.ts";

export const Cdist = defineOp({
  name: "Cdist",
  family: "arithmetic",
  summary: "The distance of every row of one matrix to every row of another.",
  torch: "torch.cdist",
  onnx: "MatMul and others",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.cdist.html",
  formula: "[…, n, k], […, m, k] → […, n, m]",
  inputs: [
    { name: "x1", doc: "[…, n, k]." },
    { name: "x2", doc: "[…, m, k]." },
  ],
  attributes: { p: optional(float({ min: 0 }), 2, "The order of the norm.") },
  shape: (c, [x = [], y = []]) => {
    for (const [input, { length }] of [x, y].entries()) {
      if (length >= 2) continue;
      c.fail({ code: "rank-mismatch", input, expected: "at least 2 axes", got: length });
      return [undefined];
    }
    const [expected, got] = [sizeAt(x, -1), sizeAt(y, -1)];
    c.equal(got, expected, { code: "matmul-mismatch", input: 1, axis: y.length - 1, expected, got });
    return [[...broadcast(c, [x.slice(0, -2), y.slice(0, -2)]), sizeAt(x, -2), sizeAt(y, -2)]];
  },
  examples: [{ code: "Cdist(a, b)", inputs: ["[N, T, 3]", "[N, S, 3]"], outputs: ["[N, T, S]"] }],
});
