import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";

export const Bmm = defineOp({
  name: "Bmm",
  family: "arithmetic",
  summary: "Multiplies the matrices of two batches; nothing is stretched.",
  torch: "torch.bmm",
  onnx: "MatMul",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.bmm.html",
  formula: "[B, n, k] · [B, k, m] → [B, n, m]",
  inputs: [
    { name: "input", doc: "[B, n, k]." },
    { name: "mat2", doc: "[B, k, m]." },
  ],
  attributes: {},
  shape: (c, [x = [], y = []]) => {
    for (const [input, { length }] of [x, y].entries()) {
      if (length === 3) continue;
      c.fail({ code: "rank-mismatch", input, expected: 3, got: length });
      return [undefined];
    }
    const [batch, inner] = [sizeAt(x, 0), sizeAt(x, 2)];
    const fault = { code: "matmul-mismatch", input: 1 } as const;
    const common = c.equal(sizeAt(y, 0), batch, { ...fault, axis: 0, expected: batch, got: sizeAt(y, 0) });
    c.equal(sizeAt(y, 1), inner, { ...fault, axis: 1, expected: inner, got: sizeAt(y, 1) });
    return [[common, sizeAt(x, 1), sizeAt(y, 2)]];
  },
  macs: ({ dims }, [x = []], _, [out = []]) => dims.product([...out, sizeAt(x, -1)]),
  examples: [
    { code: "Bmm(a, b)", inputs: ["[N, T, 64]", "[N, 64, S]"], outputs: ["[N, T, S]"] },
    { code: "Bmm(a, b)", inputs: ["[8, 10, 20]", "[8, 20, 30]"], outputs: ["[8, 10, 30]"] },
  ],
});
