/** The algebra as the rest of the project sees it: arithmetic, comparison with three answers, text. */
import { compareAtLeast, compareEqual } from "./compare.ts";
import type { Comparison, Condition, Dim, Shape } from "./dim.ts";
import { type PrintOptions, print, printShape } from "./print.ts";
import { Table } from "./table.ts";

export class Dims extends Table {
  private readonly equalities = new Map<Dim, Map<Dim, Comparison>>();
  private readonly inequalities = new Map<Dim, Map<Dim, Comparison>>();

  /** Whether a = b. */
  compare(a: Dim, b: Dim): Comparison {
    return once(this.equalities, a, b, () => compareEqual(this, a, b));
  }

  /** Whether a ≥ b; `equal` says that it always is. */
  compareAtLeast(a: Dim, b: Dim): Comparison {
    return once(this.inequalities, a, b, () => compareAtLeast(this, a, b));
  }

  /**
   * Undefined where it depends on a value that is not given or not known exactly. What only an assumed size leaves open
   * holds: the mistake that it stands for has been told.
   */
  holds(condition: Condition, values: ReadonlyMap<string, number>): boolean | undefined {
    return this.decided(condition, values) ?? (mentionsAssumed(condition) ? true : undefined);
  }

  print(dim: Dim, options: PrintOptions = {}): string {
    return print(dim, options);
  }

  printShape(shape: Shape, options: PrintOptions = {}): string {
    return printShape(shape, options);
  }

  private decided(condition: Condition, values: ReadonlyMap<string, number>): boolean | undefined {
    switch (condition.kind) {
      case "true":
      case "false":
        return condition.kind === "true";
      case "equal":
      case "atLeast": {
        const left = this.number(condition.left, values);
        const right = this.number(condition.right, values);
        if (left === undefined || right === undefined) return undefined;
        return condition.kind === "equal" ? left === right : left >= right;
      }
      case "and":
      case "or": {
        const deciding = condition.kind === "or";
        let all: boolean | undefined = !deciding;
        for (const part of condition.of) {
          const holds = this.decided(part, values);
          if (holds === deciding) return deciding;
          if (holds === undefined) all = undefined;
        }
        return all;
      }
      case "not": {
        const holds = this.decided(condition.of, values);
        return holds === undefined ? undefined : !holds;
      }
    }
  }

  private number(dim: Dim, values: ReadonlyMap<string, number>): bigint | undefined {
    const value = this.evaluate(dim, values);
    return value === undefined ? this.evaluateBig(dim, values) : BigInt(value);
  }
}

function mentionsAssumed(condition: Condition): boolean {
  switch (condition.kind) {
    case "equal":
    case "atLeast":
      return condition.left.assumed || condition.right.assumed;
    case "and":
    case "or":
      return condition.of.some(mentionsAssumed);
    case "not":
      return mentionsAssumed(condition.of);
    default:
      return false;
  }
}

function once(known: Map<Dim, Map<Dim, Comparison>>, a: Dim, b: Dim, work: () => Comparison): Comparison {
  if (a === b) return EQUAL;
  let of = known.get(a);
  if (!of) known.set(a, (of = new Map()));
  let answer = of.get(b);
  if (!answer) of.set(b, (answer = work()));
  return answer;
}

const EQUAL: Comparison = { kind: "equal" };
