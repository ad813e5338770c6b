import { perAxis, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt, slide } from "../../shape.ts";
import { slideOf, window } from "./Unfold.ts";

export const Fold = defineOp({
  name: "Fold",
  family: "shape",
  summary: "Adds the columns that Unfold makes up to a tensor again.",
  torch: "torch.nn.Fold",
  onnx: "Col2Im",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.Fold.html",
  formula: "[N, C/(k·k), output_size]",
  inputs: [{ name: "input", doc: "[N, C·k·k, windows] or [C·k·k, windows]." }],
  attributes: { output_size: required(perAxis(size(), 2), "Rows and columns of the result."), ...window },
  positional: ["output_size", "kernel_size"],
  shape: (c, [x = []], a) => {
    if (x.length !== 2 && x.length !== 3) {
      c.fail({
        code: "rank-mismatch",
        input: 0,
        expected: "2 or 3 axes: [C·k·k, windows] or [N, C·k·k, windows]",
        got: x.length,
      });
      return [undefined];
    }
    const { dims } = c;
    const axis = x.length - 2;
    const [column, got] = [sizeAt(x, axis), sizeAt(x, axis + 1)];
    const elements = a.kernel_size.reduce((product, k) => product * k, 1);
    const channels = c.divide(column, elements, {
      code: "size-mismatch",
      input: 0,
      axis,
      expected: `a multiple of ${elements}`,
      got: column,
      reason: "a window has so many elements",
    });
    const expected = dims.product(a.output_size.map((one, i) => slide(c, one, axis + 1, slideOf(a, i))));
    c.equal(got, expected, {
      code: "size-mismatch",
      input: 0,
      axis: axis + 1,
      attribute: "output_size",
      expected,
      got,
      reason: "that is how many windows there are",
    });
    return [[...x.slice(0, axis), channels, ...a.output_size]];
  },
  examples: [
    { code: "Fold((H, W), 3, padding=1)", inputs: ["[N, 576, H * W]"], outputs: ["[N, 64, H, W]"] },
    { code: "Fold((32, 32), 2, stride=2)", inputs: ["[N, 12, 256]"], outputs: ["[N, 3, 32, 32]"] },
  ],
});
