/** Random formulas as trees, with a meaning of their own to compare sizes with. */
import fc from "fast-check";
import type { Dim } from "../../../src/core/dim/index.ts";
import type { Table } from "../../../src/core/dim/table.ts";

export type Tree =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "add" | "sub" | "mul" | "min" | "max"; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "floor" | "ceil" | "mod"; readonly of: Tree; readonly by: number }
  /** Divided by a symbol plus a number, at least 1. */
  | { readonly kind: "quotient"; readonly of: Tree; readonly name: string; readonly plus: number };

export const NAMES = ["H", "W", "C"] as const;

/** With quotients by formulas, or without: those are no polynomials of floors. */
export function trees(options: { readonly quotients?: boolean; readonly products?: boolean } = {}): fc.Arbitrary<Tree> {
  const { quotients = true, products = true } = options;
  return fc.letrec<{ tree: Tree }>((tie) => {
    const tree = tie("tree");
    const number = fc.integer({ min: -9, max: 20 }).map((value): Tree => ({ kind: "number", value }));
    const symbol = fc.constantFrom(...NAMES).map((name): Tree => ({ kind: "symbol", name }));
    const leaf = fc.oneof({ arbitrary: symbol, weight: 3 }, { arbitrary: number, weight: 1 });
    const pairs = fc
      .tuple(fc.constantFrom("add", "sub", "add", "min", "max", ...(products ? (["mul"] as const) : [])), tree, tree)
      .map(([kind, left, right]): Tree => ({ kind, left, right }) as Tree);
    const rounded = fc
      .tuple(fc.constantFrom("floor", "ceil", "mod"), tree, fc.integer({ min: 1, max: 12 }))
      .map(([kind, of, by]): Tree => ({ kind, of, by }) as Tree);
    const quotient = fc
      .tuple(tree, fc.constantFrom(...NAMES), fc.integer({ min: 0, max: 3 }))
      .map(([of, name, plus]): Tree => ({ kind: "quotient", of, name, plus }));
    const weighted = [
      { arbitrary: leaf, weight: 3 },
      { arbitrary: pairs, weight: 4 },
      { arbitrary: rounded, weight: 4 },
      { arbitrary: quotient, weight: quotients ? 1 : 0 },
    ];
    return { tree: fc.oneof({ maxDepth: 5, depthSize: "large" }, ...weighted) };
  }).tree;
}

export function sizeOf(table: Table, tree: Tree): Dim {
  switch (tree.kind) {
    case "number":
      return table.int(tree.value);
    case "symbol":
      return table.symbol(tree.name);
    case "floor":
      return table.floorDiv(sizeOf(table, tree.of), tree.by);
    case "ceil":
      return table.ceilDiv(sizeOf(table, tree.of), tree.by);
    case "mod":
      return table.mod(sizeOf(table, tree.of), tree.by);
    case "quotient":
      return table.floorDiv(sizeOf(table, tree.of), table.add(table.symbol(tree.name), table.int(tree.plus)));
    default:
      return table[tree.kind](sizeOf(table, tree.left), sizeOf(table, tree.right));
  }
}

const floor = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;

/** What it comes to, without the algebra. */
export function meaning(tree: Tree, at: ReadonlyMap<string, number>): bigint {
  const value = (name: string): bigint => BigInt(at.get(name) ?? 0);
  switch (tree.kind) {
    case "number":
      return BigInt(tree.value);
    case "symbol":
      return value(tree.name);
    case "quotient":
      return floor(meaning(tree.of, at), value(tree.name) + BigInt(tree.plus));
    case "floor":
    case "ceil":
    case "mod": {
      const [n, by] = [meaning(tree.of, at), BigInt(tree.by)];
      if (tree.kind === "floor") return floor(n, by);
      return tree.kind === "ceil" ? -floor(-n, by) : n - by * floor(n, by);
    }
    default: {
      const [a, b] = [meaning(tree.left, at), meaning(tree.right, at)];
      if (tree.kind === "add") return a + b;
      if (tree.kind === "sub") return a - b;
      if (tree.kind === "mul") return a * b;
      return a < b === (tree.kind === "min") ? a : b;
    }
  }
}

export const values: fc.Arbitrary<ReadonlyMap<string, number>> = fc
  .tuple(...NAMES.map(() => fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3000 }))))
  .map((numbers) => new Map(NAMES.map((name, i) => [name, numbers[i] ?? 1])));
