/** Sizes that work near one that is asked for, by trying: for conditions without a closed form. */
import { compile } from "./compiled.ts";
import type { Condition, Dim } from "./dim.ts";
import { sidesOf } from "./items.ts";
import type { Nearest } from "./sizes.ts";
import type { Table } from "./table.ts";

/** So far on either side. */
const REACH = 4096;
/** Fewer where each takes long. */
const MAX_STEPS = 4_000_000;

/** The nearest values of `name` on both sides of `around`, it included, at which all conditions hold, the others as given. */
export function validNear(
  table: Table,
  conditions: readonly Condition[],
  name: string,
  around: number,
  base: ReadonlyMap<string, number>,
): Nearest {
  const others = new Map(base);
  others.delete(name);
  const dims = [...new Set(conditions.flatMap(sidesOf))];
  const places = new Map(dims.map((dim, i) => [dim, i]));
  if (dims.some((dim) => dim.overflow || table.symbols(dim).some((symbol) => symbol !== name && !others.has(symbol))))
    return {};
  const compiled = compile(dims, others);
  const reach = Math.min(REACH, Math.ceil(MAX_STEPS / (compiled.length + 1)));
  const at = (dim: Dim): number => compiled.values[places.get(dim) ?? 0] ?? Number.NaN;
  const works = (value: number): boolean => {
    compiled.run(value);
    return compiled.exact && conditions.every((condition) => holds(condition, at));
  };
  const search = (step: 1 | -1): number | undefined => {
    for (let i = 0; i <= reach; i++) {
      const value = around + step * i;
      if (value < 1) return undefined;
      if (works(value)) return value;
    }
    return undefined;
  };
  const below = search(-1);
  const above = search(1);
  return { ...(below === undefined ? {} : { below }), ...(above === undefined ? {} : { above }) };
}

function holds(condition: Condition, at: (dim: Dim) => number): boolean {
  switch (condition.kind) {
    case "equal":
      return at(condition.left) === at(condition.right);
    case "atLeast":
      return at(condition.left) >= at(condition.right);
    case "and":
      return condition.of.every((part) => holds(part, at));
    case "or":
      return condition.of.some((part) => holds(part, at));
    case "not":
      return !holds(condition.of, at);
    default:
      return condition.kind === "true";
  }
}
