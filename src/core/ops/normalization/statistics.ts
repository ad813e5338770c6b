/** Rules that the norms share: weights of each channel, enough values for a mean. */
import type { Condition, Shape } from "../../dim/index.ts";
import type { Weight } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";

export const affineWeights = (size: Shape, bias = true): readonly Weight[] => [
  { name: "weight", kind: "parameter", shape: size },
  ...(bias ? [{ name: "bias", kind: "parameter", shape: size } as const] : []),
];

/** Kept while training; `num_batches_tracked` is a single number. */
export const runningStatistics = (size: Shape): readonly Weight[] => [
  { name: "running_mean", kind: "buffer", shape: size },
  { name: "running_var", kind: "buffer", shape: size },
  { name: "num_batches_tracked", kind: "buffer", shape: [] },
];

/** Of one value alone there is no variance: the product of the sizes must not be 1. Without any value PyTorch goes on. */
export function severalValues(c: RuleContext, sizes: Shape, axis: number, reason: string): void {
  const { dims } = c;
  if (sizes.some((size) => size.constant === 0 || size.lo > 1)) return;
  const open = sizes.filter((size) => size.constant === undefined);
  if (open.length === 0 && sizes.some((size) => size.constant !== 1)) return;
  const two = dims.int(2);
  const fault = { code: "size-too-small", input: 0, axis, expected: two, got: dims.product(sizes), reason } as const;
  const [only] = open;
  if (!only) c.fail(fault);
  else if (open.length === 1) c.atLeast(only, two, fault);
  else c.require({ kind: "or", of: open.map((left): Condition => ({ kind: "atLeast", left, right: two })) }, fault);
}
