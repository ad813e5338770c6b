/** What a table says does not depend on what it worked out before: sessions keep theirs while a model is edited. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Condition, Dims, solve, validNear } from "../../../src/core/dim/index.ts";
import { fcOptions } from "../../harness/fuzz.ts";
import { NAMES, sizeOf, type Tree, trees } from "./trees.ts";

const plain = trees({ quotients: false });
const questions = fc.array(fc.tuple(fc.constantFrom("equal", "atLeast", "not", "or"), plain, plain), {
  minLength: 1,
  maxLength: 3,
});

function condition(dims: Dims, kind: "equal" | "atLeast" | "not" | "or", left: Tree, right: Tree): Condition {
  const [a, b] = [sizeOf(dims, left), sizeOf(dims, right)];
  const equal: Condition = { kind: "equal", left: a, right: b };
  if (kind === "equal") return equal;
  if (kind === "not") return { kind: "not", of: equal };
  const atLeast: Condition = { kind: "atLeast", left: a, right: b };
  return kind === "atLeast" ? atLeast : { kind: "or", of: [equal, { kind: "not", of: atLeast }] };
}

function told(dims: Dims, { kind, ...rest }: Condition): unknown {
  if ("left" in rest) return [kind, dims.print(rest.left, { ascii: true }), dims.print(rest.right, { ascii: true })];
  if (!("of" in rest)) return kind;
  return [kind, ...(Array.isArray(rest.of) ? rest.of : [rest.of]).map((part: Condition) => told(dims, part))];
}

/** All that is said of the questions, as text. */
function account(dims: Dims, asked: readonly (readonly ["equal" | "atLeast" | "not" | "or", Tree, Tree])[]): unknown {
  const conditions = asked.map(([kind, left, right]) => condition(dims, kind, left, right));
  const { verdict, sets, bindings, boxes, relations, unsolved, conflict } = solve(dims, conditions);
  return {
    sizes: asked.flatMap(([, left, right]) =>
      [left, right].map((tree) => [dims.print(sizeOf(dims, tree)), dims.print(sizeOf(dims, tree), { ascii: true })]),
    ),
    compared: asked.map(([, left, right]) => [
      dims.compare(sizeOf(dims, left), sizeOf(dims, right)).kind,
      dims.compareAtLeast(sizeOf(dims, left), sizeOf(dims, right)).kind,
    ]),
    verdict,
    sets: [...sets],
    bindings: [...bindings].map(([name, dim]) => [name, dims.print(dim)]),
    boxes: boxes?.map((box) => [...box]),
    relations: relations.map((one) => told(dims, one)),
    unsolved: unsolved.map((one) => told(dims, one)),
    conflict,
    near: validNear(dims, conditions, "H", 40, new Map(NAMES.map((name) => [name, 24]))),
  };
}

test("a fresh table and one with a past say the same", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(trees(), trees()), { maxLength: 12 }), questions, (past, asked) => {
      const old = new Dims();
      for (const name of [...NAMES].reverse()) old.symbol(name);
      for (const [left, right] of past) {
        const [a, b] = [sizeOf(old, left), sizeOf(old, right)];
        old.compareAtLeast(a, b);
        solve(old, [{ kind: "equal", left: a, right: b }]);
      }
      expect(account(old, asked)).toEqual(account(new Dims(), asked));
    }),
    fcOptions(150),
  );
});

test("nor on the order in which it met the parts of a question", () => {
  fc.assert(
    fc.property(questions, (asked) => {
      const old = new Dims();
      for (const [kind, left, right] of [...asked].reverse()) condition(old, kind, right, left);
      expect(account(old, asked)).toEqual(account(new Dims(), asked));
    }),
    fcOptions(100),
  );
});

test("symbols are told in the order in which they were declared", () => {
  const dims = new Dims();
  const [H, W, N] = [dims.symbol("H"), dims.symbol("W"), dims.symbol("N")];
  const product = dims.product([W, N, H]);
  expect(dims.print(product)).toBe("H·N·W");
  dims.names.declare(["N", "H", "W"]);
  expect(dims.print(product)).toBe("N·H·W");
  expect(dims.symbols(product)).toEqual(["N", "H", "W"]);
  const condition: Condition = { kind: "equal", left: dims.add(H, dims.int(3)), right: W };
  const given = () => [...solve(dims, [condition]).bindings].map(([name, dim]) => `${name} = ${dims.print(dim)}`);
  expect(given()).toEqual(["W = H + 3"]);
  dims.names.declare(["W", "H"]);
  expect(given()).toEqual(["H = W - 3"]);
});
