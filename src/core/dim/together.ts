/**
 * Conditions over one symbol, all together. Lower bounds are one search, whatever their number; what is left is
 * intersected from the smallest modulus up, and where that would be long, a set of few residues r (mod m) is narrowed
 * instead: the next equation is solved for m·y + r, of which it usually leaves all or nothing.
 */
import { compile } from "./compiled.ts";
import type { Condition, Dim } from "./dim.ts";
import { leastWhere } from "./least.ts";
import { lcm } from "./modular.ts";
import type { OneSymbol } from "./one_symbol.ts";
import type { SizeSet } from "./periodic.ts";
import { members } from "./periodic.ts";
import { countOf, MAX_RUNS, type Run, repeated } from "./runs.ts";
import * as sizes from "./sizes.ts";
import type { Table } from "./table.ts";
import type { Zeros } from "./zero_set.ts";

export interface Member {
  /** Of the condition that was asked for. */
  readonly index: number;
  readonly condition: Condition;
}

export interface Together {
  /** What is known; without what is unsolved. */
  readonly set: SizeSet;
  readonly unsolved: readonly Member[];
  /** Members that exclude each other. */
  readonly conflict: readonly number[] | undefined;
}

interface Part {
  readonly index: number;
  readonly member: Member | undefined;
  /** The equation, in the solver's symbol. */
  readonly zero: Dim | undefined;
  readonly set: SizeSet | undefined;
}

/** Residues that are narrowed, and runs beyond which that is better than intersecting. */
const MAX_CLASSES = 64;
const MANY_RUNS = 16_384;
/** Members among which a guilty subset is looked for. */
const MAX_MINIMISED = 64;
/** Units of work for the sets of single conditions: the rest is for what they have in common. */
const MAX_WORK = 12_000;
/** Runs that are handled for a unit of work. */
const RUNS_A_UNIT = 256;

export function solveTogether(
  table: Table,
  one: OneSymbol,
  name: string,
  bounds: readonly [number, number],
  all: readonly Member[],
): Together {
  const [lowest, highest] = bounds;
  const parts: Part[] = [];
  const rising: { readonly index: number; readonly member: Member; readonly of: Dim }[] = [];
  const sides = all.flatMap(({ condition }) =>
    isPlain(condition) ? [table.sub(condition.left, condition.right)] : [],
  );
  const differences = one.abstracted(sides, name).values();
  const collect = (): void => {
    for (const member of all) {
      const { index, condition } = member;
      const of = isPlain(condition) ? differences.next().value : undefined;
      if (!of || !isPlain(condition)) {
        parts.push({ index, member, zero: undefined, set: one.setOf(condition, name, lowest) });
      } else if (condition.kind === "atLeast" && of.monotone && of.constant === undefined) {
        rising.push({ index, member, of });
      } else {
        const zero = condition.kind === "equal" ? of : undefined;
        parts.push({ index, member, zero, set: one.compare(of, condition.kind, lowest) });
      }
    }
  };
  one.meter.within(MAX_WORK, collect);
  const bound = lowerBound(rising, lowest);
  if (bound) parts.push(bound);
  const unsolved: Member[] = [];
  if (!bound && rising.length > 0) unsolved.push(...rising.map(({ member }) => member));
  const never = parts.find(({ set }) => set && sizes.isEmpty(set));
  if (never?.set) return { set: never.set, unsolved: [], conflict: [never.index] };
  const whole = highest < Infinity ? sizes.finite([[lowest, highest]], lowest) : sizes.all(lowest);
  let set = whole;
  for (const part of [...parts].sort(byModulus)) {
    const next = meet(one, set, part);
    if (next) set = next;
    else if (part.member) unsolved.push(part.member);
    if (sizes.isEmpty(set)) return { set, unsolved: [], conflict: guilty(one, whole, parts) };
  }
  return { set, unsolved, conflict: undefined };
}

const isPlain = (condition: Condition): condition is Extract<Condition, { kind: "equal" | "atLeast" }> =>
  condition.kind === "equal" || condition.kind === "atLeast";

/** The strongest of all lower bounds, in the name of the condition that it is due to. */
function lowerBound(
  rising: readonly { readonly index: number; readonly member: Member; readonly of: Dim }[],
  lowest: number,
): Part | undefined {
  // Of those that differ by a number only the smallest says anything.
  const strongest = new Map<string, (typeof rising)[number]>();
  for (const one of rising) {
    const { terms, coefficients } = one.of;
    const key = terms.map((term, i) => `${coefficients[i]}*${term.id}`).join(" ");
    const known = strongest.get(key);
    if (!known || one.of.offset < known.of.offset) strongest.set(key, one);
  }
  const left = [...strongest.values()];
  if (left.length === 0) return undefined;
  const least = leastWhere(
    left.map(({ of }) => of),
    lowest,
  );
  if (least === undefined) return undefined;
  const compiled = compile(left.map(({ of }) => of));
  if (least > lowest) compiled.run(least - 1);
  const tight = least > lowest ? left[compiled.values.findIndex((value) => value < 0)] : undefined;
  return {
    index: (tight ?? left[0])?.index ?? 0,
    member: undefined,
    zero: undefined,
    set: sizes.residues(1, [[0, 0]], least, lowest),
  };
}

const byModulus = (a: Part, b: Part): number => weight(a) - weight(b);

/** Finite sets first, the unknown last. */
const weight = ({ set }: Part): number => (!set ? Infinity : sizes.isFinite(set) ? 0 : set.modulus);

function meet(one: OneSymbol, set: SizeSet, { zero, set: own }: Part): SizeSet | undefined {
  const handled = (set.runs.length + set.extra.length + (own ? own.runs.length + own.extra.length : 0)) / RUNS_A_UNIT;
  if (!one.meter.spend(handled)) return undefined;
  const runs =
    own &&
    (lcm(set.modulus, own.modulus) ?? Infinity) *
      Math.min(set.runs.length / set.modulus, own.runs.length / own.modulus);
  if (own && runs !== undefined && (runs <= MANY_RUNS || !zero)) return sizes.intersect(set, own);
  return (zero && narrowed(one, set, zero)) ?? (own && sizes.intersect(set, own));
}

/** What of a set of few residues also makes a size 0. */
function narrowed(one: OneSymbol, set: SizeSet, zero: Dim): SizeSet | undefined {
  if (countOf(set.runs) > MAX_CLASSES || countOf(set.extra) > MAX_RUNS) return undefined;
  const classes: { readonly residue: number; readonly zeros: Zeros }[] = [];
  let common: number | undefined = 1;
  for (const residue of members(set.runs)) {
    const zeros = one.zeros.find(one.zeros.at(zero, set.modulus, residue), "zero");
    common = zeros && common && lcm(common, zeros.modulus);
    if (!zeros || !common) return undefined;
    classes.push({ residue, zeros });
  }
  const modulus = set.modulus * (common ?? 1);
  if (!Number.isSafeInteger(modulus)) return undefined;
  const runs: Run[] = [];
  const extra: Run[] = [];
  for (const { residue, zeros } of classes) {
    const lifted = repeated(zeros.runs, zeros.modulus, (common ?? 1) / zeros.modulus);
    if (!lifted || runs.length + countOf(lifted) > MAX_RUNS) return undefined;
    for (const m of members(lifted)) runs.push([set.modulus * m + residue, set.modulus * m + residue]);
    for (const value of zeros.values) {
      const n = set.modulus * value + residue;
      if (n >= set.from) extra.push([n, n]);
    }
  }
  const { run, values } = compile([zero]);
  for (const n of members(set.extra)) {
    run(n);
    if (Number.isNaN(values[0])) return undefined;
    if (values[0] === 0) extra.push([n, n]);
  }
  return sizes.mixed(modulus, runs, set.from, extra, set.lowest);
}

/** Few conditions that leave nothing, the last of them being the first that does so in the order given. */
function guilty(one: OneSymbol, whole: SizeSet, all: readonly Part[]): number[] {
  const parts = [...all].sort((a, b) => a.index - b.index);
  const empty = (some: readonly Part[]): boolean => {
    let set = whole;
    return some.some((part) => {
      set = meet(one, set, part) ?? set;
      return sizes.isEmpty(set);
    });
  };
  let set = whole;
  const end = parts.findIndex((part) => {
    set = meet(one, set, part) ?? set;
    return sizes.isEmpty(set);
  });
  // In this order the whole may take more runs than are worked out.
  const last = parts.at(end);
  if (!last) return [];
  let others = parts.slice(0, parts.indexOf(last));
  if (empty([last])) others = [];
  const partner = others.find((part) => one.meter.open && empty([part, last]));
  if (partner) others = [partner];
  else if (others.length <= MAX_MINIMISED)
    for (const part of others) {
      const rest = others.filter((other) => other !== part);
      if (one.meter.open && empty([...rest, last])) others = rest;
    }
  return [...new Set([...others, last].map(({ index }) => index))].sort((a, b) => a - b);
}
