/** What the pools with a window share: its settings, its rule, and what it seldom should do. */
import { bool, int, optional, orNull, perAxis, required, unset } from "../../attribute.ts";
import type { Shape } from "../../dim/index.ts";
import type { Window } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { occupied, type Slide, slide, spanOf, spatialLayout } from "../../shape.ts";

/** `alone`: the kernel too may be a list of one, as the stride may. */
export const kernelSettings = (n: number, alone?: "alone") => ({
  kernel_size: required(perAxis(int({ min: 1 }), n, alone), "Size of the window."),
  stride: unset(
    orNull(perAxis(int({ min: 1 }), n, "alone")),
    "By how much the window moves; `kernel_size` unless it is given.",
  ),
});

export const paddingSetting = (n: number) =>
  optional(
    perAxis(int({ min: 0 }), n, "alone"),
    Array<number>(n).fill(0),
    "Added to both ends of each axis; at most half of `kernel_size`.",
  );

export const ceilSetting = optional(bool, false, "Rounds up: the last window may be incomplete.");

export interface PoolValues {
  readonly kernel_size: readonly number[];
  readonly stride: readonly number[] | null | undefined;
  readonly padding?: readonly number[];
  readonly dilation?: readonly number[];
  readonly ceil_mode: boolean;
}

function slideOf(a: PoolValues, i: number): Slide {
  const kernel = a.kernel_size[i] ?? 1;
  const padding = a.padding?.[i] ?? 0;
  return {
    kernel,
    stride: a.stride?.[i] ?? kernel,
    dilation: a.dilation?.[i] ?? 1,
    before: padding,
    after: padding,
    ceil: a.ceil_mode,
  };
}

/** `whole`: the input must be as large as the kernel even without the padding. */
export function pool(
  c: RuleContext,
  x: Shape,
  n: number,
  a: PoolValues,
  whole = false,
): readonly (Shape | undefined)[] {
  const layout = spatialLayout(c, x, n);
  if (!layout) return [undefined];
  const { channel, spatial } = layout;
  occupied(c, x, channel, spatial);
  const sizes = x.slice(spatial).map((from, i) => {
    const axis = spatial + i;
    const w = slideOf(a, i);
    const most = Math.floor(w.kernel / 2);
    if (w.before > most) {
      return c.fail({
        code: "padding-too-large",
        attribute: "padding",
        input: 0,
        axis,
        expected: most,
        got: w.before,
        reason: "padding is at most half of kernel_size",
      });
    }
    const reason = `the kernel spans ${w.kernel}`;
    if (
      whole &&
      !c.atLeast(from, w.kernel, { code: "size-too-small", input: 0, axis, expected: w.kernel, got: from, reason })
    )
      return c.unknown();
    const to = slide(c, from, axis, w);
    if (!w.ceil) advise(c, from, to, axis, w);
    return to;
  });
  return [[...x.slice(0, spatial), ...sizes]];
}

/** A pool whose windows tile the input loses what is left over at the end. */
function advise(c: RuleContext, from: Shape[number], to: Shape[number], axis: number, w: Slide): void {
  const { dims } = c;
  if (w.kernel < w.stride) return;
  const offset = spanOf(w) - w.before - w.stride;
  const read = dims.add(dims.mul(dims.int(w.stride), to), dims.int(offset));
  const all = dims.compareAtLeast(read, from);
  if (all.kind === "equal") return;
  c.prefer(all.kind === "sometimes" ? all.condition : { kind: "false" }, {
    code: "lossy-pool",
    input: 0,
    axis,
    expected: read,
    got: from,
  });
}

export const poolWindows = (n: number, a: PoolValues): readonly Window[] =>
  Array.from({ length: n }, (_, i) => {
    const w = slideOf(a, i);
    return { axis: i - n, span: spanOf(w), step: [w.stride, 1] as const };
  });

export const WINDOW_FORMULA = "⌊(x + 2p − d(k−1) − 1)/s⌋ + 1";

export const POOL_INPUTS = [
  { name: "input", doc: "Channels, then the axes that the window slides over; a batch may come first." },
] as const;

/** One example a rank, for pools that take `kernel_size` and `stride` first. */
export const poolExamples = (name: string, n: 1 | 2 | 3) => {
  const at = {
    1: { code: `${name}1d(2)`, inputs: ["[N, C, L]"], outputs: ["[N, C, L // 2]"] },
    2: { code: `${name}2d(2)`, inputs: ["[N, C, H, W]"], outputs: ["[N, C, H // 2, W // 2]"] },
    3: { code: `${name}3d((1, 2, 2))`, inputs: ["[N, C, D, H, W]"], outputs: ["[N, C, D, H // 2, W // 2]"] },
  };
  const axes = { 1: ["L"], 2: ["H", "W"], 3: ["D", "H", "W"] }[n];
  const each = (size: string): string => axes.map(() => size).join(", ");
  return [
    at[n],
    {
      code: `${name}${n}d(3, 2, padding=1)`,
      inputs: [`[N, 64, ${axes.join(", ")}]`],
      outputs: [`[N, 64, ${axes.map((axis) => `ceil(${axis}/2)`).join(", ")}]`],
    },
    { code: `${name}${n}d(3, 2, ceil_mode=true)`, inputs: [`[64, ${each("112")}]`], outputs: [`[64, ${each("56")}]`] },
  ];
};
