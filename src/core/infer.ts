/**
 * Runs shape rules. Equal uses of an operator (same settings, same input shapes) are worked out once: networks repeat
 * themselves, and an edit leaves most of them as they were.
 */
import { mentionsAssumed } from "./condition.ts";
import type { Dims, Shape } from "./dim/index.ts";
import type { AnyValues, Op } from "./op.ts";
import { type DType, type Requirement, RuleContext, type RuleResult } from "./rule.ts";

const NOTHING: readonly never[] = [];

/** What is known of some settings: for the shape that came first, which often is the only one, and for others. */
interface Memo {
  readonly shape: Shape;
  readonly result: RuleResult;
  more: Map<Shape, RuleResult> | undefined;
}

/** One for as long as its table of sizes lives. */
export class Inference {
  readonly dims: Dims;
  private readonly shapes = new Map<string, Shape>();
  private readonly unary = new Map<AnyValues, Memo>();
  private readonly nary = new Map<AnyValues, Map<string, RuleResult>>();

  constructor(dims: Dims) {
    this.dims = dims;
  }

  /** The one array for these sizes, so that shapes can be compared by identity. */
  intern(shape: Shape): Shape {
    let key = "";
    for (const dim of shape) key += `${dim.id},`;
    const known = this.shapes.get(key);
    if (known) return known;
    this.shapes.set(key, shape);
    return shape;
  }

  /** Settings are compared by identity: whoever reads them keeps one record for equal ones. Input shapes are interned. */
  apply(
    op: Op,
    attributes: AnyValues,
    inputs: readonly Shape[],
    dtypes: readonly (DType | undefined)[] = NOTHING,
  ): RuleResult {
    const only = inputs.length === 1 && dtypes[0] === undefined ? inputs[0] : undefined;
    if (only) {
      const memo = this.unary.get(attributes);
      const known = memo && (memo.shape === only ? memo.result : memo.more?.get(only));
      if (known) return known;
      const result = this.run(op, attributes, inputs, dtypes);
      if (!memo) this.unary.set(attributes, { shape: only, result, more: undefined });
      else (memo.more ??= new Map()).set(only, result);
      return result;
    }
    let memo = this.nary.get(attributes);
    if (!memo) this.nary.set(attributes, (memo = new Map()));
    let key = "";
    for (let i = 0; i < inputs.length; i++) {
      key += `${dtypes[i] ?? ""};`;
      for (const dim of inputs[i] ?? NOTHING) key += `${dim.id},`;
    }
    let result = memo.get(key);
    if (!result) memo.set(key, (result = this.run(op, attributes, inputs, dtypes)));
    return result;
  }

  private run(
    op: Op,
    attributes: AnyValues,
    inputs: readonly Shape[],
    dtypes: readonly (DType | undefined)[],
  ): RuleResult {
    const context = new RuleContext(this.dims, dtypes);
    const outputs = op.shape(context, inputs, attributes);
    return {
      outputs: outputs.map((shape) => shape && this.intern(shape)),
      faults: context.faults.length > 0 ? context.faults : NOTHING,
      requirements: known(context.requirements),
      advice: known(context.advice),
    };
  }
}

/** Without those that speak of an assumed size: it stands for a mistake that has been told already. */
const known = (requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.length === 0
    ? NOTHING
    : requirements.some((r) => mentionsAssumed(r.condition))
      ? requirements.filter((r) => !mentionsAssumed(r.condition))
      : requirements;
