/**
 * Sizes that are left open (`C?`, a Linear without in_features), bound by what must be equal. A hole that stands alone in
 * an equation, times something free of it, is that equation's quotient; one inside a rounding is given its value only
 * when there is just one. The operators infer their settings from shapes and need none of this: it answers the reference
 * statements about holes.
 */
import { decide } from "./decide.ts";
import type { Condition, Dim } from "./dim.ts";
import { symbolTerms } from "./intern.ts";
import { Meter } from "./meter.ts";
import { OneSymbol } from "./one_symbol.ts";
import { contentOf, factorsOf, without } from "./polynomial.ts";
import { cancelled } from "./several.ts";
import * as sizes from "./sizes.ts";
import type { Table } from "./table.ts";

export interface Bound {
  readonly bindings: ReadonlyMap<string, Dim>;
  /** What must hold for the bindings to be whole numbers. */
  readonly require: readonly Condition[];
  /** The equation that nothing fulfils, by its place. */
  readonly error?: number;
  /** Where an equation leaves few values to a hole. */
  readonly choices: ReadonlyMap<string, readonly number[]>;
}

interface Equation {
  readonly place: number;
  readonly of: Dim;
}

/** Values that a hole inside a rounding is tried with: paddings, strides, kernels. */
const TRIED = 64;
const MAX_WORK = 10_000;

export function bindHoles(table: Table, holes: readonly string[], equations: readonly (readonly [Dim, Dim])[]): Bound {
  const open = new Set(holes);
  const bindings = new Map<string, Dim>();
  const require: Condition[] = [];
  const choices = new Map<string, readonly number[]>();
  let left = equations.map(([a, b], place): Equation => ({ place, of: cancelled(table, table.sub(a, b)) }));
  const bind = (name: string, value: Dim): void => {
    open.delete(name);
    const by = new Map([[name, value]]);
    for (const [other, dim] of bindings) bindings.set(other, table.substitute(dim, by));
    bindings.set(name, value);
    left = left.map(({ place, of }) => ({ place, of: cancelled(table, table.substitute(of, by)) }));
    for (const [i, condition] of require.entries())
      if (condition.kind === "equal") require[i] = { ...condition, left: table.substitute(condition.left, by) };
  };
  for (;;) {
    const failing = left.find(({ of }) => decide(table, "equal", of).verdict === "never");
    if (failing) return { bindings, require, error: failing.place, choices };
    left = left.filter(({ of }) => of.constant !== 0);
    const outright = left.map((equation) => ({ equation, step: isolated(table, equation.of, open) }));
    const found = outright.find(({ step }) => step);
    if (found?.step) {
      const { name, value, least, rest } = found.step;
      if (value.hi < least) return { bindings, require, error: found.equation.place, choices };
      left = left.filter((equation) => equation !== found.equation);
      bind(name, value);
      if (rest && rest.constant !== 0) require.push({ kind: "equal", left: rest, right: table.int(0) });
      continue;
    }
    const searched = left.find(({ of }) => holesOf(of, open).length === 1);
    if (!searched) break;
    left = left.filter((equation) => equation !== searched);
    const [name = ""] = holesOf(searched.of, open);
    const values = valuesOf(table, searched.of, name);
    const [only, second] = values ?? [];
    if (values && only === undefined) return { bindings, require, error: searched.place, choices };
    if (only !== undefined && second === undefined) bind(name, table.int(only));
    else if (values) choices.set(name, values);
  }
  for (const { of } of left)
    if (holesOf(of, open).length === 0 && of.constant === undefined)
      require.push({ kind: "equal", left: table.floorDiv(of, contentOf(of, true)), right: table.int(0) });
  return { bindings, require, choices };
}

const holesOf = (of: Dim, open: ReadonlySet<string>): string[] => [
  ...new Set(symbolTerms([of]).flatMap(({ name }) => (open.has(name) ? [name] : []))),
];

interface Step {
  readonly name: string;
  readonly value: Dim;
  /** The least value that the hole may have. */
  readonly least: number;
  /** What must be 0 for it to come out even. */
  readonly rest: Dim | undefined;
}

/** A hole that every monomial either has once, outside roundings, or does not mention. */
function isolated(table: Table, of: Dim, open: ReadonlySet<string>): Step | undefined {
  for (const { name, lo: least } of symbolTerms([of])) {
    if (!open.has(name)) continue;
    const own = cofactorOf(table, of, name);
    if (!own || holesOf(own.cofactor, open).length > 0) continue;
    const { cofactor, others } = own;
    const exact = table.divideExact(others, cofactor);
    if (exact) return { name, value: exact, least, rest: undefined };
    if (cofactor.constant === undefined) continue;
    const [n, d] = cofactor.constant < 0 ? [table.neg(others), -cofactor.constant] : [others, cofactor.constant];
    // Other holes may still make it come out even, or not.
    if (holesOf(others, open).length > 0) continue;
    return { name, value: table.floorDiv(n, d), least, rest: table.mod(n, d) };
  }
  return undefined;
}

/** cofactor · hole = others. */
function cofactorOf(table: Table, of: Dim, name: string): { readonly cofactor: Dim; readonly others: Dim } | undefined {
  const cofactors: Dim[] = [];
  const others: Dim[] = [table.int(-of.offset)];
  for (const [i, term] of of.terms.entries()) {
    const k = of.coefficients[i] as number;
    if (!term.symbols.some((symbol) => symbol.name === name)) {
      others.push(table.scaleBy(-k, table.of(term)));
      continue;
    }
    const factors = factorsOf(term);
    const hole = factors.find((factor) => factor.kind === "symbol" && factor.name === name);
    const rest = hole && without(factors, [hole]);
    if (!rest || rest.some((factor) => factor.symbols.some((symbol) => symbol.name === name))) return undefined;
    cofactors.push(table.product([table.int(k), ...rest.map((factor) => table.of(factor))]));
  }
  return { cofactor: table.sum(cofactors), others: table.sum(others) };
}

/** The values of a hole inside roundings for which the equation always holds; undefined where they are not counted out. */
function valuesOf(table: Table, of: Dim, name: string): number[] | undefined {
  const symbols = symbolTerms([of]);
  const hole = symbols.find((symbol) => symbol.name === name);
  if (symbols.length === 1 && hole) {
    const solver = new OneSymbol(table, new Meter(MAX_WORK));
    const set = solver.compare(solver.abstract(of, name), "equal", hole.lo);
    if (!set) return undefined;
    if (!sizes.isFinite(set)) return undefined;
    return set.extra.flatMap(([low, high]) =>
      Array.from({ length: Math.min(high - low + 1, TRIED) }, (_, i) => low + i),
    );
  }
  const values: number[] = [];
  for (let value = Math.max(hole?.lo ?? 1, 0); value <= TRIED; value++) {
    const at = table.substitute(of, new Map([[name, table.int(value)]]));
    if (decide(table, "equal", at).verdict === "always") values.push(value);
  }
  return values.length > 0 ? values : undefined;
}
