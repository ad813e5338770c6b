/** Arithmetic element by element, with PyTorch's broadcasting: sizes are equal, or 1 and stretched. */
import type { Shape } from "../../dim/index.ts";
import { defineOp, type InputSpec, type Op } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { broadcast } from "../../shape.ts";
import { torchPage } from "../pages.ts";

interface Kind {
  readonly name: string;
  readonly summary: string;
  readonly torch: string;
  /** Any number of tensors rather than two. */
  readonly many?: true;
}

/** A single row or column that is stretched over several, where the sizes are formulas: a 1 that is written is meant. */
function surprises(c: RuleContext, inputs: readonly Shape[], result: Shape): void {
  for (const [input, x] of inputs.entries()) {
    if (x.length !== result.length) continue;
    for (let axis = 2; axis < x.length; axis++) {
      const [got, expected] = [x[axis], result[axis]];
      if (!got || !expected || got === expected || got.constant !== undefined || got.lo > 1) continue;
      const same = c.dims.compare(got, expected);
      if (same.kind !== "sometimes") continue;
      c.prefer(same.condition, { code: "broadcast-surprise", input, axis, expected, got });
    }
  }
}

function elementwise({ name, summary, torch, many }: Kind): Op {
  const tensors: readonly InputSpec[] = many
    ? [{ name: "tensors", doc: "Sizes that are equal, or 1 where a tensor is stretched.", many: { min: 2 } }]
    : [
        { name: "input", doc: "Any shape." },
        { name: "other", doc: "Sizes that are equal to the first's, or 1 where either is stretched." },
      ];
  return defineOp({
    name,
    family: "arithmetic",
    summary,
    torch,
    onnx: { Maximum: "Max", Minimum: "Min" }[name] ?? name,
    source: torchPage(torch),
    formula: "the larger of the sizes, which are equal or 1",
    inputs: tensors,
    attributes: {},
    shape: (c, inputs) => {
      const result = broadcast(c, inputs);
      surprises(c, inputs, result);
      return [result];
    },
    examples: [
      { code: `${name}(a, b)`, inputs: ["[N, 64, H, W]", "[N, 64, H, W]"], outputs: ["[N, 64, H, W]"] },
      { code: `${name}(a, b)`, inputs: ["[N, 64, H, W]", "[N, 64, 1, 1]"], outputs: ["[N, 64, H, W]"] },
      { code: `${name}(a, b)`, inputs: ["[N, T, 768]", "[T, 768]"], outputs: ["[N, T, 768]"] },
    ],
  });
}

export const Add = elementwise({
  name: "Add",
  summary: "Adds tensors element by element.",
  torch: "torch.add",
  many: true,
});
export const Sub = elementwise({
  name: "Sub",
  summary: "Subtracts the second tensor from the first.",
  torch: "torch.sub",
});
export const Mul = elementwise({
  name: "Mul",
  summary: "Multiplies tensors element by element.",
  torch: "torch.mul",
  many: true,
});
export const Div = elementwise({ name: "Div", summary: "Divides the first tensor by the second.", torch: "torch.div" });
export const Maximum = elementwise({
  name: "Maximum",
  summary: "The larger of two tensors, element by element.",
  torch: "torch.maximum",
});
export const Minimum = elementwise({
  name: "Minimum",
  summary: "The smaller of two tensors, element by element.",
  torch: "torch.minimum",
});
