/** Softmax, LogSoftmax and Softmin: each slice along an axis becomes a distribution. */
import { int, orNull, unset } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { normalizeAxis } from "../../shape.ts";
import { torchPage } from "../pages.ts";

function softmax(name: "Softmax" | "LogSoftmax" | "Softmin", summary: string, formula: string, onnx: string) {
  return defineOp({
    name,
    family: "activation",
    summary,
    torch: `torch.nn.${name}`,
    onnx,
    source: torchPage(`torch.nn.${name}`),
    formula,
    inputs: [{ name: "input", doc: "Any shape." }],
    attributes: {
      dim: unset(
        orNull(int()),
        "Axis along which it sums to 1. Without it, as PyTorch does but warns of: 0 for 0, 1 or 3 axes, else 1.",
      ),
    },
    positional: ["dim"],
    shape(c, [x = []], a) {
      // The implicit axis always exists.
      if (typeof a.dim === "number") normalizeAxis(c, a.dim, x.length);
      return [x];
    },
    examples: [
      { code: `${name}(dim=-1)`, inputs: ["[N, T, 10]"], outputs: ["[N, T, 10]"] },
      { code: `${name}(1)`, inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    ],
  });
}

export const Softmax = softmax(
  "Softmax",
  "Scales exponentials so that they sum to 1 along an axis.",
  "exp(xᵢ)/Σⱼ exp(xⱼ)",
  "Softmax",
);
export const LogSoftmax = softmax("LogSoftmax", "The logarithm of Softmax.", "ln(exp(xᵢ)/Σⱼ exp(xⱼ))", "LogSoftmax");
export const Softmin = softmax("Softmin", "Softmax of the negated input.", "exp(−xᵢ)/Σⱼ exp(−xⱼ)", "Neg, Softmax");
