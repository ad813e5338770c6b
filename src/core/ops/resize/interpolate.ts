/**
 * Upsample and Interpolate: the module and the function, one rule. Every mode gives the same sizes: the ones asked for, or
 * ⌊size · scale⌋ as float64 has it. Follows `torch.nn.functional.interpolate`.
 */
import { bool, either, factor, list, optional, orNull, size, unset, word } from "../../attribute.ts";
import type { Dim, Shape } from "../../dim/index.ts";
import { defineOp, type Window } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { occupied } from "../../shape.ts";
import { type Decimal, isDecimal, isDim } from "../../value.ts";

type Mode = "nearest" | "nearest-exact" | "area" | "linear" | "bilinear" | "bicubic" | "trilinear";

/** Axes that a mode is made for; the others take any. */
const RANKS: Partial<Record<Mode, number>> = { linear: 3, bilinear: 4, bicubic: 4, trilinear: 5 };
/** Input elements that an output element is made of. */
const SPANS: Partial<Record<Mode, number>> = { linear: 2, bilinear: 2, trilinear: 2, bicubic: 4 };

export const mode = word("nearest", "nearest-exact", "area", "linear", "bilinear", "bicubic", "trilinear");

const shared = {
  size: unset(either(size(), list(size())), "The new size, one for every axis or one an axis."),
  scale_factor: unset(either(factor, list(factor)), "By how much the size is multiplied, one number or one an axis."),
  mode: optional(mode, "nearest", "How elements between are found; it never changes the size."),
  align_corners: unset(
    orNull(bool),
    "Whether the corners of input and output coincide; for the linear modes and bicubic.",
  ),
  recompute_scale_factor: unset(orNull(bool), "Whether the scale is computed anew from the two sizes."),
};

interface Settings {
  readonly size: Dim | readonly Dim[] | undefined;
  readonly scale_factor: Decimal | readonly Decimal[] | undefined;
  readonly mode: Mode;
  readonly align_corners: boolean | null | undefined;
  readonly recompute_scale_factor?: boolean | null | undefined;
  readonly antialias?: boolean;
}

/** Whether the mode is made for such a tensor. */
export function modeFits(c: RuleContext, x: Shape, a: Pick<Settings, "mode" | "align_corners" | "antialias">): boolean {
  const rank = x.length;
  const only = RANKS[a.mode];
  if (rank < 3 || rank > 5) {
    c.fail({ code: "rank-mismatch", input: 0, expected: "3 to 5 axes: [N, C, …]", got: rank });
    return false;
  }
  if (only !== undefined && rank !== only) {
    c.fail({
      code: "rank-mismatch",
      input: 0,
      attribute: "mode",
      expected: only,
      got: rank,
      reason: `mode "${a.mode}" is for ${only - 2}d`,
    });
    return false;
  }
  if (only === undefined && a.align_corners !== null && a.align_corners !== undefined) {
    const reason = `mode "${a.mode}" has no corners to align`;
    c.fail({
      code: "attribute-range",
      attribute: "align_corners",
      expected: "nothing",
      got: String(a.align_corners),
      reason,
    });
  }
  if (a.antialias && (rank !== 4 || (a.mode !== "bilinear" && a.mode !== "bicubic"))) {
    const expected = 'true only with mode "bilinear" or "bicubic" and [N, C, H, W]';
    c.fail({ code: "attribute-range", attribute: "antialias", expected, got: "true" });
  }
  return true;
}

function resized(c: RuleContext, [x = []]: readonly Shape[], a: Settings): readonly (Shape | undefined)[] {
  const { size: target, scale_factor: scale } = a;
  if (!target && !scale) {
    c.fail({ code: "missing-attribute", attribute: "scale_factor", reason: "either that or `size`" });
    return [undefined];
  }
  if (target && scale) {
    const got = isDecimal(scale) ? scale.text : `(${scale.map((by) => by.text).join(", ")})`;
    c.fail({ code: "attribute-range", attribute: "scale_factor", expected: "no value where `size` has one", got });
  }
  if (target && a.recompute_scale_factor) {
    const reason = "with `size` there is no scale to compute";
    c.fail({ code: "attribute-range", attribute: "recompute_scale_factor", expected: "false", got: "true", reason });
  }
  if (!modeFits(c, x, a)) return [undefined];
  const spatial = x.slice(2);
  // An average over areas looks at no channel.
  if (a.mode !== "area") occupied(c, x, 1, 2);
  const given = target ?? scale;
  if (Array.isArray(given) && given.length !== spatial.length) {
    const attribute = target ? "size" : "scale_factor";
    const expected = `one number or ${spatial.length}, one a spatial axis`;
    c.fail({ code: "attribute-range", attribute, expected, got: given.length });
    return [[...x.slice(0, 2), ...spatial.map(() => c.unknown())]];
  }
  return [[...x.slice(0, 2), ...spatial.map((old, i) => (target ? newSize(c, target, i, old) : scaled(c, old, i, a)))]];
}

function newSize(c: RuleContext, target: Dim | readonly Dim[], i: number, old: Dim): Dim {
  anything(c, old, i + 2);
  return isDim(target) ? target : (target[i] ?? old);
}

/** There must be an element to start from. */
export function anything(c: RuleContext, got: Dim, axis: number): void {
  c.atLeast(got, 1, { code: "size-too-small", input: 0, axis, expected: 1, got });
}

const scaleOf = (scale: Settings["scale_factor"], i: number): Decimal | undefined =>
  isDecimal(scale) ? scale : scale?.[i];

function scaled(c: RuleContext, old: Dim, i: number, a: Settings): Dim {
  const by = scaleOf(a.scale_factor, i);
  if (!by) return old;
  const result = c.dims.scale(old, by.text);
  // Only an average over areas can give nothing.
  if (a.mode === "area") {
    anything(c, old, i + 2);
    return result;
  }
  const reason = `${by.text} times that rounds down to 0`;
  const fits = c.atLeast(result, 1, {
    code: "size-too-small",
    input: 0,
    axis: i + 2,
    expected: Math.ceil(1 / by.value),
    got: old,
    reason,
  });
  return fits ? result : c.unknown();
}

/** Of a scale as a fraction, from its decimal text: `0.75` → 4/3 input elements an output element. */
export function stepOf(text: string): readonly [number, number] | undefined {
  const [whole = "", part = ""] = text.split(".");
  const num = Number(whole + part);
  const den = 10 ** part.length;
  if (!Number.isSafeInteger(num) || num <= 0 || !Number.isSafeInteger(den)) return undefined;
  let [g, rest] = [num, den];
  while (rest !== 0) [g, rest] = [rest, g % rest];
  return [den / g, num / g];
}

/** The windows when every step is known. */
export function windowsOf(
  x: Shape,
  m: Mode,
  step: (axis: number) => readonly [number, number] | undefined,
): readonly Window[] {
  const windows: Window[] = [];
  for (let axis = 2; axis < x.length; axis++) {
    const one = step(axis);
    if (!one) return [];
    windows.push({ axis, span: m === "area" ? Math.ceil(one[0] / one[1]) : (SPANS[m] ?? 1), step: one });
  }
  return windows;
}

const windows = ([x = []]: readonly Shape[], a: Settings): readonly Window[] =>
  windowsOf(x, a.mode, (axis) => {
    const scale = scaleOf(a.scale_factor, axis - 2);
    return scale && stepOf(scale.text);
  });

const inputs = [{ name: "input", doc: "[N, C, L], [N, C, H, W] or [N, C, D, H, W]." }];
const examples = (name: string) => [
  { code: `${name}(scale_factor=2)`, inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, 2 * H, 2 * W]"] },
  { code: `${name}(scale_factor=0.5, mode="bilinear")`, inputs: ["[N, 64, H, W]"], outputs: ["[N, 64, ⌊H/2⌋, ⌊W/2⌋]"] },
  { code: `${name}(size=(4, 255))`, inputs: ["[N, 32, 4, 128]"], outputs: ["[N, 32, 4, 255]"] },
];

export const Upsample = defineOp({
  name: "Upsample",
  family: "resize",
  summary: "Brings the spatial axes to another size, by a factor or to a given one.",
  torch: "torch.nn.Upsample",
  onnx: "Resize",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.Upsample.html",
  formula: "⌊H · scale_factor⌋, or `size`",
  inputs,
  attributes: shared,
  shape: resized,
  windows,
  examples: examples("Upsample"),
});

export const Interpolate = defineOp({
  name: "Interpolate",
  family: "resize",
  summary: "Brings the spatial axes to another size, by a factor or to a given one, with antialiasing if wanted.",
  torch: "torch.nn.functional.interpolate",
  onnx: "Resize",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html",
  formula: "⌊H · scale_factor⌋, or `size`",
  inputs,
  attributes: {
    ...shared,
    antialias: optional(bool, false, 'Smooths before making smaller; with mode "bilinear" or "bicubic".'),
  },
  shape: resized,
  windows,
  examples: examples("Interpolate"),
});
