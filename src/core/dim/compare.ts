/**
 * Whether two sizes agree. The cheap answers come first: one object, bounds, divisibility of the difference after what is
 * at least 1 has been cancelled (R8). What they leave open the solver decides. Of a size that was not counted exactly, or
 * that stands for an earlier mistake, nothing is claimed.
 */
import type { Comparison, Dim } from "./dim.ts";
import { commonFactors, contentOf } from "./polynomial.ts";
import type { Table } from "./table.ts";

type Verdict = "always" | "never" | "sometimes" | "unknown";

const vague = (dim: Dim): boolean => dim.overflow || dim.assumed;

export function compareEqual(table: Table, left: Dim, right: Dim): Comparison {
  if (left === right) return { kind: "equal" };
  const verdict = vague(left) || vague(right) ? "unknown" : zero(table, table.sub(left, right));
  return answer(verdict, { kind: "sometimes", condition: { kind: "equal", left, right } });
}

export function compareAtLeast(table: Table, left: Dim, right: Dim): Comparison {
  if (left === right) return { kind: "equal" };
  const verdict = vague(left) || vague(right) ? "unknown" : atLeastZero(table, table.sub(left, right));
  return answer(verdict, { kind: "sometimes", condition: { kind: "atLeast", left, right } });
}

function answer(verdict: Verdict, sometimes: Comparison): Comparison {
  if (verdict === "always") return { kind: "equal" };
  return verdict === "never" ? { kind: "different" } : sometimes;
}

/** Whether the difference is 0. */
function zero(table: Table, difference: Dim): Verdict {
  if (vague(difference)) return "unknown";
  const d = cancelled(table, difference);
  if (d.lo > 0 || d.hi < 0) return "never";
  if (d.constant !== undefined) return "always";
  if (d.offset % contentOf(d, false) !== 0) return "never";
  return "unknown";
}

/** Whether the difference is at least 0. */
function atLeastZero(table: Table, difference: Dim): Verdict {
  if (vague(difference)) return "unknown";
  const d = cancelled(table, difference);
  if (d.lo >= 0) return "always";
  if (d.hi < 0) return "never";
  return "unknown";
}

/** Without the monomial of sizes ≥ 1 that all of it has in common. */
function cancelled(table: Table, d: Dim): Dim {
  let rest = d;
  for (const factor of commonFactors([d])) if (factor.lo >= 1) rest = table.divideExact(rest, table.of(factor)) ?? rest;
  return rest;
}
