/** MaxPool1d, MaxPool2d and MaxPool3d. */
import { int, optional, perAxis } from "../../attribute.ts";
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

function maxPool(n: 1 | 2 | 3) {
  const name = `MaxPool${n}d`;
  return defineOp({
    name,
    family: "pooling",
    summary: "Takes the largest element of each window.",
    torch: `torch.nn.${name}`,
    onnx: "MaxPool",
    source: torchPage(`torch.nn.${name}`),
    formula: WINDOW_FORMULA,
    inputs: POOL_INPUTS,
    attributes: {
      ...kernelSettings(n, "alone"),
      padding: paddingSetting(n),
      dilation: optional(
        perAxis(int({ min: 1 }), n, "alone"),
        Array<number>(n).fill(1),
        "Distance between the elements that the window reads.",
      ),
      ceil_mode: ceilSetting,
    },
    positional: ["kernel_size", "stride"],
    shape: (c, [x = []], a) => pool(c, x, n, a),
    windows: (_, a) => poolWindows(n, a),
    examples: poolExamples("MaxPool", n),
  });
}

export const MaxPool1d = maxPool(1);
export const MaxPool2d = maxPool(2);
export const MaxPool3d = maxPool(3);
