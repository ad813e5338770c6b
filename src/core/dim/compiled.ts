/**
 * Sizes to be worked out for many values of a symbol: everything that they are made of is laid out once, parts before
 * wholes, and a value is one pass over it. Beyond the safe range numbers are rounded, and `exact` is false then.
 */
import type { Dim, Term } from "./dim.ts";
import { floorDiv, isSafe } from "./integer.ts";
import { reachable } from "./parts.ts";

interface Sum {
  readonly offset: number;
  readonly at: readonly number[];
  readonly by: readonly number[];
}

export interface Compiled {
  /** How many steps a value takes. */
  readonly length: number;
  /** What the sizes come to, in their order; the same array each time. */
  readonly values: Float64Array;
  /** Whether the last pass was exact all along. */
  exact: boolean;
  /** Gives every symbol one value, but those that have one already. */
  readonly run: (value: number) => void;
}

export function compile(dims: readonly Dim[], given: ReadonlyMap<string, number> = new Map()): Compiled {
  const terms = reachable(dims);
  const places = new Map(terms.map((term, i) => [term, i]));
  const known = new Float64Array(terms.length);
  const sum = (dim: Dim): Sum => ({
    offset: dim.offset,
    at: dim.terms.map((term) => places.get(term) ?? 0),
    by: dim.coefficients,
  });
  const total = ({ offset, at, by }: Sum): number => {
    let n = offset;
    for (let i = 0; i < at.length; i++) {
      n += (by[i] as number) * (known[at[i] as number] as number);
      // Beyond the safe range once is inexact for good, even when a later part brings it back.
      if (!isSafe(n)) out.exact = false;
    }
    return n;
  };
  const step = (term: Term): ((value: number) => number) => {
    switch (term.kind) {
      case "symbol": {
        const own = given.get(term.name);
        return own === undefined ? (value) => value : () => own;
      }
      case "floor": {
        const of = sum(term.of);
        return () => floor(total(of), term.by);
      }
      case "product": {
        const at = term.factors.map((factor) => places.get(factor) ?? 0);
        return () => at.reduce((product, place) => product * (known[place] as number), 1);
      }
      case "positive": {
        const of = sum(term.of);
        return () => Math.max(total(of), 0);
      }
      case "quotient": {
        const of = sum(term.of);
        const by = sum(term.by);
        return () => {
          const divisor = total(by);
          return divisor === 0 ? Number.NaN : floor(total(of), divisor);
        };
      }
      case "scale": {
        const of = sum(term.of);
        const factor = Number(term.factor);
        return () => Math.floor(total(of) * factor);
      }
      case "opaque":
        return () => Number.NaN;
    }
  };
  const steps = terms.map(step);
  const sums = dims.map(sum);
  const values = new Float64Array(dims.length);
  const out: Compiled = {
    length: steps.length + sums.length,
    values,
    exact: true,
    run: (value) => {
      out.exact = true;
      for (let i = 0; i < steps.length; i++) {
        const n = (steps[i] as (value: number) => number)(value);
        if (!isSafe(n)) out.exact = false;
        known[i] = n;
      }
      for (let i = 0; i < sums.length; i++) values[i] = total(sums[i] as Sum);
    },
  };
  return out;
}

const floor = (n: number, by: number): number => (isSafe(n) ? floorDiv(n, by) : Math.floor(n / by));
