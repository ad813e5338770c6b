/**
 * What a shape rule may say. A rule is total and pure: it gets shapes and settings and says which sizes must agree; it
 * knows no text and no place. What is certain to fail is a fault; what holds for some sizes only is a requirement, and
 * the rule goes on with the size that the requirement makes true. After a fault it goes on with an assumed size, and
 * nothing that mentions one is ever reported.
 */
import type { Condition, Dim, Dims, Shape } from "./dim/index.ts";

export type ShapeCode =
  | "concat-mismatch"
  | "add-mismatch"
  | "channel-mismatch"
  | "rank-mismatch"
  | "matmul-mismatch"
  | "reshape-mismatch"
  | "size-mismatch"
  | "size-too-small"
  | "padding-too-large"
  | "output-padding-too-large"
  | "groups-mismatch"
  | "attribute-kind"
  | "attribute-range"
  | "missing-attribute"
  | "dtype-mismatch"
  | "lossy-pool"
  | "uneven-crop"
  | "broadcast-surprise"
  | "overflow";

/** Facts for a message. Which of them a code uses is said in `check/messages`. */
export interface Fault {
  readonly code: ShapeCode;
  /** Which tensor, counted from 0; for a join the one that does not fit the first. */
  readonly input?: number;
  /** Counted from 0 in that tensor's shape. */
  readonly axis?: number;
  readonly attribute?: string;
  readonly expected?: Dim | Shape | number | string;
  readonly got?: Dim | Shape | number | string;
  /** A clause that ends the sentence with the reason: "the kernel spans 7 rows", "groups must divide both". */
  readonly reason?: string;
}

export interface Requirement {
  readonly condition: Condition;
  readonly fault: Fault;
}

export interface RuleResult {
  /** One shape an output; undefined where nothing can be said, not even the rank. */
  readonly outputs: readonly (Shape | undefined)[];
  readonly faults: readonly Fault[];
  readonly requirements: readonly Requirement[];
  /** What runs, but is seldom meant: looked at for the declared sizes only. */
  readonly advice: readonly Requirement[];
}

export type DType = "float" | "int" | "bool";

export class RuleContext {
  readonly dims: Dims;
  /** Element types of the inputs; undefined where an input may still be anything. */
  readonly dtypes: readonly (DType | undefined)[];
  /** Normalisation over the batch refuses a single value a channel when it trains. */
  readonly training: boolean;
  readonly faults: Fault[] = [];
  readonly requirements: Requirement[] = [];
  readonly advice: Requirement[] = [];

  constructor(dims: Dims, dtypes: readonly (DType | undefined)[] = [], training = false) {
    this.dims = dims;
    this.dtypes = dtypes;
    this.training = training;
  }

  /** Says that this cannot work whatever the sizes are, and gives a size to go on with. */
  fail(fault: Fault): Dim {
    this.faults.push(fault);
    return this.unknown();
  }

  /** A size that nothing is known of, and nothing is said about. */
  unknown(): Dim {
    return this.dims.symbol("?", { min: 0, assumed: true });
  }

  /** `left` and `right` must be one size; gives the one to go on with (`right`, or an assumed one). */
  equal(left: Dim, right: Dim, fault: Fault): Dim {
    if (left === right) return right;
    return this.demand(this.dims.compare(left, right), fault) ? right : this.unknown();
  }

  /** `value >= least` for the value to make sense. */
  atLeast(value: Dim, least: Dim | number, fault: Fault): boolean {
    const bound = typeof least === "number" ? this.dims.int(least) : least;
    if (typeof least === "number" && value.lo >= least) return true;
    return this.demand(this.dims.compareAtLeast(value, bound), fault);
  }

  /** `value / by`, which must come out even. */
  divide(value: Dim, by: Dim | number, fault: Fault): Dim {
    const { dims } = this;
    if (value.assumed) return this.unknown();
    const zero = dims.int(0);
    const rest = dims.mod(value, by);
    if (rest !== zero && !this.demand(dims.compare(rest, zero), fault)) return this.unknown();
    return dims.floorDiv(value, by);
  }

  /** Requires a condition that is no plain comparison. */
  require(condition: Condition, fault: Fault): void {
    this.requirements.push({ condition, fault });
  }

  /** Runs without it, but is seldom meant. */
  prefer(condition: Condition, fault: Fault): void {
    this.advice.push({ condition, fault });
  }

  private demand(comparison: ReturnType<Dims["compare"]>, fault: Fault): boolean {
    if (comparison.kind === "equal") return true;
    if (comparison.kind === "different") {
      this.faults.push(fault);
      return false;
    }
    this.requirements.push({ condition: comparison.condition, fault });
    return true;
  }
}
