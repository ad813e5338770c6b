import type { Dim, Shape } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import { broadcast, sizeAt } from "../../shape.ts";

/** With one axis it is a row on the left and a column on the right. */
const asMatrix = (one: Dim, x: Shape, row: boolean): Shape => (x.length > 1 ? x : row ? [one, ...x] : [...x, one]);

export const MatMul = defineOp({
  name: "MatMul",
  family: "arithmetic",
  summary: "Multiplies matrices; axes before the last two are batches, which are stretched as in Add.",
  torch: "torch.matmul",
  onnx: "MatMul",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.matmul.html",
  formula: "[…, n, k] · […, k, m] → […, n, m]",
  inputs: [
    { name: "input", doc: "[…, n, k], or [k]." },
    { name: "other", doc: "[…, k, m], or [k]." },
  ],
  attributes: {},
  shape: (c, [x = [], y = []]) => {
    for (const [input, { length }] of [x, y].entries()) {
      if (length > 0) continue;
      c.fail({ code: "rank-mismatch", input, expected: "at least one axis", got: 0 });
      return [undefined];
    }
    const one = c.dims.int(1);
    const [a, b] = [asMatrix(one, x, true), asMatrix(one, y, false)];
    const [expected, got] = [sizeAt(a, -1), sizeAt(b, -2)];
    c.equal(got, expected, { code: "matmul-mismatch", input: 1, axis: Math.max(0, y.length - 2), expected, got });
    const batch = broadcast(c, [a.slice(0, -2), b.slice(0, -2)], "matmul-mismatch");
    return [[...batch, ...(x.length > 1 ? [sizeAt(a, -2)] : []), ...(y.length > 1 ? [sizeAt(b, -1)] : [])]];
  },
  // As PyTorch's counter has it, a matrix times a vector is no matrix product and counts for nothing. What a vector is
  // multiplied by from the left is one, except that a batch of single rows is turned into a matrix first.
  macs: ({ dims }, [x = [], y = []], _, [out = []]) => {
    const inner = sizeAt(x, -1);
    const vector = y.length === 1 || (x.length === 1 && y.length > 2 && inner.constant === 1);
    return vector ? dims.int(0) : dims.product([...out, inner]);
  },
  examples: [
    { code: "MatMul(a, b)", inputs: ["[N, 8, T, 64]", "[N, 8, 64, T]"], outputs: ["[N, 8, T, T]"] },
    { code: "MatMul(a, b)", inputs: ["[N, T, 768]", "[768, 10]"], outputs: ["[N, T, 10]"] },
    { code: "MatMul(a, b)", inputs: ["[N, T, 64]", "[64]"], outputs: ["[N, T]"] },
  ],
});
