/** The algebra as the rest of the project sees it: arithmetic, comparison with three answers, text. */
import { decide } from "./decide.ts";
import type { Comparison, Condition, Dim, Shape } from "./dim.ts";
import { type PrintOptions, print, printShape } from "./print.ts";
import type { Verdict } from "./several.ts";
import { Table } from "./table.ts";

export class Dims extends Table {
  /** Whether a = b. Nothing is claimed of sizes that were not counted exactly or that stand for an earlier mistake. */
  compare(a: Dim, b: Dim): Comparison {
    if (a === b) return ALWAYS;
    const verdict = vague(a, b) ? "unknown" : decide(this, "equal", this.sub(a, b)).verdict;
    return answer(verdict, { kind: "equal", left: a, right: b });
  }

  /** Whether a ≥ b; `equal` says that it always is. */
  compareAtLeast(a: Dim, b: Dim): Comparison {
    if (a === b) return ALWAYS;
    // What only rises takes its bounds, so a number between them is reached by some sizes: no difference is needed.
    if (b.constant !== undefined && a.monotone && !vague(a, b)) {
      if (a.lo >= b.constant) return ALWAYS;
      if (a.hi >= b.constant) return { kind: "sometimes", condition: { kind: "atLeast", left: a, right: b } };
    }
    const verdict = vague(a, b) ? "unknown" : decide(this, "atLeast", this.sub(a, b)).verdict;
    return answer(verdict, { kind: "atLeast", left: a, right: b });
  }

  /** Undefined where it depends on a value that is not given or not known exactly. */
  holds(condition: Condition, values: ReadonlyMap<string, number>): boolean | undefined {
    switch (condition.kind) {
      case "true":
      case "false":
        return condition.kind === "true";
      case "equal":
      case "atLeast": {
        const left = this.evaluate(condition.left, values) ?? this.evaluateBig(condition.left, values);
        const right = this.evaluate(condition.right, values) ?? this.evaluateBig(condition.right, values);
        if (left === undefined || right === undefined) return undefined;
        // A whole number may stand beside one beyond 2⁵³, which is never equal to it.
        return condition.kind === "equal" ? left === right : left >= right;
      }
      case "and":
      case "or": {
        const deciding = condition.kind === "or";
        let all: boolean | undefined = !deciding;
        for (const part of condition.of) {
          const holds = this.holds(part, values);
          if (holds === deciding) return deciding;
          if (holds === undefined) all = undefined;
        }
        return all;
      }
      case "not": {
        const holds = this.holds(condition.of, values);
        return holds === undefined ? undefined : !holds;
      }
    }
  }

  print(dim: Dim, options: PrintOptions = {}): string {
    return print(dim, this.names.compare, options);
  }

  printShape(shape: Shape, options: PrintOptions = {}): string {
    return printShape(shape, this.names.compare, options);
  }
}

const ALWAYS: Comparison = { kind: "equal" };
const NEVER: Comparison = { kind: "different" };

const vague = (a: Dim, b: Dim): boolean => a.overflow || b.overflow || a.assumed || b.assumed;

function answer(verdict: Verdict, condition: Condition): Comparison {
  if (verdict === "always") return ALWAYS;
  return verdict === "never" ? NEVER : { kind: "sometimes", condition };
}
