import { int, list, unset } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { distinctAxes } from "./axes.ts";

// PyTorch leaves a named axis that is not 1 as it is, so the rank of the result would depend on the size. Here the axis
// that is named must be 1, and without a name only those go that are 1 for certain; the others must then be more.
export const Squeeze = defineOp({
  name: "Squeeze",
  family: "shape",
  summary: "Removes axes of size 1.",
  torch: "torch.squeeze",
  onnx: "Squeeze",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: { dim: unset(list(int()), "The axes that go; all of size 1 when absent.") },
  positional: ["dim"],
  shape: (c, [x = []], { dim }) => {
    const { dims } = c;
    const one = dims.int(1);
    const named = dim && distinctAxes(c, dim, x.length);
    if (dim && !named) return [undefined];
    return [
      x.filter((size, axis) => {
        if (named && !named.includes(axis)) return true;
        const is = dims.compare(size, one);
        if (is.kind !== "sometimes") return is.kind === "different";
        if (named) {
          c.equal(size, one, {
            code: "size-mismatch",
            input: 0,
            axis,
            expected: 1,
            got: size,
            reason: "only an axis of size 1 can go",
          });
          return false;
        }
        const reason = "an axis of size 1 would go as well";
        c.require(
          { kind: "not", of: is.condition },
          { code: "size-mismatch", input: 0, axis, expected: "more than 1", got: size, reason },
        );
        return true;
      }),
    ];
  },
  examples: [
    { code: "Squeeze(1)", inputs: ["[N, 1, H, W]"], outputs: ["[N, H, W]"] },
    { code: "Squeeze((2, 3))", inputs: ["[N, 512, 1, 1]"], outputs: ["[N, 512]"] },
    { code: "Squeeze", inputs: ["[8, 512, 1, 1]"], outputs: ["[8, 512]"] },
  ],
});
