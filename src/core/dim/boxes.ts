/**
 * A product of sizes that is to be a number: each symbol's factors must be a divisor, and for each way to share the
 * number out, the values of every symbol are found by themselves. `⌊H/16⌋·⌊W/16⌋ = 196` is nine boxes.
 */
import type { Dim, SymbolTerm, Term } from "./dim.ts";
import { gcd } from "./integer.ts";
import { symbolTerms } from "./intern.ts";
import { toldName } from "./names.ts";
import type { OneSymbol } from "./one_symbol.ts";
import { contentOf, factorsOf } from "./polynomial.ts";
import type { Run } from "./runs.ts";
import * as sizes from "./sizes.ts";
import type { Table } from "./table.ts";

export type Box = ReadonlyMap<string, Run>;

const MAX_NUMBER = 1e12;
const MAX_BOXES = 256;
const STEPS_A_UNIT = 1024;

/** Undefined where the sides are no such product and number, or there are too many boxes. */
export function boxesOf(table: Table, solver: OneSymbol, left: Dim, right: Dim): Box[] | undefined {
  const number = right.constant ?? left.constant;
  const product = right.constant === undefined ? right : left;
  if (number === undefined || product.constant !== undefined || number === 0) return undefined;
  const grouped = bySymbol(table, product);
  if (!grouped || number % grouped.constant !== 0) return grouped && [];
  const share = number / grouped.constant;
  if (Math.abs(share) > MAX_NUMBER) return undefined;
  if (!solver.meter.spend(Math.sqrt(Math.abs(share)) / STEPS_A_UNIT)) return undefined;
  const names = [...grouped.factors.keys()];
  const divisors = divisorsOf(Math.abs(share)).flatMap((d) => [d, -d]);
  const ranges = [...grouped.factors.values()].map((factor) => rangesOf(table, solver, factor, divisors));
  if (ranges.some((own) => own === undefined)) return undefined;
  let open: { readonly box: Box; readonly left: number }[] = [{ box: new Map(), left: share }];
  for (const [i, name] of names.entries()) {
    const own = ranges[i] as ReadonlyMap<number, readonly Run[]>;
    const last = i === names.length - 1;
    open = open.flatMap(({ box, left: rest }) =>
      [...own].flatMap(([divisor, runs]) =>
        rest % divisor !== 0 || (last && rest !== divisor)
          ? []
          : runs.map((run) => ({ box: new Map([...box, [name, run]]), left: rest / divisor })),
      ),
    );
    if (open.length > MAX_BOXES) return undefined;
  }
  const boxes = open.map(({ box }) => box);
  const start = (box: Box, name: string): number => box.get(name)?.[0] ?? 0;
  return boxes.sort((a, b) => {
    const name = names.find((n) => start(a, n) !== start(b, n));
    return name === undefined ? 0 : start(a, name) - start(b, name);
  });
}

interface Factor {
  readonly dim: Dim;
  readonly symbol: SymbolTerm;
}

/** A size as a number times a formula over each of its symbols, where it is that. */
function bySymbol(
  table: Table,
  product: Dim,
): { readonly constant: number; readonly factors: ReadonlyMap<string, Factor> } | undefined {
  const factors = new Map<string, Factor>();
  let constant = 1;
  let rest = product;
  const symbols = [...symbolTerms([product])].sort((a, b) => table.names.compare(toldName(a), toldName(b)));
  for (const symbol of symbols) {
    const parts = splitOff(table, rest, symbol.name);
    if (!parts || parts.own.overflow || parts.rest.overflow || factors.has(symbol.name)) return undefined;
    const content = contentOf(parts.own, true);
    constant *= content;
    factors.set(symbol.name, { dim: table.floorDiv(parts.own, content), symbol });
    rest = parts.rest;
  }
  if (rest.constant === undefined) return undefined;
  constant *= rest.constant;
  return factors.size > 1 && Number.isSafeInteger(constant) ? { constant, factors } : undefined;
}

/** Monomials by what they have of the symbol, and then by what else they have. */
type Rows = Map<
  string,
  { readonly own: readonly Term[]; readonly rest: Map<string, readonly [readonly Term[], number]> }
>;

/**
 * of = own · rest with own over `name` alone and rest without it. The coefficients of such a product, with a row for each
 * of own's monomials and a column for each of rest's, are multiples of one row.
 */
function splitOff(table: Table, of: Dim, name: string): { readonly own: Dim; readonly rest: Dim } | undefined {
  const rows: Rows = new Map();
  const put = (factors: readonly Term[], k: number): boolean => {
    const mentions = ({ symbols }: Term): boolean => symbols.some((symbol) => symbol.name === name);
    const own = factors.filter(mentions);
    if (own.some(({ symbols }) => symbols.length > 1)) return false;
    const others = factors.filter((factor) => !mentions(factor));
    let row = rows.get(keyOf(own));
    if (!row) rows.set(keyOf(own), (row = { own, rest: new Map() }));
    row.rest.set(keyOf(others), [others, k]);
    return true;
  };
  if (of.offset !== 0) put([], of.offset);
  for (const [i, term] of of.terms.entries()) if (!put(factorsOf(term), of.coefficients[i] as number)) return undefined;
  const [first] = rows.values();
  if (!first) return undefined;
  const common = [...first.rest.values()].reduce((g, [, k]) => gcd(g, k), 0);
  const own: Dim[] = [];
  for (const row of rows.values()) {
    if (row.rest.size !== first.rest.size) return undefined;
    const [key, [, k]] = [...first.rest][0] as [string, readonly [readonly Term[], number]];
    const times = (row.rest.get(key)?.[1] ?? 0) / (k / common);
    for (const [column, [, one]] of first.rest)
      if (row.rest.get(column)?.[1] !== times * (one / common)) return undefined;
    own.push(monomial(table, row.own, times));
  }
  const rest = [...first.rest.values()].map(([terms, k]) => monomial(table, terms, k / common));
  return { own: table.sum(own), rest: table.sum(rest) };
}

const keyOf = (factors: readonly Term[]): string => factors.map(({ id }) => id).join(" ");

const monomial = (table: Table, factors: readonly Term[], k: number): Dim =>
  table.product([table.int(k), ...factors.map((factor) => table.of(factor))]);

function divisorsOf(n: number): number[] {
  const out: number[] = [];
  for (let d = 1; d * d <= n; d++) if (n % d === 0) out.push(...(d * d === n ? [d] : [d, n / d]));
  return out.sort((a, b) => a - b);
}

/** For which values the factor is each divisor; undefined where one of them has no closed form, or no end. */
function rangesOf(
  table: Table,
  solver: OneSymbol,
  { dim, symbol }: Factor,
  divisors: readonly number[],
): ReadonlyMap<number, readonly Run[]> | undefined {
  const out = new Map<number, readonly Run[]>();
  const { name, lo, hi } = symbol;
  const of = solver.abstract(dim, name);
  for (const divisor of divisors) {
    if (divisor < dim.lo || divisor > dim.hi) continue;
    const all = solver.compare(table.sub(of, table.int(divisor)), "equal", lo);
    const set = all && (hi < Infinity ? sizes.intersect(all, sizes.finite([[lo, hi]], lo)) : all);
    if (!set || !sizes.isFinite(set)) return undefined;
    if (set.extra.length > 0) out.set(divisor, set.extra);
  }
  return out;
}
