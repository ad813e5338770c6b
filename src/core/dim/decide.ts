/** Whether a difference of sizes is 0, or at least 0: the cheap answers first, then the exact ones. */
import { compile } from "./compiled.ts";
import type { Dim, SymbolTerm } from "./dim.ts";
import { symbolTerms } from "./intern.ts";
import { Meter } from "./meter.ts";
import { OneSymbol } from "./one_symbol.ts";
import { partsUpTo } from "./parts.ts";
import { contentOf } from "./polynomial.ts";
import { cancelled, type Verdict, zeroOfSeveral } from "./several.ts";
import * as sizes from "./sizes.ts";
import type { Table } from "./table.ts";

type Comparing = "equal" | "atLeast";

export interface Decision {
  readonly verdict: Verdict;
  /** Units of work that it took, once. */
  readonly cost: number;
}

/** Units of work for one answer. */
const MAX_WORK = 5000;

const knownOf = new WeakMap<Table, Readonly<Record<Comparing, Map<Dim, Decision>>>>();

/** Sizes that are tried for an example and a counterexample, counted from the least: all small ones, and powers of 2. */
const SMALL = 17;
const TRIED = Array.from({ length: 56 }, (_, i) => (i <= SMALL ? i : 2 ** (i - SMALL + 4) - 1));

/**
 * Whether it is 0, or at least 0. Exact over one symbol. Over several, `always` and `never` are exact of an equation, and
 * `sometimes` is said of what is not always 0; of an inequality only bounds and examples are looked at.
 */
export function decide(table: Table, kind: Comparing, difference: Dim): Decision {
  let known = knownOf.get(table);
  if (!known) knownOf.set(table, (known = { equal: new Map(), atLeast: new Map() }));
  let decision = known[kind].get(difference);
  if (!decision) {
    const meter = new Meter(MAX_WORK);
    const verdict = work(table, meter, kind, difference);
    known[kind].set(difference, (decision = { verdict, cost: meter.spent }));
  }
  return decision;
}

function work(table: Table, meter: Meter, kind: Comparing, difference: Dim): Verdict {
  if (difference.overflow || difference.assumed) return "unknown";
  const of = cancelled(table, difference);
  if (of.overflow) return "unknown";
  if (of.constant !== undefined) return (kind === "equal" ? of.constant === 0 : of.constant >= 0) ? "always" : "never";
  if (kind === "equal" ? of.lo > 0 || of.hi < 0 : of.hi < 0) return "never";
  if (kind === "atLeast" && of.lo >= 0) return "always";
  if (kind === "equal" && of.offset % contentOf(of, false) !== 0) return "never";
  // What only rises or only falls crosses 0: otherwise its bounds, which are its values then, had said so.
  if (kind === "atLeast" && oneWay(of)) return "sometimes";
  const symbols = symbolTerms([of]);
  const [symbol, second] = symbols;
  if (!symbol || !partsUpTo(of)) return "unknown";
  const seen = tried(of, kind, symbols);
  if (seen) return seen;
  if (second) return kind === "equal" ? zeroOfSeveral(table, meter, of) : "unknown";
  const solver = new OneSymbol(table, meter);
  const set = solver.compare(solver.abstract(of, symbol.name), kind, symbol.lo);
  const range = sizes.finite([[symbol.lo, symbol.hi]], symbol.lo);
  const within = set && (symbol.hi < Infinity ? sizes.intersect(set, range) : set);
  if (!within) return "unknown";
  if (sizes.isEmpty(within)) return "never";
  return sizes.isAll(within) || (symbol.hi < Infinity && sizes.equal(within, range)) ? "always" : "sometimes";
}

/**
 * What small sizes show without a proof: that it holds for some and not for others, or that not even small ones can
 * be counted exactly, so that nothing more need be found out.
 */
function tried(of: Dim, kind: Comparing, symbols: readonly SymbolTerm[]): Verdict | undefined {
  const least = Math.max(...symbols.map(({ lo }) => lo));
  const most = Math.min(...symbols.map(({ hi }) => hi));
  if (!Number.isFinite(least)) return undefined;
  const compiled = compile([of]);
  let yes = false;
  let no = false;
  for (const above of TRIED) {
    if (least + above > most) break;
    compiled.run(least + above);
    if (!compiled.exact) return above <= SMALL ? "unknown" : undefined;
    const value = compiled.values[0] as number;
    if (kind === "equal" ? value === 0 : value >= 0) yes = true;
    else no = true;
    if (yes && no) return "sometimes";
  }
  return undefined;
}

const oneWay = ({ terms, coefficients }: Dim): boolean =>
  terms.every((term, i) => term.monotone && Math.sign(coefficients[i] ?? 0) === Math.sign(coefficients[0] ?? 0));
