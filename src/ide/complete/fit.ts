/** Whether something fits here, from shapes that are worked out already: one use of a shape rule for each shape. */
import { layerNeeds } from "../../check/valid.ts";
import type { Dims, Shape } from "../../core/dim/index.ts";
import type { OpNode } from "../../core/graph.ts";
import type { Op } from "../../core/op.ts";
import { RuleContext, type RuleResult } from "../../core/rule.ts";
import type { Value } from "../../core/value.ts";
import { memo, type Worked } from "../snapshot.ts";

export type Fit =
  | { readonly kind: "fits" }
  /** `needs` are clauses of `where`; empty where they have no short form. */
  | { readonly kind: "sometimes"; readonly needs: readonly string[] }
  | { readonly kind: "never" }
  | { readonly kind: "unknown" };

export const FIT_ORDER: Readonly<Record<Fit["kind"], number>> = { fits: 0, unknown: 1, sometimes: 1, never: 2 };

/** Unlike shapes whose condition is put in words; others are only told apart. */
const MAX_WORDED = 6;

/** Judges tensors for one place among the tensors of a join. */
export function joinJudge(worked: Worked, op: Op, before: readonly Shape[], after: readonly Shape[]) {
  const known = new Map<string, Fit>();
  let worded = 0;
  return (shape: Shape | undefined): Fit => {
    if (!shape || before.length + after.length === 0) return { kind: "unknown" };
    const key = shape.map((d) => d.id).join();
    let fit = known.get(key);
    if (!fit) {
      fit = judge(worked, op, [...before, shape, ...after], () => worded++ < MAX_WORDED);
      known.set(key, fit);
    }
    return fit;
  };
}

function judge(worked: Worked, op: Op, shapes: readonly Shape[], mayWord: () => boolean): Fit {
  const { dims, variant } = worked;
  const result = tried(op, shapes, dims);
  if (!result) return { kind: "unknown" };
  if (result.faults.length > 0) return { kind: "never" };
  if (result.requirements.length === 0) return { kind: "fits" };
  const needs = variant && mayWord() ? layerNeeds(variant.graph, { result } as Pick<OpNode, "result">) : [];
  return { kind: "sometimes", needs };
}

/** Settings that are not written have the least value that they can have. */
function tried(op: Op, shapes: readonly Shape[], dims: Dims): RuleResult | undefined {
  const settings: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(op.attributes)) {
    if (!attribute.required) {
      if (attribute.default !== undefined) settings[name] = attribute.default;
      continue;
    }
    const readings = [1, "", [1]].map((v) => attribute.kind.read(v as Value, dims));
    const good = readings.find((r) => r.ok);
    if (!good?.ok) return undefined;
    settings[name] = good.value;
  }
  const context = new RuleContext(dims);
  const outputs = op.shape(context, shapes, settings);
  return { outputs, faults: context.faults, requirements: context.requirements, advice: [] };
}

const ranks = memo((_: Dims) => new Map<string, boolean>());

/** Whether a layer can take a tensor of so many axes at all; undefined when that is not known. */
export function takes(op: Op, shape: Shape | undefined, dims: Dims | undefined): boolean | undefined {
  if (!shape || !dims || op.inputs.length !== 1 || op.inputs[0]?.many) return undefined;
  const known = ranks(dims);
  const key = `${op.name} ${shape.length}`;
  let takes = known.get(key);
  if (takes === undefined) {
    // Sizes that nothing is known of leave only the number of axes to be judged.
    const axes: Shape = Array.from(shape, () => dims.symbol("?", { min: 1, assumed: true }));
    const result = tried(op, [axes], dims);
    takes = !result?.faults.some(({ code }) => code === "rank-mismatch");
    known.set(key, takes);
  }
  return takes;
}
