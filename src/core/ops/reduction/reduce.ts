/**
 * Reductions over axes. All follow one rule: the axes in `dim` go, or are kept with size 1; without `dim` it is all of
 * them. They differ in what `dim` may be, in whether there must be an element at all, and in what they give.
 */
import { bool, either, float, int, list, optional, required, unset, word } from "../../attribute.ts";
import type { Shape } from "../../dim/index.ts";
import { type Attributes, defineOp, type Op, type OpExample } from "../../op.ts";
import type { DType, RuleContext } from "../../rule.ts";
import { torchPage } from "../pages.ts";
import { distinctAxes } from "../shape/axes.ts";

const anyAxes = unset(list(int()), "The axes that go; all when absent.");
const keepdim = optional(bool, false, "Keeps the axes with size 1.");

/** No axis at all means every axis, as in PyTorch. */
export function reduced(
  c: RuleContext,
  x: Shape,
  dim: readonly number[] | undefined,
  keep: boolean,
  nonEmpty = false,
): Shape | undefined {
  const named = distinctAxes(c, dim ?? [], x.length);
  if (!named) return undefined;
  const all = named.length === 0;
  const gone = (axis: number): boolean => all || named.includes(axis);
  if (nonEmpty) {
    for (const [axis, got] of x.entries()) {
      if (gone(axis) && got.constant === 0) {
        c.fail({
          code: "size-too-small",
          input: 0,
          axis,
          expected: 1,
          got,
          reason: "of no element there is none to take",
        });
      }
    }
  }
  return keep ? x.map((size, axis) => (gone(axis) ? c.dims.int(1) : size)) : x.filter((_, axis) => !gone(axis));
}

/** Norms of a matrix, which some of the words for `p` stand for, have two axes. */
function limited(c: RuleContext, axes: number, rank: number, p: unknown): void {
  const count = axes || rank;
  if ((p === "nuc" && count !== 2) || (p === "fro" && axes > 2)) {
    const expected = p === "nuc" ? 'two axes with `p="nuc"`' : "at most two axes, or a number for `p`";
    c.fail({ code: "attribute-range", attribute: "dim", expected, got: count });
  }
}

interface Kind {
  readonly name: string;
  readonly summary: string;
  readonly torch: string;
  readonly onnx: string;
  /** `dim`: a list of axes unless it says "one", and required if it says so. */
  readonly dim?: "required" | "one";
  readonly nonEmpty?: true;
  readonly dtype?: DType;
  /** Settings beside `dim` and `keepdim`. */
  readonly more?: Attributes;
}

const examples = (name: string, { dim }: Kind): readonly OpExample[] => [
  ...(dim === "one" ? [] : [{ code: `${name}((2, 3))`, inputs: ["[N, 512, H, W]"], outputs: ["[N, 512]"] }]),
  { code: `${name}(1, keepdim=true)`, inputs: ["[N, C, H, W]"], outputs: ["[N, 1, H, W]"] },
  { code: `${name}(-1)`, inputs: ["[N, T, 64]"], outputs: ["[N, T]"] },
];

function reduction(kind: Kind): Op {
  const { name, summary, torch, onnx, dim, nonEmpty, dtype, more } = kind;
  const axes =
    dim === "one"
      ? unset(int(), "The axis that goes; all when absent.")
      : dim === "required"
        ? required(list(int()), "The axes that go.")
        : anyAxes;
  return defineOp<Attributes>({
    name,
    family: "reduction",
    summary,
    torch,
    onnx,
    source: torchPage(torch),
    formula: "the axes in `dim` go",
    inputs: [{ name: "input", doc: "Any shape." }],
    attributes: { dim: axes, keepdim, ...more },
    positional: ["dim", "keepdim"],
    ...(dtype ? { dtype } : {}),
    shape: (c, [x = []], a) => {
      const given = a.dim as number | readonly number[] | undefined;
      limited(c, typeof given === "number" ? 1 : (given?.length ?? 0), x.length, a.p);
      if (dim === "required" && Array.isArray(given) && given.length === 0 && x.length > 0 && !a.keepdim) {
        // PyTorch keeps the axes of the largest element, and then finds that they do not fit.
        c.fail({ code: "attribute-range", attribute: "dim", expected: "at least one axis", got: 0 });
      }
      return [reduced(c, x, typeof given === "number" ? [given] : given, a.keepdim as boolean, nonEmpty)];
    },
    examples: examples(name, kind),
  });
}

/** Of one axis it gives the values and where they are; of all only the value. */
function extreme(name: "Max" | "Min", word: string): Op {
  const torch = `torch.${name.toLowerCase()}`;
  return defineOp({
    name,
    family: "reduction",
    summary: `The ${word} along an axis, and where it is; without \`dim\` the ${word} of all.`,
    torch,
    onnx: `Reduce${name} and Arg${name}`,
    source: torchPage(torch),
    formula: "the axis `dim` goes",
    inputs: [{ name: "input", doc: "Any shape." }],
    attributes: { dim: unset(int(), "The axis that goes."), keepdim },
    positional: ["dim", "keepdim"],
    outputs: ["values", "indices"],
    mainOutput: true,
    shape: (c, [x = []], { dim, keepdim: keep }) => {
      const result = reduced(c, x, dim === undefined ? undefined : [dim], keep, true);
      return dim === undefined ? [result] : [result, result];
    },
    examples: [
      { code: `${name}(1)`, inputs: ["[N, C, H, W]"], outputs: ["[N, H, W]", "[N, H, W]"] },
      { code: `${name}(-1, keepdim=true)`, inputs: ["[N, T, 64]"], outputs: ["[N, T, 1]", "[N, T, 1]"] },
    ],
  });
}

const correction = { correction: optional(float(), 1, "What is taken off the number of elements before dividing.") };
const order = {
  p: optional(either(float(), word("fro", "nuc")), "fro", 'The order of the norm; "fro" is 2, of at most two axes.'),
};

export const Mean = reduction({
  name: "Mean",
  summary: "The mean over axes.",
  torch: "torch.mean",
  onnx: "ReduceMean",
});
export const Sum = reduction({ name: "Sum", summary: "The sum over axes.", torch: "torch.sum", onnx: "ReduceSum" });
export const Prod = reduction({
  name: "Prod",
  summary: "The product over an axis.",
  torch: "torch.prod",
  onnx: "ReduceProd",
  dim: "one",
});
export const Std = reduction({
  name: "Std",
  summary: "The standard deviation over axes.",
  torch: "torch.std",
  onnx: "ReduceMean and others",
  more: correction,
});
export const Var = reduction({
  name: "Var",
  summary: "The variance over axes.",
  torch: "torch.var",
  onnx: "ReduceMean and others",
  more: correction,
});
export const Norm = reduction({
  name: "Norm",
  summary: "The p-norm over axes.",
  torch: "torch.norm",
  onnx: "ReduceL2",
  more: order,
});
export const LogSumExp = reduction({
  name: "LogSumExp",
  summary: "The logarithm of the sum of exponentials over axes.",
  torch: "torch.logsumexp",
  onnx: "ReduceLogSumExp",
  dim: "required",
});
export const Amax = reduction({
  name: "Amax",
  summary: "The largest over axes.",
  torch: "torch.amax",
  onnx: "ReduceMax",
  nonEmpty: true,
});
export const Amin = reduction({
  name: "Amin",
  summary: "The smallest over axes.",
  torch: "torch.amin",
  onnx: "ReduceMin",
  nonEmpty: true,
});
export const ArgMax = reduction({
  name: "ArgMax",
  summary: "Where the largest along an axis is; without `dim`, of all.",
  torch: "torch.argmax",
  onnx: "ArgMax",
  dim: "one",
  nonEmpty: true,
  dtype: "int",
});
export const ArgMin = reduction({
  name: "ArgMin",
  summary: "Where the smallest along an axis is; without `dim`, of all.",
  torch: "torch.argmin",
  onnx: "ArgMin",
  dim: "one",
  nonEmpty: true,
  dtype: "int",
});
export const Any = reduction({
  name: "Any",
  summary: "Whether any element is not zero, over axes.",
  torch: "torch.any",
  onnx: "ReduceMax",
  dtype: "bool",
});
export const All = reduction({
  name: "All",
  summary: "Whether every element is not zero, over axes.",
  torch: "torch.all",
  onnx: "ReduceMin",
  dtype: "bool",
});
export const Max = extreme("Max", "largest");
export const Min = extreme("Min", "smallest");
