/** What a condition speaks of. */
import type { Condition, Dims } from "./dim/index.ts";

/** Whether it speaks of a size that stands for an earlier mistake. */
export function mentionsAssumed(condition: Condition): boolean {
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

/** All symbols that a condition speaks of. */
export function symbolsOf(dims: Dims, condition: Condition, into = new Set<string>()): Set<string> {
  switch (condition.kind) {
    case "equal":
    case "atLeast":
      for (const side of [condition.left, condition.right]) for (const name of dims.symbols(side)) into.add(name);
      return into;
    case "and":
    case "or":
      for (const c of condition.of) symbolsOf(dims, c, into);
      return into;
    case "not":
      return symbolsOf(dims, condition.of, into);
    default:
      return into;
  }
}
