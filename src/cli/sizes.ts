/** The sizes at which a table is shown: those of the file, or those that `--at` gives. */
import { sizes } from "../core/dim/index.ts";
import type { Graph, Variant } from "../core/graph.ts";
import { listed, nearestName } from "../core/nearest.ts";
import { visible } from "../export/safe-text.ts";
import { type Refusal, refuse } from "./io.ts";

export interface Sizes {
  /** For `Dims.evaluate`. */
  readonly at: ReadonlyMap<string, number>;
  /** `N=1, H=224, W=224`. */
  readonly text: string;
  /** True when the file gave them and nothing else did. */
  readonly own: boolean;
}

/** Undefined when neither the file nor the caller gives any. */
export function sizesFor(
  variant: Variant,
  variants: readonly Variant[],
  given: ReadonlyMap<string, string>,
): Sizes | undefined | Refusal {
  const { graph } = variant;
  const own = variant.cases[0] ?? variants.flatMap(({ cases }) => cases)[0];
  const values = new Map<string, number>([...(own?.symbols ?? [])].filter(([name]) => graph.symbols.has(name)));
  for (const [name, text] of given) {
    const info = graph.symbols.get(name);
    if (!info) return refuse(noSymbol(graph, name));
    if (!/^\d{1,15}$/.test(text)) return refuse(`--at takes whole numbers, not ${visible(name)}=${visible(text)}.`);
    values.set(name, Number(text));
  }
  if (values.size === 0 && graph.symbols.size > 0) return undefined;
  const at = new Map<string, number>();
  for (const [name, value] of values) {
    const refused = place(graph, name, value, at, given.has(name));
    if (refused) return refused;
  }
  // What another symbol decides (`where: H == W`).
  for (const { name, dim } of graph.symbols.values()) {
    const value = at.has(name) ? undefined : graph.dims.evaluate(dim, at);
    if (value === undefined) continue;
    at.set(name, value);
    values.set(name, value);
  }
  const text = [...values].map(([name, value]) => `${name}=${value}`).join(", ");
  return { at, text, own: given.size === 0 };
}

function noSymbol(graph: Graph, name: string): string {
  const names = [...graph.symbols.keys()];
  if (names.length === 0) return "--at has nothing to set: the model has no symbols, its sizes are all numbers.";
  const nearest = nearestName(name, names);
  return `the model has no symbol ${visible(name)}${nearest ? `; did you mean ${nearest}?` : `; it has ${listed(names, "and")}.`}`;
}

/** Sets what stands for the symbol in formulas, which after `where: H % 16 == 0` is q with H = 16·q. */
function place(
  graph: Graph,
  name: string,
  value: number,
  at: Map<string, number>,
  given: boolean,
): Refusal | undefined {
  const { dims } = graph;
  const info = graph.symbols.get(name);
  if (!info) return undefined;
  at.set(name, value);
  if (given && !sizes.contains(info.declared, value)) {
    const { below, above } = sizes.nearest(info.declared, value);
    const near = [below, above].filter((size) => size !== undefined);
    return refuse(
      `\`where\` does not allow ${name}=${value}: ${sizes.describe(info.declared, name)}${near.length > 0 ? `; nearest ${near.length > 1 ? "are" : "is"} ${near.join(" and ")}` : ""}.`,
    );
  }
  const { constant } = info.dim;
  if (constant !== undefined && constant !== value)
    return refuse(
      `what is placed depends on ${name}, so it can be shown only for the values that \`sizes\` names; here that is ${constant}.`,
    );
  const [inner, ...more] = dims.symbols(info.dim);
  if (inner === undefined || more.length > 0 || inner === name) return undefined;
  const zero = dims.evaluate(info.dim, new Map([[inner, 0]]));
  const one = dims.evaluate(info.dim, new Map([[inner, 1]]));
  if (zero === undefined || one === undefined || one === zero) return undefined;
  const number = (value - zero) / (one - zero);
  const before = at.get(inner);
  if (!Number.isInteger(number) || (before !== undefined && before !== number))
    return refuse(
      `\`where\` does not allow ${name}=${value}${before === undefined ? "" : ` together with ${inner}=${before}`}.`,
    );
  at.set(inner, number);
  return undefined;
}
