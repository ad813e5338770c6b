/**
 * Requirements that hold for some sizes only: what `where` allows must lie inside what works, by inclusion of exact sets.
 * Where it does not, one warning says so, at the first layer that refuses an allowed size; the other conditional layers
 * are its related information.
 */
import { symbolsOf } from "../core/condition.ts";
import type { Problem, Related } from "../core/diagnostic.ts";
import { type Condition, type SizeSet, sizes, solve, validNear } from "../core/dim/index.ts";
import { clausesText, type Needs, nearestOf, nearestText, needsOf, printNeeds } from "./conditions.ts";
import { conditionKey, type Demand, type Solved } from "./demands.ts";
import type { Scene } from "./scene.ts";
import { isLowerBound, layerName, type Values, valuesText } from "./show.ts";
import { siteOf } from "./sites.ts";
import { asCondition } from "./symbols.ts";

/** Other layers that are listed, and conditional layers that are looked at for that. */
const MAX_OTHERS = 8;
const MAX_SOLVED = 64;
/** Values of one symbol, and of all together, that are tried for a counterexample. */
const TRIES = 24;
const MAX_TRIES = 4096;

export function checkGuarantee(scene: Scene, demands: readonly Demand[], solved: Solved, needs: Needs): void {
  const missing = notGuaranteed(scene, needs);
  const values = missing && counterexample(scene, needs, missing, solved.demands);
  const first =
    values && solved.demands.find((d) => scene.dims.holds(d.plain, values) === false && !scene.echoes.repeats(d));
  if (missing && values && first) warn(scene, demands, missing, values, first);
  else if (solved.solution.unsolved.length > 0 || solved.solution.verdict === "unknown") tooComplex(scene, solved);
}

/** What `where` does not imply; undefined when it implies everything. */
function notGuaranteed(scene: Scene, needs: Needs): Needs | undefined {
  const { symbols } = scene;
  const sets = new Map<string, SizeSet>();
  for (const [name, set] of needs.sets) {
    if (sizes.isSubset(symbols.declared(name), set) !== true) sets.set(name, set);
  }
  const relations = needs.relations.filter((c) => !implied(scene, c));
  return sets.size > 0 || relations.length > 0 ? { sets, relations } : undefined;
}

/** Whether `where` leaves no size for which a condition over several symbols fails. */
function implied(scene: Scene, condition: Condition): boolean {
  const { dims, symbols } = scene;
  const key = conditionKey(condition);
  if (symbols.relations.some((r) => conditionKey(r) === key)) return true;
  return (
    solve(dims, [...declaredConditions(scene, symbolsOf(dims, condition)), { kind: "not", of: condition }]).verdict ===
    "never"
  );
}

function declaredConditions(scene: Scene, names: Iterable<string>): Condition[] {
  const { dims, symbols } = scene;
  const out = [...symbols.relations];
  for (const name of names) {
    const set = symbols.declared(name);
    if (!sizes.isAll(set)) out.push(asCondition(dims, set, symbols.symbol(name)));
  }
  return out;
}

// ── A size that is allowed and does not work ─────────────────────────────────────────────────────────────────────

function counterexample(scene: Scene, needs: Needs, missing: Needs, demands: readonly Demand[]): Values | undefined {
  const base = goodValues(scene, needs);
  const { dims, symbols } = scene;
  const fits = (values: Values): boolean =>
    symbols.relations.every((r) => dims.holds(r, values) !== false) &&
    [...values].every(([name, value]) => sizes.contains(symbols.declared(name), value));
  const fails = (values: Values): boolean => demands.some((d) => dims.holds(d.plain, values) === false);
  if (missing.sets.size > 0) {
    const bad = new Map<string, number>();
    for (const [name, set] of missing.sets) {
      const value = nextBad(symbols.declared(name), set, base.get(name) ?? 1);
      if (value !== undefined) bad.set(name, value);
    }
    const all = [...bad.values()];
    const candidates: Values[] = [
      new Map([...base, ...bad]),
      // Where `where` ties symbols together, one value for all of them.
      ...all.map((value) => new Map([...base].map(([name, old]) => [name, needs.sets.has(name) ? value : old]))),
      ...[...bad].map(([name, value]) => new Map([...base, [name, value]])),
    ];
    const found = candidates.find((c) => fits(c) && fails(c));
    if (found) return found;
  }
  const names = new Set(missing.sets.keys());
  for (const c of missing.relations) symbolsOf(dims, c, names);
  return search(scene, base, [...names], (values) => fits(values) && fails(values));
}

/** Values to start from: the first declared case, else the least size that is allowed and works. */
function goodValues(scene: Scene, needs: Needs): Map<string, number> {
  const declared = scene.variant.cases[0]?.symbols;
  const out = new Map<string, number>();
  for (const name of scene.symbols.names()) {
    const set = scene.symbols.declared(name);
    const works = needs.sets.get(name);
    const both = works && sizes.intersect(set, works);
    out.set(name, declared?.get(name) ?? (both && sizes.first(both)) ?? sizes.first(set) ?? 1);
  }
  for (const [name, value] of declared ?? []) out.set(name, value);
  return out;
}

/** The least allowed size above `from` that does not work, else the greatest below it. */
function nextBad(declared: SizeSet, works: SizeSet, from: number): number | undefined {
  const fails = sizes.complement(works);
  const bad = fails && sizes.intersect(declared, fails);
  if (!bad || sizes.isEmpty(bad)) return undefined;
  if (sizes.contains(bad, from)) return from;
  const { below, above } = sizes.nearest(bad, from);
  return above ?? below;
}

/** Tries sizes near `base`, the nearest above first. */
function search(
  scene: Scene,
  base: Values,
  names: readonly string[],
  good: (values: Values) => boolean,
): Values | undefined {
  const choices = names.map((name) => {
    const set = scene.symbols.declared(name);
    const start = base.get(name) ?? 1;
    const out = sizes.contains(set, start) ? [start] : [];
    let [low, high]: (number | undefined)[] = [start, start];
    while (out.length < TRIES && (low !== undefined || high !== undefined)) {
      if (high !== undefined) high = member(set, high + 1, "above");
      if (high !== undefined) out.push(high);
      if (low !== undefined) low = member(set, low - 1, "below");
      if (low !== undefined) out.push(low);
    }
    return out;
  });
  const total = Math.min(
    MAX_TRIES,
    choices.reduce((n, c) => n * Math.max(1, c.length), 1),
  );
  for (let i = 0; i < total; i++) {
    const values = new Map(base);
    let rest = i;
    names.forEach((name, k) => {
      const list = choices[k] ?? [];
      const value = list[rest % Math.max(1, list.length)];
      rest = Math.floor(rest / Math.max(1, list.length));
      if (value !== undefined) values.set(name, value);
    });
    if (good(values)) return values;
  }
  return undefined;
}

const member = (set: SizeSet, n: number, side: "below" | "above"): number | undefined =>
  sizes.contains(set, n) ? n : sizes.nearest(set, n)[side];

// ── The warning ──────────────────────────────────────────────────────────────────────────────────────────────────

function warn(scene: Scene, demands: readonly Demand[], missing: Needs, values: Values, first: Demand): void {
  const { dims, symbols, teller, findings } = scene;
  const clauses = printNeeds(dims, missing);
  const names = new Set(missing.sets.keys());
  for (const c of missing.relations) symbolsOf(dims, c, names);
  const counter = [...values].filter(([name]) => names.has(name));
  const broken = new Set<string>();
  for (const d of demands) if (d.node === first.node && d.claim === first.claim) symbolsOf(dims, d.plain, broken);
  const nearest = nearestOf(dims, missing, values);
  const near = nearestText(nearest);
  const bounds =
    missing.relations.length === 0 &&
    [...missing.sets].every(([name, set]) => isLowerBound(set) && !symbols.constrained(name));
  const shown = counter.filter(([name]) => broken.has(name));
  const clause = `At ${valuesText(shown.length > 0 ? shown : counter)}: ${teller.describe(first, symbols.values(values))}`;
  const limited = [...names].some((name) => symbols.constrained(name));
  const message = bounds
    ? `Works from ${[...missing.sets].map(([name, set]) => `${name} = ${sizes.first(set)}`).join(", ")} on. ${clause}`
    : `${clause}. ${limited ? "`where` allows this, but it works only" : "It works"} where ${clausesText(clauses)}${near === "" ? "" : ` (${near})`}${limited ? "" : "; state that in `where`"}`;
  const site = siteOf(first);
  const related: Related[] = [
    ...(first.node ? scene.trace(first.node, first.fault, symbols.values(values)) : []),
    ...others(scene, demands, first),
  ];
  const problem: Problem = {
    uri: site.uri,
    span: site.span,
    code: "condition-not-guaranteed",
    severity: bounds ? "hint" : "warning",
    message: scene.sentence(message),
    ...(related.length > 0 ? { related } : {}),
    condition: clauses,
    counterexample: Object.fromEntries(counter),
    ...(nearest ? { nearest } : {}),
    sets: missing.sets,
  };
  findings.add(problem, (first.node ?? first.claim).site);
}

/** Every other layer with a condition of its own, with that condition. Mere lower bounds are left out. */
function others(scene: Scene, demands: readonly Demand[], first: Demand): Related[] {
  const { dims, symbols } = scene;
  const byWho = new Map<unknown, Demand[]>();
  for (const d of demands) {
    const who = d.node ?? d.claim;
    if (who === (first.node ?? first.claim) || d.plain.kind === "atLeast") continue;
    const list = byWho.get(who);
    if (list) list.push(d);
    else if (byWho.size < MAX_SOLVED) byWho.set(who, [d]);
  }
  const out: Related[] = [];
  for (const list of byWho.values()) {
    const [own] = list;
    if (!own || out.length >= MAX_OTHERS) break;
    const alone = solve(
      dims,
      list.map((d) => d.plain),
    );
    if (alone.verdict !== "sometimes") continue;
    const clauses = printNeeds(dims, needsOf(dims, symbols, alone));
    if (clauses.length === 0) continue;
    const { uri, span } = siteOf(own);
    out.push({ uri, span, message: `${own.node ? layerName(own.node) : "this"} needs ${clauses.join(" and ")}` });
  }
  return out;
}

// ── No closed form ───────────────────────────────────────────────────────────────────────────────────────────────

function tooComplex(scene: Scene, { solution, demands }: Solved): void {
  const { dims, findings } = scene;
  const keys = new Set(solution.unsolved.map(conditionKey));
  const open = demands.filter((d) => keys.has(conditionKey(d.plain)));
  const concerned = open.length > 0 ? open : demands;
  const first = concerned[0];
  if (!first) return;
  const names = [...symbolsOf(dims, first.plain)];
  const base = goodValues(scene, { sets: solution.sets, relations: [] });
  const conditions = demands.map((d) => d.plain);
  const parts: string[] = [];
  const nearest: Record<string, { below: number | null; above: number | null }> = {};
  for (const name of names) {
    const around = scene.variant.cases[0]?.symbols.get(name) ?? Math.max(base.get(name) ?? 1, AROUND);
    const { below, above } = validNear(dims, conditions, name, around, base);
    nearest[name] = { below: below ?? null, above: above ?? null };
    const found = [below, above].filter((n) => n !== undefined);
    parts.push(
      found.length > 0 ? `valid near ${name}=${around}: ${found.join(", ")}` : `none found near ${name}=${around}`,
    );
  }
  const who = first.node ? layerName(first.node) : "this line";
  const site = siteOf(first);
  findings.add(
    {
      uri: site.uri,
      span: site.span,
      code: "too-complex",
      severity: "hint",
      message: scene.sentence(
        `For which sizes ${who} works has no closed form; ${parts.length > 0 ? parts.join("; ") : "it is only checked at the declared sizes"}`,
      ),
      ...(names.length > 0 ? { nearest } : {}),
    },
    (first.node ?? first.claim).site,
  );
}

/** A common size, where the file declares none. */
const AROUND = 256;
