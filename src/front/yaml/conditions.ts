/** Conditions over symbols, as `where` has them: they are stated, and need not be known. */
import type { Condition, Dim } from "../../core/dim/index.ts";
import { isDim } from "../../core/value.ts";
import type { Expr } from "../expression/ast.ts";
import { LIST_OR_RANGE, ordering } from "./comparisons.ts";
import type { Evaluator } from "./evaluate.ts";
import { isList } from "./values.ts";

/** Undefined when it could not be worked out, which has been told. */
export function conditionOf(evaluator: Evaluator, e: Expr): Condition | undefined {
  switch (e.kind) {
    case "logic": {
      const of = [conditionOf(evaluator, e.left), conditionOf(evaluator, e.right)];
      return of.includes(undefined) ? undefined : { kind: e.op, of: of as Condition[] };
    }
    case "unary": {
      if (e.op !== "not") break;
      const of = conditionOf(evaluator, e.of);
      return of && { kind: "not", of };
    }
    case "compare": {
      const [left, right] = [evaluator.size(e.left), evaluator.size(e.right)];
      if (!left || !right) return undefined;
      if (e.op === "==") return { kind: "equal", left, right };
      if (e.op === "!=") return { kind: "not", of: { kind: "equal", left, right } };
      const [high, low] = ordering(evaluator.dims, e.op, left, right);
      return { kind: "atLeast", left: high, right: low };
    }
    case "in": {
      const left = evaluator.size(e.left);
      const found = left && membership(evaluator, left, e.right);
      return found && e.not ? { kind: "not", of: found } : found;
    }
  }
  const known = evaluator.truth(e);
  return known === undefined ? undefined : { kind: known ? "true" : "false" };
}

function membership(evaluator: Evaluator, left: Dim, e: Expr): Condition | undefined {
  if (e.kind === "range") {
    const [from, to] = [evaluator.size(e.from), evaluator.size(e.to)];
    if (!from || !to) return undefined;
    return {
      kind: "and",
      of: [
        { kind: "atLeast", left, right: from },
        { kind: "atLeast", left: to, right: left },
      ],
    };
  }
  const items: readonly (Dim | undefined)[] | undefined =
    e.kind === "list" ? e.items.map((item) => evaluator.size(item)) : listOf(evaluator, e);
  return !items || items.includes(undefined)
    ? undefined
    : { kind: "or", of: (items as Dim[]).map((right) => ({ kind: "equal", left, right })) };
}

/** A list that a parameter holds. */
function listOf(evaluator: Evaluator, e: Expr): readonly Dim[] | undefined {
  const value = evaluator.value(e);
  if (value === undefined) return undefined;
  const items = isList(value) ? value.map((v) => (typeof v === "number" ? evaluator.dims.int(v) : v)) : [value];
  return isList(value) && items.every(isDim) ? items : evaluator.tell(e.span, "attribute-kind", `${LIST_OR_RANGE}.`);
}
