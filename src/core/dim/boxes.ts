/**
 * A product of sizes that is to be a number: each symbol's factors must be a divisor, and for each way to share the
 * number out, the values of every symbol are found by themselves. `⌊H/16⌋·⌊W/16⌋ = 196` is nine boxes.
 */
import type { Dim } from "./dim.ts";
import { symbolTerms } from "./intern.ts";
import { solverOf } from "./one_symbol.ts";
import { factorsOf } from "./polynomial.ts";
import type { Run } from "./runs.ts";
import * as sizes from "./sizes.ts";
import type { Table } from "./table.ts";

export type Box = ReadonlyMap<string, Run>;

const MAX_NUMBER = 1e12;
const MAX_BOXES = 256;
const STEPS_A_UNIT = 1024;

/** Undefined where the sides are no such product and number, or there are too many boxes. */
export function boxesOf(table: Table, left: Dim, right: Dim): Box[] | undefined {
  const number = right.constant ?? left.constant;
  const product = right.constant === undefined ? right : left;
  if (number === undefined || product.constant !== undefined || number === 0) return undefined;
  const grouped = bySymbol(table, product);
  if (!grouped || number % grouped.constant !== 0) return grouped && [];
  const share = number / grouped.constant;
  if (Math.abs(share) > MAX_NUMBER) return undefined;
  solverOf(table).meter.spend(Math.sqrt(Math.abs(share)) / STEPS_A_UNIT);
  const names = [...grouped.factors.keys()];
  const divisors = divisorsOf(Math.abs(share)).flatMap((d) => [d, -d]);
  const ranges = [...grouped.factors.values()].map((factor) => rangesOf(table, factor, divisors));
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
  readonly lo: number;
  readonly hi: number;
}

/** The factors, each over one symbol, multiplied together by symbol. */
function bySymbol(
  table: Table,
  product: Dim,
): { readonly constant: number; readonly factors: ReadonlyMap<string, Factor> } | undefined {
  let constant = 1;
  const factors = new Map<string, Factor>();
  for (const factor of product.factors ?? monomial(table, product) ?? []) {
    if (factor.constant !== undefined) {
      constant *= factor.constant;
      continue;
    }
    const [symbol, second] = symbolTerms([factor]);
    if (!symbol || second) return undefined;
    const known = factors.get(symbol.name);
    factors.set(symbol.name, {
      dim: known ? table.mul(known.dim, factor) : factor,
      lo: symbol.lo,
      hi: symbol.hi,
    });
  }
  return factors.size > 0 && constant !== 0 && Number.isSafeInteger(constant) ? { constant, factors } : undefined;
}

function monomial(table: Table, product: Dim): Dim[] | undefined {
  const [term, second] = product.terms;
  if (!term || second || product.offset !== 0) return undefined;
  return [table.int(product.coefficients[0] as number), ...factorsOf(term).map((factor) => table.of(factor))];
}

function divisorsOf(n: number): number[] {
  const out: number[] = [];
  for (let d = 1; d * d <= n; d++) if (n % d === 0) out.push(...(d * d === n ? [d] : [d, n / d]));
  return out.sort((a, b) => a - b);
}

/** For which values the factor is each divisor; undefined where one of them has no closed form, or no end. */
function rangesOf(
  table: Table,
  { dim, lo, hi }: Factor,
  divisors: readonly number[],
): ReadonlyMap<number, readonly Run[]> | undefined {
  const solver = solverOf(table);
  const out = new Map<number, readonly Run[]>();
  const [name] = table.symbols(dim);
  if (name === undefined) return undefined;
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
