/** Whether a difference of sizes is 0, or at least 0: the cheap answers first, then the exact ones. */
import type { Dim } from "./dim.ts";
import { symbolTerms } from "./intern.ts";
import { partsUpTo } from "./parts.ts";
import { contentOf } from "./polynomial.ts";
import { cancelled, type Verdict, zeroOfSeveral } from "./several.ts";
import * as sizes from "./sizes.ts";
import { solverOf } from "./solver.ts";
import type { Table } from "./table.ts";

interface Known {
  readonly equal: Map<Dim, Verdict>;
  readonly atLeast: Map<Dim, Verdict>;
}

const knownOf = new WeakMap<Table, Known>();

/**
 * Whether it is 0. Exact over one symbol; over several, `always` and `never` are, and `sometimes` is said of what is not
 * always 0.
 */
export const decide = (table: Table, difference: Dim): Verdict => once(table, "equal", difference);

/** Whether it is at least 0. Exact over one symbol; over several only bounds are looked at. */
export const decideAtLeast = (table: Table, difference: Dim): Verdict => once(table, "atLeast", difference);

function once(table: Table, kind: "equal" | "atLeast", difference: Dim): Verdict {
  if (difference.overflow || difference.assumed) return "unknown";
  let known = knownOf.get(table);
  if (!known) knownOf.set(table, (known = { equal: new Map(), atLeast: new Map() }));
  let verdict = known[kind].get(difference);
  if (!verdict) known[kind].set(difference, (verdict = work(table, kind, difference)));
  return verdict;
}

function work(table: Table, kind: "equal" | "atLeast", difference: Dim): Verdict {
  const of = cancelled(table, difference);
  if (of.overflow) return "unknown";
  if (of.constant !== undefined) return (kind === "equal" ? of.constant === 0 : of.constant >= 0) ? "always" : "never";
  if (kind === "equal" ? of.lo > 0 || of.hi < 0 : of.hi < 0) return "never";
  if (kind === "atLeast" && of.lo >= 0) return "always";
  if (kind === "equal" && of.offset % contentOf(of, false) !== 0) return "never";
  // What only rises or only falls crosses 0: otherwise its bounds, which are its values then, had said so.
  if (kind === "atLeast" && oneWay(of)) return "sometimes";
  const [symbol, second] = symbolTerms([of]);
  if (!symbol || !partsUpTo(of)) return "unknown";
  if (second) return kind === "equal" ? zeroOfSeveral(table, of) : "unknown";
  const solver = solverOf(table);
  const set = solver.compare(solver.abstract(of, symbol.name), kind, symbol.lo);
  const range = sizes.finite([[symbol.lo, symbol.hi]], symbol.lo);
  const within = set && (symbol.hi < Infinity ? sizes.intersect(set, range) : set);
  if (!within) return "unknown";
  if (sizes.isEmpty(within)) return "never";
  return sizes.isAll(within) || (symbol.hi < Infinity && sizes.equal(within, range)) ? "always" : "sometimes";
}

const oneWay = ({ terms, coefficients }: Dim): boolean =>
  terms.every((term, i) => term.monotone && Math.sign(coefficients[i] ?? 0) === Math.sign(coefficients[0] ?? 0));
