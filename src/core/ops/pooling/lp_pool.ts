/** LPPool1d, LPPool2d and LPPool3d: PyTorch computes them from the mean of each window, so their rule is AvgPool's without padding. */
import { float, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { ceilSetting, kernelSettings, POOL_INPUTS, pool, poolWindows } from "./pool.ts";

const EXAMPLES = {
  1: [{ code: "LPPool1d(2, 3, stride=2)", inputs: ["[N, C, 101]"], outputs: ["[N, C, 50]"] }],
  2: [
    { code: "LPPool2d(2, 2)", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H // 2, W // 2]"] },
    { code: "LPPool2d(1, (3, 2), stride=(2, 1), ceil_mode=true)", inputs: ["[8, 15, 10]"], outputs: ["[8, 7, 9]"] },
  ],
  3: [{ code: "LPPool3d(2, 2)", inputs: ["[N, C, D, H, W]"], outputs: ["[N, C, D // 2, H // 2, W // 2]"] }],
} as const;

function lpPool(n: 1 | 2 | 3) {
  const name = `LPPool${n}d`;
  return defineOp({
    name,
    family: "pooling",
    summary: "Takes the p-norm of each window: the p-th root of the sum of the p-th powers.",
    torch: `torch.nn.${name}`,
    onnx: "LpPool",
    source: torchPage(`torch.nn.${name}`),
    formula: "⌊(x − k)/s⌋ + 1",
    inputs: POOL_INPUTS,
    attributes: { norm_type: required(float(), "The power."), ...kernelSettings(n), ceil_mode: ceilSetting },
    positional: ["norm_type", "kernel_size"],
    shape: (c, [x = []], a) => pool(c, x, n, a, n === 3),
    windows: (_, a) => poolWindows(n, a),
    examples: EXAMPLES[n],
  });
}

export const LPPool1d = lpPool(1);
export const LPPool2d = lpPool(2);
export const LPPool3d = lpPool(3);
