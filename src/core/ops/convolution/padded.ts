/** Padding of a convolution: both ends of an axis, and what the padding's mode allows. */
import type { Dim } from "../../dim/index.ts";
import type { RuleContext } from "../../rule.ts";

export const PADDING_MODES = ["zeros", "reflect", "replicate", "circular"] as const;
export type PaddingMode = (typeof PADDING_MODES)[number];
export type Padding = readonly number[] | "valid" | "same";

/** At the start and at the end of an axis. An odd total of `same` puts the larger part at the end. */
export function endsOf(padding: Padding, i: number, span: number): readonly [before: number, after: number] {
  if (padding === "valid") return [0, 0];
  if (padding === "same") return [Math.floor((span - 1) / 2), Math.ceil((span - 1) / 2)];
  const one = padding[i] ?? 0;
  return [one, one];
}

/** Reflection reads up to the far end without the border itself; a circle reads once around at most. */
export function checkMode(c: RuleContext, mode: PaddingMode, x: Dim, axis: number, pad: number): void {
  if (mode !== "reflect" && mode !== "circular") return;
  const spare = mode === "reflect" ? 1 : 0;
  c.atLeast(x, pad + spare, {
    code: "padding-too-large",
    input: 0,
    axis,
    expected: c.dims.sub(x, c.dims.int(spare)),
    got: pad,
    reason: `padding_mode="${mode}" takes what it adds from the input`,
  });
}
