/**
 * Sizes over several symbols. Whether one is always 0 is decided exactly: every symbol of an innermost floor is split into
 * residues until no floor is left, and a polynomial that is not the zero polynomial is not 0 everywhere. That one is never
 * 0 is seen from a common factor of its coefficients, or from bounds, only.
 */
import type { Dim } from "./dim.ts";
import { symbolTerms } from "./intern.ts";
import type { Meter } from "./meter.ts";
import { smallestPrime } from "./modular.ts";
import { partsUpTo } from "./parts.ts";
import { commonFactors, contentOf } from "./polynomial.ts";
import type { Table } from "./table.ts";

export type Verdict = "always" | "never" | "sometimes" | "unknown";

const MAX_KIDS = 4096;
const PARTS_A_UNIT = 16;

/** Without the monomial of sizes ≥ 1 that all of it has in common: its zeros and its sign stay the same. */
export function cancelled(table: Table, of: Dim): Dim {
  let rest = of;
  for (const factor of commonFactors([of]))
    if (factor.lo >= 1) rest = table.divideExact(rest, table.of(factor)) ?? rest;
  return rest;
}

/** `sometimes` is said of what is not always 0, and not seen to be never 0. */
export function zeroOfSeveral(table: Table, meter: Meter, of: Dim): Verdict {
  const parts = partsUpTo(of);
  if (!parts || parts.some(({ kind }) => kind !== "symbol" && kind !== "floor" && kind !== "product")) return "unknown";
  const symbols = symbolTerms([of]);
  // A size that has an end could be 0 for all the values there are.
  if (symbols.some(({ hi }) => hi < Infinity)) return "unknown";
  const free = new Map(symbols.map(({ name }, i) => [name, table.symbol(`·${i}`, { min: -Infinity })]));
  return new Splitter(table, meter).verdict(table.substitute(of, free));
}

class Splitter {
  private readonly table: Table;
  private readonly known = new Map<Dim, Verdict>();
  private readonly meter: Meter;

  constructor(table: Table, meter: Meter) {
    this.table = table;
    this.meter = meter;
  }

  verdict(of: Dim): Verdict {
    if (of.constant !== undefined) return of.constant === 0 ? "always" : "never";
    if (of.overflow) return "unknown";
    if (of.lo > 0 || of.hi < 0 || of.offset % contentOf(of, false) !== 0) return "never";
    let verdict = this.known.get(of);
    if (!verdict) this.known.set(of, (verdict = this.fresh(of)));
    return verdict;
  }

  private fresh(of: Dim): Verdict {
    const { table } = this;
    const parts = partsUpTo(of);
    if (!parts) return "unknown";
    const innermost = parts.find(({ kind }) => kind === "floor");
    if (innermost?.kind !== "floor") return "sometimes";
    const prime = smallestPrime(innermost.by);
    const names = innermost.symbols.map(({ name }) => name);
    const count = prime ** names.length;
    if (count > MAX_KIDS) return "unknown";
    let verdict: Verdict | undefined;
    for (let k = 0; k < count; k++) {
      if (!this.meter.spend(1 + parts.length / PARTS_A_UNIT)) return "unknown";
      const split = new Map<string, Dim>();
      let rest = k;
      for (const name of names) {
        const y = table.symbol(name, { min: -Infinity });
        split.set(name, table.add(table.scaleBy(prime, y), table.int(rest % prime)));
        rest = Math.floor(rest / prime);
      }
      const own = this.verdict(table.substitute(of, split));
      if (own === "sometimes" || own === "unknown") return own;
      if (verdict && own !== verdict) return "sometimes";
      verdict = own;
    }
    return verdict ?? "unknown";
  }
}
