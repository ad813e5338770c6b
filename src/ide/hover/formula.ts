/** The formula of a sliding window with a layer's own numbers in it, one line an axis where they differ. */
import type { OpNode } from "../../core/graph.ts";
import { isDim } from "../../core/value.ts";
import type { Worked } from "../snapshot.ts";
import { sizesOf } from "./show.ts";

/** The letters of the window formulas (`WINDOW_FORMULA` and that of transposed convolution). */
const LETTERS: Readonly<Record<string, string>> = {
  k: "kernel_size",
  s: "stride",
  p: "padding",
  d: "dilation",
  output_padding: "output_padding",
};

/** `⌊(H + 2·1 − 1·(3−1) − 1)/2⌋ + 1 = ⌊(H − 1)/2⌋ + 1 = 112`. */
export function formulaLines(worked: Worked, { op, attributes, inputs, outputs }: OpNode): readonly string[] {
  const { formula } = op;
  if (!formula || (op.family !== "convolution" && op.family !== "pooling") || !("kernel_size" in op.attributes))
    return [];
  const { dims } = worked;
  const input = inputs[0]?.node.outputs[inputs[0].output];
  const output = outputs[0];
  const kernel = attributes.kernel_size;
  if (!input || !output || !Array.isArray(kernel)) return [];
  const at = sizesOf(worked);
  const lines = kernel.map((_, axis) => {
    const x = input[input.length - kernel.length + axis];
    const y = output[output.length - kernel.length + axis];
    if (!x || !y || x.assumed || y.assumed) return undefined;
    let missing = false;
    const filled = formula.replace(/output_padding|[kspdx]/g, (letter, index: number) => {
      if (letter === "x") return dims.print(x);
      const value = attributes[LETTERS[letter] ?? ""];
      const own: unknown = Array.isArray(value) ? value[axis] : value;
      if (typeof own !== "number" && !isDim(own)) {
        missing = true;
        return letter;
      }
      const text = typeof own === "number" ? String(own) : dims.print(own);
      const before = formula[index - 1] ?? "";
      const after = formula[index + letter.length] ?? "";
      return `${/[\d\w]/.test(before) ? "·" : ""}${text}${after === "(" ? "·" : ""}`;
    });
    if (missing) return undefined;
    const result = dims.print(y);
    const number = at && y.constant === undefined ? dims.evaluate(y, at) : undefined;
    return [filled, ...(filled === result ? [] : [result]), ...(number === undefined ? [] : [String(number)])].join(
      " = ",
    );
  });
  return [...new Set(lines.filter((line) => line !== undefined))];
}
