import { either, int, list, optional, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt, withSize } from "../../shape.ts";
import { MOST_OUTPUTS, realAxis } from "./axes.ts";
import { clampedIndex } from "./Slice.ts";

export const TensorSplit = defineOp({
  name: "TensorSplit",
  family: "shape",
  summary: "Cuts an axis into a fixed number of parts that differ by at most one, or at the given indexes.",
  torch: "torch.tensor_split",
  onnx: "Split",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.tensor_split.html",
  formula: "⌊(size + n − 1 − i)/n⌋",
  inputs: [{ name: "input", doc: "At least one axis." }],
  attributes: {
    indices_or_sections: required(
      either(int(), list(int())),
      "The number of parts, or a list of indexes to cut before.",
    ),
    dim: optional(int(), 0, "The axis; negative counts from the end."),
  },
  positional: ["indices_or_sections", "dim"],
  manyOutputs: true,
  shape: (c, [x = []], { indices_or_sections: sections, dim }) => {
    const axis = realAxis(c, dim, x.length);
    if (axis === undefined) return [undefined];
    const { dims } = c;
    const size = sizeAt(x, axis);
    if (typeof sections === "number") {
      if (sections < 1 || sections > MOST_OUTPUTS) {
        const expected = `from 1 to ${MOST_OUTPUTS} parts`;
        c.fail({ code: "attribute-range", attribute: "indices_or_sections", expected, got: sections });
        return [undefined];
      }
      const part = (i: number) => dims.floorDiv(dims.add(size, dims.int(sections - 1 - i)), sections);
      return Array.from({ length: sections }, (_, i) => withSize(x, axis, part(i)));
    }
    const zero = dims.int(0);
    const cuts = [zero, ...sections.map((index) => clampedIndex(dims, dims.int(index), size)), size];
    return cuts.slice(1).map((cut, i) => withSize(x, axis, dims.max(dims.sub(cut, cuts[i] ?? zero), zero)));
  },
  examples: [
    { code: "TensorSplit(3, dim=1)", inputs: ["[N, 10]"], outputs: ["[N, 4]", "[N, 3]", "[N, 3]"] },
    { code: "TensorSplit((2, 5), dim=-1)", inputs: ["[N, 8]"], outputs: ["[N, 2]", "[N, 3]", "[N, 3]"] },
  ],
});
