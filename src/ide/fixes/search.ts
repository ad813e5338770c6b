/**
 * Which value of one setting would do: small numbers are tried in the operator's own shape rule, the nearest to what is
 * written first.
 */
import type { Dim, Dims, Shape } from "../../core/dim/index.ts";
import { type OpNode, shapeOf } from "../../core/graph.ts";
import { RuleContext } from "../../core/rule.ts";
import { isDim, type Value } from "../../core/value.ts";

export interface Outcome {
  readonly outputs: readonly (Shape | undefined)[];
  readonly context: RuleContext;
}

/** Settings that are tried, in the order of how likely they are meant, with the largest value of each. */
export const SEARCHED: Readonly<Record<string, number>> = {
  padding: 8,
  output_padding: 3,
  stride: 4,
  kernel_size: 9,
  dilation: 4,
  groups: 1024,
  num_groups: 256,
  num_heads: 64,
  upscale_factor: 8,
  downscale_factor: 8,
};

/** What the rule says with one setting at another value; undefined where it takes no such value. */
export function outcome(dims: Dims, node: OpNode, name: string, value: Value): Outcome | undefined {
  const reading = node.op.attributes[name]?.kind.read(value, dims);
  const shapes = node.inputs.map(shapeOf);
  if (!reading?.ok || !shapes.every((s) => s !== undefined)) return undefined;
  const context = new RuleContext(
    dims,
    node.inputs.map((t) => t.node.dtype),
  );
  return { outputs: node.op.shape(context, shapes, { ...node.attributes, [name]: reading.value }), context };
}

/** The nearest value below what is written and the nearest above that do. */
export function search(dims: Dims, node: OpNode, name: string, good: (outcome: Outcome) => boolean): readonly number[] {
  const most = SEARCHED[name];
  if (most === undefined || !node.op.attributes[name]) return [];
  const now = numberOf(node.attributes[name]);
  const does = (n: number): boolean => {
    const found = outcome(dims, node, name, n);
    return found !== undefined && found.context.faults.length === 0 && good(found);
  };
  const out: number[] = [];
  for (let n = Math.min(now ?? 0, most + 1) - 1; n >= 0; n--)
    if (does(n)) {
      out.push(n);
      break;
    }
  for (let n = (now ?? -1) + 1; n <= most; n++)
    if (does(n)) {
      out.push(n);
      break;
    }
  return out.sort((a, b) => Math.abs(a - (now ?? 0)) - Math.abs(b - (now ?? 0)));
}

/** One number for every axis, where it is one. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (isDim(value)) return value.constant;
  const [first]: readonly unknown[] = Array.isArray(value) ? value : [];
  return first === undefined ? undefined : numberOf(first);
}

export const same = (dims: Dims, a: Dim | undefined, b: Dim | undefined): boolean =>
  a !== undefined && b !== undefined && dims.compare(a, b).kind === "equal";
