/**
 * Sets of sizes as text: as one clause of a model's `where`, which denotes exactly the set among sizes from `lowest` on,
 * and in words.
 */

import type { SizeSet } from "./periodic.ts";
import { members } from "./periodic.ts";
import { countOf, gaps, intersectRuns, type Run, unrolled } from "./runs.ts";

interface Clause {
  readonly text: string;
  /** What binds it: a lone comparison needs no parentheses inside `and`. */
  readonly joined: "or" | "and" | undefined;
}

/** So many single values are listed; more are told as runs. */
const MAX_LISTED = 8;

const atom = (text: string): Clause => ({ text, joined: undefined });

function either(parts: readonly Clause[]): Clause {
  const [only, second] = parts;
  if (only && !second) return only;
  return { text: parts.map((part) => part.text).join(" or "), joined: "or" };
}

function both(a: Clause, b: Clause): Clause {
  const inner = ({ text, joined }: Clause) => (joined === "or" ? `(${text})` : text);
  return { text: `${inner(a)} and ${inner(b)}`, joined: "and" };
}

/** `what` is one of the values; `not` turns a single comparison round. */
function oneOf(what: string, runs: readonly Run[], not: boolean): Clause {
  const [run, second] = runs;
  const word = not ? "not in" : "in";
  if (run && !second) {
    if (run[0] === run[1]) return atom(`${what} ${not ? "!=" : "=="} ${run[0]}`);
    if (run[1] > run[0] + 1) return atom(`${what} ${word} ${run[0]}..${run[1]}`);
  }
  if (countOf(runs) <= MAX_LISTED) return atom(`${what} ${word} (${[...members(runs)].join(", ")})`);
  const parts = runs.map((one) => oneOf(what, [one], not));
  return not ? parts.reduce(both) : either(parts);
}

function shortest(...clauses: readonly (Clause | undefined)[]): Clause {
  const known = clauses.filter((clause) => clause !== undefined);
  return known.reduce((best, clause) => (clause.text.length < best.text.length ? clause : best));
}

function residues(name: string, modulus: number, runs: readonly Run[]): Clause {
  const rest = `${name} % ${modulus}`;
  return shortest(oneOf(rest, runs, false), oneOf(rest, gaps(runs, 0, modulus - 1), true));
}

/** Single runs. One that begins with the lowest size needs only its end. */
function listed(name: string, runs: readonly Run[], lowest: number): Clause {
  const [run, second] = runs;
  if (run && !second && run[0] === lowest && run[1] > lowest) return atom(`${name} <= ${run[1]}`);
  return countOf(runs) > MAX_LISTED ? either(rows(runs).map((row) => rowClause(name, row))) : oneOf(name, runs, false);
}

/** Runs in groups whose members are equally far from each other. */
function rows(runs: readonly Run[]): Run[][] {
  const out: Run[][] = [];
  for (const run of runs) {
    const row = out.at(-1);
    const [a, b] = row?.slice(-2) ?? [];
    const fits = row?.[0] && run[1] - run[0] === row[0][1] - row[0][0] && (!b || !a || run[0] - b[0] === b[0] - a[0]);
    if (row && fits) row.push(run);
    else out.push([run]);
  }
  // Two that stand beside each other by chance are no row.
  return out.flatMap((row) => (row.length > 3 ? [row] : row.map((run) => [run])));
}

function rowClause(name: string, row: readonly Run[]): Clause {
  const [first, second] = row;
  const last = row.at(-1);
  if (!first || !second || !last) return oneOf(name, row, false);
  const step = second[0] - first[0];
  const low = first[0] % step;
  const high = low + first[1] - first[0];
  if (high >= step) return oneOf(name, row, false);
  return both(residues(name, step, [[low, high]]), atom(`${name} in ${first[0]}..${last[1]}`));
}

function positive(name: string, set: SizeSet): Clause {
  const { modulus, runs, from, extra, lowest } = set;
  if (runs.length === 0) return extra.length === 0 ? atom(`${name} < ${lowest}`) : listed(name, extra, lowest);
  const start = atom(`${name} >= ${from}`);
  // Where the residues below `from` are members anyway, that they begin there need not be said.
  const early = unrolled(modulus, runs, lowest, from - 1);
  const implied = early !== undefined && countOf(intersectRuns(early, extra)) === countOf(early);
  const rest = modulus === 1 ? undefined : residues(name, modulus, runs);
  const periodic = rest === undefined ? start : implied ? rest : both(rest, start);
  const left = implied ? without(extra, early) : extra;
  if (left.length === 0) return periodic;
  const whole = either([listed(name, extra, lowest), periodic]);
  return implied ? shortest(whole, either([listed(name, left, lowest), periodic])) : whole;
}

const without = (runs: readonly Run[], taken: readonly Run[]): Run[] =>
  runs.flatMap(([low, high]) => gaps(taken, low, high));

/** The sizes that are left out, when they are finitely many. */
function negative(name: string, set: SizeSet): Clause | undefined {
  if (set.modulus !== 1 || set.runs.length === 0) return undefined;
  const others = gaps(set.extra, set.lowest, set.from - 1);
  return others.length === 0 ? undefined : oneOf(name, others, true);
}

/** One `where` clause, which denotes the same set of sizes. */
export const print = (set: SizeSet, name: string): string => shortest(positive(name, set), negative(name, set)).text;

const runText = ([low, high]: Run): string =>
  low === high ? `${low}` : high === low + 1 ? `${low} or ${high}` : `from ${low} to ${high}`;

/** At most so many runs are told one by one. */
const MAX_TOLD = 6;

function runsText(runs: readonly Run[]): string {
  const told = runs.slice(0, MAX_TOLD).map(runText);
  const more = runs.length - told.length;
  return more > 0 ? `${told.join(", ")} and ${more} more ranges` : told.join(" or ");
}

/** `H is a multiple of 16`, for people. */
export function describe(set: SizeSet, name: string): string {
  const { modulus, runs, from, extra, lowest } = set;
  if (runs.length === 0) return extra.length === 0 ? `no ${name} will do` : `${name} is ${runsText(extra)}`;
  if (modulus === 1 && extra.length === 0)
    return from === lowest ? `${name} is any size` : `${name} is at least ${from}`;
  const early = unrolled(modulus, runs, lowest, from - 1);
  const implied = early !== undefined && early.length === 0;
  const parts = extra.length > 0 ? [runsText(extra)] : [];
  const start = implied ? "" : modulus === 1 ? `at least ${from}` : ` and at least ${from}`;
  if (modulus === 1) parts.push(start);
  else if (runs.length === 1 && runs[0]?.[0] === 0 && runs[0][1] === 0) parts.push(`a multiple of ${modulus}${start}`);
  else parts.push(`${runsText(runs)} modulo ${modulus}${start}`);
  return `${name} is ${parts.join(", or ")}`;
}
