/**
 * Padding: `Pad`, which is `torch.nn.functional.pad`, and the modules, which are the same with a mode of their own.
 * Amounts are listed from the last axis backwards, start before end. A negative amount cuts off, and is done before any
 * other is added. Limits are those of `aten/src/ATen/native/PadNd.cpp` and of the kernels it calls.
 */
import { either, float, list, optional, required, size, word } from "../../attribute.ts";
import type { Condition, Dim, Shape } from "../../dim/index.ts";
import { defineOp, type Op, type OpExample } from "../../op.ts";
import type { Fault, RuleContext } from "../../rule.ts";
import { occupied } from "../../shape.ts";
import { isDim } from "../../value.ts";

type Mode = "constant" | "reflect" | "replicate" | "circular";

const amount = size({});

/** `padding` has two amounts an axis, the last axis first. */
function padded(
  c: RuleContext,
  x: Shape,
  padding: readonly Dim[],
  mode: Mode,
  attribute: string,
): readonly (Shape | undefined)[] {
  const axes = padding.length / 2;
  if (!Number.isInteger(axes)) {
    c.fail({
      code: "attribute-range",
      attribute,
      expected: "two numbers an axis: at its start and at its end",
      got: padding.length,
    });
    return [undefined];
  }
  if (mode === "constant" ? axes > x.length : x.length !== axes + 1 && x.length !== axes + 2) {
    const expected = mode === "constant" ? `at least ${axes} axes` : `${axes + 1} or ${axes + 2} axes`;
    c.fail({
      code: "rank-mismatch",
      input: 0,
      attribute,
      expected,
      got: x.length,
      reason: `\`${attribute}\` is for ${axes} of them`,
    });
    return [undefined];
  }
  if (mode !== "constant" && (axes < 1 || axes > 3)) {
    c.fail({ code: "attribute-range", attribute, expected: `amounts for 1 to 3 axes with mode "${mode}"`, got: axes });
    return [undefined];
  }
  const zero = c.dims.int(0);
  if (mode === "reflect" || mode === "replicate") occupied(c, x, x.length - axes - 1);
  const result = x.map((from, axis) => {
    const at = 2 * (x.length - 1 - axis);
    const [before, after] = [padding[at], padding[at + 1]];
    return before && after ? grown(c, { from, axis, before, after, mode, attribute }) : from;
  });
  const changed = result.slice(x.length - axes);
  if (mode === "reflect" || mode === "replicate")
    notEmpty(c, changed, { code: "size-too-small", input: 0, attribute, expected: 1, got: changed[0] ?? zero });
  return [result];
}

interface OneAxis {
  readonly from: Dim;
  readonly axis: number;
  readonly before: Dim;
  readonly after: Dim;
  readonly mode: Mode;
  readonly attribute: string;
}

function grown(c: RuleContext, { from, axis, before, after, mode, attribute }: OneAxis): Dim {
  const { dims } = c;
  const zero = dims.int(0);
  const cut = dims.add(dims.min(before, zero), dims.min(after, zero));
  const few = {
    code: "size-too-small",
    input: 0,
    axis,
    attribute,
    expected: dims.neg(cut),
    got: from,
    reason: "so much is cut off",
  } as const;
  const result = dims.sum([from, before, after]);
  if (mode === "constant" || mode === "circular") {
    if (!c.atLeast(dims.add(from, cut), 0, few)) return c.unknown();
  } else if (!c.atLeast(result, 0, few)) return c.unknown();
  if (mode === "reflect" || mode === "circular") {
    // Reflection leaves out the border itself.
    const most = mode === "reflect" ? dims.sub(from, dims.int(1)) : from;
    for (const got of [before, after]) {
      const reason =
        mode === "reflect" ? "a reflection must be smaller than the axis" : "it would wrap around more than once";
      if (!c.atLeast(most, got, { code: "padding-too-large", input: 0, axis, attribute, expected: most, got, reason }))
        break;
    }
  }
  return result;
}

/** PyTorch asks that not every one of the sizes is 0. */
function notEmpty(c: RuleContext, sizes: readonly Dim[], fault: Fault): void {
  if (sizes.some(({ lo }) => lo >= 1)) return;
  const one = c.dims.int(1);
  const of: Condition[] = [];
  for (const left of sizes) {
    const comparison = c.dims.compareAtLeast(left, one);
    if (comparison.kind === "equal") return;
    if (comparison.kind === "sometimes") of.push(comparison.condition);
  }
  if (of.length === 0) c.fail(fault);
  else c.require({ kind: "or", of }, fault);
}

export const Pad = defineOp({
  name: "Pad",
  family: "padding",
  summary: "Puts elements around a tensor; a negative amount cuts off.",
  torch: "torch.nn.functional.pad",
  onnx: "Pad",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pad.html",
  formula: "H + before + after",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: {
    pad: required(list(amount), "Start and end of the last axis, then of the one before it, and so on."),
    mode: optional(word("constant", "reflect", "replicate", "circular"), "constant", "What is put there."),
    value: optional(float(), 0, "The constant."),
  },
  listed: "pad",
  shape: (c, [x = []], { pad, mode, value }) => {
    if (mode !== "constant" && value !== 0) {
      c.fail({
        code: "attribute-range",
        attribute: "value",
        expected: 'something only with mode "constant"',
        got: value,
      });
    }
    return padded(c, x, pad, mode, "pad");
  },
  examples: [
    { code: "Pad(1, 1, 2, 2)", inputs: ["[N, C, H, W]"], outputs: ["[N, C, H + 4, W + 2]"] },
    { code: 'Pad([3, 3], mode="reflect")', inputs: ["[N, C, 100]"], outputs: ["[N, C, 106]"] },
    { code: "Pad(-1, -1, -1, -1)", inputs: ["[N, C, 8, 8]"], outputs: ["[N, C, 6, 6]"] },
  ],
});

const NAMES = { constant: "Constant", reflect: "Reflection", replicate: "Replication", circular: "Circular" } as const;
const SAYS = {
  constant: "a number",
  reflect: "the reflection of what is inside",
  replicate: "the border, repeated",
  circular: "what is at the opposite side",
} as const;

/** One number, or start and end of each axis, from the last one backwards. */
const padding = (count: number) =>
  required(
    either(amount, list(amount)),
    `One amount for everywhere, or ${2 * count}: start and end of the last axis first.`,
  );

const AXES = [[], ["L"], ["H", "W"], ["D", "H", "W"]] as const;

function examples(name: string, count: number): readonly OpExample[] {
  const axes = AXES[count] ?? [];
  const [first, ...rest] = axes.map((axis) => `${axis} + 2`);
  const sizes = Array<string>(count).fill("16").join(", ");
  const amounts = ["1", "0", ...Array<string>(2 * count - 2).fill("2")].join(", ");
  const grown = [...Array<string>(count - 1).fill("20"), "17"].join(", ");
  return [
    name.startsWith("Zero") || name.startsWith("Replication")
      ? {
          code: `${name}(1)`,
          inputs: [`[N, C, ${axes.join(", ")}]`],
          outputs: [`[N, C, ${[first, ...rest].join(", ")}]`],
        }
      : {
          code: name.startsWith("Constant") ? `${name}(3, 0.5)` : `${name}(3)`,
          inputs: [`[N, C, ${sizes}]`],
          outputs: [`[N, C, ${sizes.replaceAll("16", "22")}]`],
        },
    {
      code: name.startsWith("Constant") ? `${name}((${amounts}), 0)` : `${name}((${amounts}))`,
      inputs: [`[N, C, ${sizes}]`],
      outputs: [`[N, C, ${grown}]`],
    },
  ];
}

function module(kind: string, count: number, mode: Mode): Op {
  const name = `${kind}Pad${count}d`;
  const dims = (AXES[count] ?? []).join(", ");
  const facts = {
    name,
    family: "padding",
    summary: `Puts ${kind === "Zero" ? "zeros" : SAYS[mode]} around the last ${count === 1 ? "axis" : `${count} axes`}; a negative amount cuts off.`,
    torch: `torch.nn.${name}`,
    onnx: "Pad",
    source: `https://docs.pytorch.org/docs/stable/generated/torch.nn.${name}.html`,
    formula: "H + before + after",
    inputs: [{ name: "input", doc: `[N, C, ${dims}] or [C, ${dims}].` }],
    examples: examples(name, count),
  } as const;
  const shape = (c: RuleContext, x: Shape, given: Dim | readonly Dim[]) =>
    padded(c, x, isDim(given) ? Array<Dim>(2 * count).fill(given) : given, mode, "padding");
  if (kind !== "Constant") {
    return defineOp({
      ...facts,
      attributes: { padding: padding(count) },
      positional: ["padding"],
      shape: (c, [x = []], a) => {
        // The module asks for its own rank; the others take whatever their amounts are for.
        if (mode === "circular" && x.length !== count + 1 && x.length !== count + 2) {
          c.fail({ code: "rank-mismatch", input: 0, expected: `${count + 1} or ${count + 2} axes`, got: x.length });
          return [undefined];
        }
        return shape(c, x, a.padding);
      },
    });
  }
  return defineOp({
    ...facts,
    attributes: { padding: padding(count), value: required(float(), "The number.") },
    positional: ["padding", "value"],
    shape: (c, [x = []], a) => shape(c, x, a.padding),
  });
}

export const ZeroPad1d = module("Zero", 1, "constant");
export const ZeroPad2d = module("Zero", 2, "constant");
export const ZeroPad3d = module("Zero", 3, "constant");
export const ConstantPad1d = module(NAMES.constant, 1, "constant");
export const ConstantPad2d = module(NAMES.constant, 2, "constant");
export const ConstantPad3d = module(NAMES.constant, 3, "constant");
export const ReflectionPad1d = module(NAMES.reflect, 1, "reflect");
export const ReflectionPad2d = module(NAMES.reflect, 2, "reflect");
export const ReflectionPad3d = module(NAMES.reflect, 3, "reflect");
export const ReplicationPad1d = module(NAMES.replicate, 1, "replicate");
export const ReplicationPad2d = module(NAMES.replicate, 2, "replicate");
export const ReplicationPad3d = module(NAMES.replicate, 3, "replicate");
export const CircularPad1d = module(NAMES.circular, 1, "circular");
export const CircularPad2d = module(NAMES.circular, 2, "circular");
export const CircularPad3d = module(NAMES.circular, 3, "circular");
