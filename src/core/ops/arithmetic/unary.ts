/** Functions of each element alone: any shape goes in, and the same comes out. */
import { float, required, unset } from "../../attribute.ts";
import type { Shape } from "../../dim/index.ts";
import { type Attributes, defineOp, type Op, type Values } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { torchPage } from "../pages.ts";

interface Kind<A extends Attributes> {
  readonly name: string;
  readonly summary: string;
  readonly formula: string;
  readonly onnx?: string;
  readonly attributes?: A;
  readonly positional?: readonly (keyof A & string)[];
  readonly check?: (c: RuleContext, a: Values<A>) => void;
  readonly example?: string;
}

function unary<const A extends Attributes>(kind: Kind<A>): Op {
  const { name, summary, formula, onnx = name, attributes, positional, check, example = name } = kind;
  const torch = `torch.${name.toLowerCase()}`;
  return defineOp<Attributes>({
    name,
    family: "arithmetic",
    summary,
    torch,
    onnx,
    source: torchPage(torch),
    formula,
    inputs: [{ name: "input", doc: "Any shape." }],
    attributes: attributes ?? {},
    ...(positional ? { positional } : {}),
    shape: (c, [x]: readonly Shape[], a) => {
      check?.(c, a as Values<A>);
      return [x];
    },
    examples: [{ code: example, inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] }],
  });
}

export const Abs = unary({ name: "Abs", summary: "The size of each element, without its sign.", formula: "|x|" });
export const Neg = unary({ name: "Neg", summary: "Each element with the other sign.", formula: "−x" });
export const Exp = unary({ name: "Exp", summary: "The exponential of each element.", formula: "eˣ" });
export const Log = unary({ name: "Log", summary: "The natural logarithm of each element.", formula: "ln x" });
export const Sqrt = unary({ name: "Sqrt", summary: "The square root of each element.", formula: "√x" });
export const Rsqrt = unary({
  name: "Rsqrt",
  summary: "One over the square root of each element.",
  formula: "1/√x",
  onnx: "Sqrt and Reciprocal",
});
export const Sin = unary({ name: "Sin", summary: "The sine of each element.", formula: "sin x" });
export const Cos = unary({ name: "Cos", summary: "The cosine of each element.", formula: "cos x" });
export const Erf = unary({ name: "Erf", summary: "The error function of each element.", formula: "erf x" });
export const Pow = unary({
  name: "Pow",
  summary: "Each element to one power.",
  formula: "xᵖ",
  attributes: { exponent: required(float(), "The power.") },
  positional: ["exponent"],
  example: "Pow(2)",
});
export const Clamp = unary({
  name: "Clamp",
  summary: "Brings what is below or above two bounds to the bound.",
  formula: "min(max(x, min), max)",
  onnx: "Clip",
  attributes: {
    min: unset(float(), "The lower bound; none unless it is given."),
    max: unset(float(), "The upper bound; none unless it is given."),
  },
  positional: ["min", "max"],
  check: (c, { min, max }) => {
    if (min === undefined && max === undefined)
      c.fail({ code: "missing-attribute", attribute: "min", reason: "either that or `max`" });
  },
  example: "Clamp(-1, 1)",
});
