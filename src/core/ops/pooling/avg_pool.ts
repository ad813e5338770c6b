/** AvgPool1d, AvgPool2d and AvgPool3d. The last takes no input smaller than its kernel, whatever the padding. */
import { bool, int, optional, orNull, unset } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import {
  ceilSetting,
  kernelSettings,
  POOL_INPUTS,
  paddingSetting,
  pool,
  poolExamples,
  poolWindows,
  WINDOW_FORMULA,
} from "./pool.ts";

const settings = (n: number) => ({
  ...kernelSettings(n, "alone"),
  padding: paddingSetting(n),
  ceil_mode: ceilSetting,
  count_include_pad: optional(bool, true, "Counts the padding when it divides."),
});

const facts = (n: 1 | 2 | 3) => {
  const name = `AvgPool${n}d`;
  return {
    name,
    family: "pooling",
    summary: "Takes the mean of each window.",
    torch: `torch.nn.${name}`,
    onnx: "AveragePool",
    source: torchPage(`torch.nn.${name}`),
    formula: WINDOW_FORMULA,
    inputs: POOL_INPUTS,
    positional: ["kernel_size", "stride"],
    examples: poolExamples("AvgPool", n),
  } as const;
};

function avgPool(n: 2 | 3) {
  return defineOp({
    ...facts(n),
    attributes: {
      ...settings(n),
      divisor_override: unset(orNull(int()), "Divides by this instead of the window's size."),
    },
    shape(c, [x = []], a) {
      if (a.divisor_override === 0)
        c.fail({
          code: "attribute-range",
          attribute: "divisor_override",
          expected: "a whole number other than 0",
          got: 0,
        });
      return pool(c, x, n, a, n === 3);
    },
    windows: (_, a) => poolWindows(n, a),
  });
}

export const AvgPool1d = defineOp({
  ...facts(1),
  attributes: settings(1),
  shape: (c, [x = []], a) => pool(c, x, 1, a),
  windows: (_, a) => poolWindows(1, a),
});
export const AvgPool2d = avgPool(2);
export const AvgPool3d = avgPool(3);
