import { either, int, list, optional, required, size } from "../../attribute.ts";
import type { Dim } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import { sizeAt, withSize } from "../../shape.ts";
import { isDim } from "../../value.ts";
import { MOST_OUTPUTS, realAxis } from "./axes.ts";

const part = size({ min: 0 });

export const Split = defineOp({
  name: "Split",
  family: "shape",
  summary: "Cuts an axis into parts of one size, or of the sizes that are listed.",
  torch: "torch.split",
  onnx: "Split",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.split.html",
  inputs: [{ name: "input", doc: "At least one axis." }],
  attributes: {
    split_size_or_sections: required(
      either(part, list(part)),
      "The size of every part but perhaps the last, or a list of sizes.",
    ),
    dim: optional(int(), 1, "The axis; negative counts from the end. PyTorch's default is 0."),
  },
  positional: ["split_size_or_sections", "dim"],
  manyOutputs: true,
  shape: (c, [x = []], { split_size_or_sections: sections, dim }) => {
    const axis = realAxis(c, dim, x.length);
    if (axis === undefined) return [undefined];
    const { dims } = c;
    const size = sizeAt(x, axis);
    const attribute = "split_size_or_sections";
    const shapes = (parts: readonly Dim[]) => parts.map((one) => withSize(x, axis, one));
    if (!isDim(sections)) {
      const sum = dims.sum(sections);
      c.equal(size, sum, {
        code: "size-mismatch",
        input: 0,
        axis,
        attribute,
        expected: sum,
        got: size,
        reason: "the sections add up to that",
      });
      return shapes(sections);
    }
    if (sections.constant === 0) {
      c.equal(size, sections, { code: "attribute-range", attribute, expected: "a size of at least 1", got: 0 });
      return [x];
    }
    const count = dims.ceilDiv(size, sections).constant;
    if (count === undefined || count > MOST_OUTPUTS) {
      const expected = count === undefined ? "a number" : `at most ${MOST_OUTPUTS} parts`;
      c.fail({
        code: "size-mismatch",
        input: 0,
        axis,
        expected,
        got: size,
        reason: "else the number of parts is open; Chunk gives a fixed one",
      });
      return [undefined];
    }
    if (count <= 1) return [x];
    const last = dims.sub(size, dims.mul(sections, dims.int(count - 1)));
    return shapes([...Array<Dim>(count - 1).fill(sections), last]);
  },
  examples: [
    { code: "Split(32)", inputs: ["[N, 64, H, W]"], outputs: ["[N, 32, H, W]", "[N, 32, H, W]"] },
    { code: "Split((16, 48))", inputs: ["[N, 64, H, W]"], outputs: ["[N, 16, H, W]", "[N, 48, H, W]"] },
    { code: "Split(C)", inputs: ["[N, 2 * C, T]"], outputs: ["[N, C, T]", "[N, C, T]"] },
  ],
});
