/**
 * Conditions as `where` clauses. Whatever is printed here can be pasted into a model file and means the same there.
 */
import { symbolsOf } from "../core/condition.ts";
import { type Condition, type Dim, type Dims, type SizeSet, type Solution, sizes } from "../core/dim/index.ts";
import { conditionKey } from "./demands.ts";
import type { Symbols } from "./symbols.ts";

/** `H == W`, `2*h <= H or h == 1`. */
export function printCondition(dims: Dims, condition: Condition, inner = false): string {
  const ascii = { ascii: true };
  switch (condition.kind) {
    case "true":
    case "false":
      return condition.kind;
    case "equal":
      return `${dims.print(condition.left, ascii)} == ${dims.print(condition.right, ascii)}`;
    case "atLeast":
      // A number reads better on the right.
      return condition.left.constant === undefined
        ? `${dims.print(condition.left, ascii)} >= ${dims.print(condition.right, ascii)}`
        : `${dims.print(condition.right, ascii)} <= ${dims.print(condition.left, ascii)}`;
    case "and":
    case "or": {
      const [only, second] = condition.of;
      if (!only) return condition.kind === "and" ? "true" : "false";
      if (!second) return printCondition(dims, only, inner);
      const parts = condition.kind === "and" ? ranges(dims, condition.of) : condition.of;
      const texts = parts.map((c) => (typeof c === "string" ? c : printCondition(dims, c, true)));
      const text = texts.join(` ${condition.kind} `);
      return inner && texts.length > 1 ? `(${text})` : text;
    }
    case "not":
      return `not (${printCondition(dims, condition.of)})`;
  }
}

/** Both bounds of one size are a range: `H in 16..19`. */
function ranges(dims: Dims, parts: readonly Condition[]): (Condition | string)[] {
  const out: (Condition | string)[] = [];
  for (const part of parts) {
    const before = out.at(-1);
    const low = part.kind === "atLeast" && typeof before === "object" && before.kind === "atLeast" ? before : undefined;
    if (
      part.kind === "atLeast" &&
      low?.right.constant !== undefined &&
      part.left.constant !== undefined &&
      low.left === part.right
    )
      out[out.length - 1] = `${dims.print(low.left, { ascii: true })} in ${low.right.constant}..${part.left.constant}`;
    else out.push(part);
  }
  return out;
}

/** What must hold for a model to work, apart by symbol where that is possible. */
export interface Needs {
  readonly sets: ReadonlyMap<string, SizeSet>;
  /** Over several symbols, or over one without a set. */
  readonly relations: readonly Condition[];
}

export function needsOf(dims: Dims, symbols: Symbols, solution: Solution): Needs {
  const relations: Condition[] = [...solution.relations];
  for (const [name, dim] of solution.bindings)
    relations.push({ kind: "equal", left: symbols.symbol(name), right: dim });
  if (solution.boxes) {
    relations.push({
      kind: "or",
      of: solution.boxes.map((box) => ({
        kind: "and",
        of: [...box].flatMap(([name, [low, high]]): Condition[] => {
          const size = symbols.symbol(name);
          if (low === high) return [{ kind: "equal", left: size, right: dims.int(low) }];
          const least: Condition = { kind: "atLeast", left: size, right: dims.int(low) };
          return Number.isFinite(high) ? [least, { kind: "atLeast", left: dims.int(high), right: size }] : [least];
        }),
      })),
    });
  }
  const distinct = new Map(relations.map((c) => [relationKey(c), c]));
  const sets = new Map<string, SizeSet>();
  for (const [name, set] of solution.sets) {
    // Outside the residue class that a substitution stands for nothing is known, and nothing is allowed.
    sets.set(name, (symbols.substituted(name) ? sizes.intersect(symbols.declared(name), set) : undefined) ?? set);
  }
  return { sets, relations: [...distinct.values()] };
}

/** `H == W` is `W == H`. */
function relationKey(condition: Condition): string {
  if (condition.kind !== "equal") return conditionKey(condition);
  const [a, b] = [condition.left.id, condition.right.id];
  return `equal${Math.min(a, b)},${Math.max(a, b)}`;
}

/** One `where` clause a symbol, then the relations. */
export function printNeeds(dims: Dims, needs: Needs): string[] {
  const out: string[] = [];
  for (const [name, set] of needs.sets) {
    const size = dims.symbol(name);
    const said = needs.relations.some((relation) => {
      const own = leaves(relation, size, set.lowest);
      return own !== undefined && sizes.isSubset(own, set) === true;
    });
    if (!said && !sizes.isAll(set)) out.push(sizes.print(set, name));
  }
  for (const relation of needs.relations) out.push(printCondition(dims, relation));
  return out;
}

/** The sizes that a condition leaves to one symbol, as far as bounds of the symbol itself say it. */
function leaves(condition: Condition, size: Dim, lowest: number): SizeSet | undefined {
  switch (condition.kind) {
    case "equal":
    case "atLeast": {
      const { left, right, kind } = condition;
      if (left === size && right.constant !== undefined)
        return kind === "equal"
          ? sizes.finite([right.constant], lowest)
          : sizes.residues(1, [[0, 0]], right.constant, lowest);
      if (right === size && left.constant !== undefined)
        return sizes.finite([kind === "equal" ? left.constant : [lowest, left.constant]], lowest);
      return undefined;
    }
    case "and": {
      const sets = condition.of.map((c) => leaves(c, size, lowest)).filter((s) => s !== undefined);
      return sets.reduce<SizeSet | undefined>((a, b) => (a ? sizes.intersect(a, b) : b), undefined);
    }
    case "or": {
      const sets = condition.of.map((c) => leaves(c, size, lowest));
      return sets.reduce((a, b) => (a && b ? sizes.union(a, b) : undefined));
    }
    default:
      return undefined;
  }
}

/** `H % 16 == 0` and `W % 16 == 0`, set as code. */
export const clausesText = (clauses: readonly string[]): string =>
  clauses.length === 0 ? "" : clauses.map((c) => `\`${cut(c)}\``).join(clauses.length > 2 ? ", " : " and ");

/** Beyond so many characters a message ends a clause; the whole stands in the problem's `condition`. */
const MAX_CLAUSE = 240;

const cut = (clause: string): string => (clause.length > MAX_CLAUSE ? `${clause.slice(0, MAX_CLAUSE - 1)}…` : clause);

export type Nearest = Readonly<Record<string, { readonly below: number | null; readonly above: number | null }>>;

/** The nearest good sizes to each symbol's value, where a symbol alone decides. */
export function nearestOf(
  dims: Dims,
  { sets, relations }: Needs,
  values: ReadonlyMap<string, number>,
): Nearest | undefined {
  const out: Record<string, { below: number | null; above: number | null }> = {};
  const tied = new Set<string>();
  for (const relation of relations) symbolsOf(dims, relation, tied);
  for (const [name, set] of sets) {
    const value = values.get(name);
    if (tied.has(name) || value === undefined || sizes.contains(set, value)) continue;
    const { below, above } = sizes.nearest(set, value);
    out[name] = { below: below ?? null, above: above ?? null };
  }
  return Object.keys(out).length > 0 ? out : undefined;
}

/** `nearest: 224 or 240`, by symbol where they differ; empty when there are none. */
export function nearestText(nearest: Nearest | undefined): string {
  if (!nearest) return "";
  const parts = Object.entries(nearest).flatMap(([name, { below, above }]) => {
    const numbers = [below, above].filter((n) => n !== null);
    return numbers.length > 0 ? [[name, numbers.join(" or ")] as const] : [];
  });
  const [first] = parts;
  if (!first) return "";
  if (parts.length > 1 && parts.every(([, text]) => text === first[1])) return `nearest: ${first[1]}`;
  return `nearest: ${parts.map(([name, text]) => `${name}=${text}`).join(", ")}`;
}
