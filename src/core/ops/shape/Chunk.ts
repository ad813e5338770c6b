import { int, optional, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt, withSize } from "../../shape.ts";
import { MOST_OUTPUTS, realAxis } from "./axes.ts";

export const Chunk = defineOp({
  name: "Chunk",
  family: "shape",
  summary: "Cuts an axis into equal parts; the last is smaller when it does not come out even.",
  torch: "torch.chunk",
  onnx: "Split",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.chunk.html",
  formula: "⌈size/chunks⌉",
  inputs: [{ name: "input", doc: "At least one axis." }],
  attributes: {
    chunks: required(int({ min: 1, max: MOST_OUTPUTS }), "How many parts."),
    dim: optional(int(), 1, "The axis; negative counts from the end. PyTorch's default is 0."),
  },
  positional: ["chunks", "dim"],
  manyOutputs: true,
  shape: (c, [x = []], { chunks, dim }) => {
    const axis = realAxis(c, dim, x.length);
    if (axis === undefined) return [undefined];
    const { dims } = c;
    const size = sizeAt(x, axis);
    const part = dims.ceilDiv(size, chunks);
    // PyTorch makes fewer parts of a size that is used up before; of a formula all of them must be there.
    const count = size.constant === undefined || !part.constant ? chunks : Math.ceil(size.constant / part.constant);
    const last = dims.sub(size, dims.mul(part, dims.int(count - 1)));
    if (size.constant === undefined) {
      const expected = `a size that gives ${chunks} parts`;
      c.atLeast(last, 1, { code: "size-mismatch", input: 0, axis, attribute: "chunks", expected, got: size });
    }
    return Array.from({ length: count }, (_, i) => withSize(x, axis, i < count - 1 ? part : last));
  },
  examples: [
    { code: "Chunk(2)", inputs: ["[N, 64, H, W]"], outputs: ["[N, 32, H, W]", "[N, 32, H, W]"] },
    { code: "Chunk(3, dim=-1)", inputs: ["[N, T, 2304]"], outputs: ["[N, T, 768]", "[N, T, 768]", "[N, T, 768]"] },
  ],
});
