import { int, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt, withSize } from "../../shape.ts";
import { realAxis } from "./axes.ts";

export const Narrow = defineOp({
  name: "Narrow",
  family: "shape",
  summary: "Takes `length` indexes of an axis from `start` on; unlike a slice it never takes fewer.",
  torch: "torch.narrow",
  onnx: "Slice",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.narrow.html",
  formula: "length",
  inputs: [{ name: "input", doc: "At least one axis." }],
  attributes: {
    dim: required(int(), "The axis; negative counts from the end."),
    start: required(size({}), "First index; negative counts from the end."),
    length: required(size({ min: 0 }), "How many."),
  },
  positional: ["dim", "start"],
  shape: (c, [x = []], { dim, start, length }) => {
    const axis = realAxis(c, dim, x.length);
    if (axis === undefined) return [undefined];
    const { dims } = c;
    const got = sizeAt(x, axis);
    const fault = { code: "size-too-small", input: 0, axis, got } as const;
    if (start.hi < 0) {
      const back = dims.neg(start);
      c.atLeast(got, back, { ...fault, attribute: "start", expected: back });
      c.atLeast(back, length, {
        code: "attribute-range",
        attribute: "length",
        expected: "what is left after `start`",
        got: length,
      });
    } else {
      const least = dims.add(start, length);
      c.atLeast(got, least, { ...fault, attribute: "length", expected: least });
    }
    return [withSize(x, axis, length)];
  },
  examples: [
    { code: "Narrow(1, 0, length=16)", inputs: ["[N, 64, H, W]"], outputs: ["[N, 16, H, W]"] },
    { code: "Narrow(-1, -8, length=8)", inputs: ["[N, 64]"], outputs: ["[N, 8]"] },
  ],
});
