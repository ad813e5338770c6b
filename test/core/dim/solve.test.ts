import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/dim/decide.ts";
import { type Condition, type Dim, Dims, parseDim, sizes, solve, validNear } from "../../../src/core/dim/index.ts";
import { fcOptions } from "../../harness/fuzz.ts";
import { meaning, sizeOf, type Tree, trees } from "./trees.ts";

const UP_TO = 600;

const at = (n: number): ReadonlyMap<string, number> => new Map([["H", n]]);

const size = (dims: Dims, text: string): Dim => {
  const { value, problem } = parseDim(dims, text);
  if (!value) throw new Error(problem);
  return value;
};

const equal = (dims: Dims, left: string, right: string): Condition => ({
  kind: "equal",
  left: size(dims, left),
  right: size(dims, right),
});

const atLeast = (dims: Dims, left: string, right: string): Condition => ({
  kind: "atLeast",
  left: size(dims, left),
  right: size(dims, right),
});

/** The set of H that the solver finds, held against every size; false when it gave up. */
function agrees(dims: Dims, conditions: readonly Condition[], good: (n: number) => boolean): boolean {
  const { verdict, sets, unsolved } = solve(dims, conditions);
  if (unsolved.length > 0) {
    expect(verdict).toBe("unknown");
    return false;
  }
  const set = sets.get("H");
  for (let n = 1; n <= UP_TO; n++) {
    const said = verdict === "always" || (verdict !== "never" && (set === undefined || sizes.contains(set, n)));
    if (said !== good(n)) throw new Error(`differs at ${n}: ${set && sizes.print(set, "H")}`);
  }
  return true;
}

/** All symbols are H. */
function alone(tree: Tree): Tree {
  switch (tree.kind) {
    case "number":
      return tree;
    case "symbol":
      return { kind: "symbol", name: "H" };
    case "floor":
    case "ceil":
    case "mod":
      return { ...tree, of: alone(tree.of) };
    case "quotient":
      return { ...tree, of: alone(tree.of), name: "H" };
    default:
      return { ...tree, left: alone(tree.left), right: alone(tree.right) };
  }
}

const affine = trees({ quotients: false, products: false }).map(alone);
const anything = trees({ quotients: false }).map(alone);

const sides = (tree: fc.Arbitrary<Tree>) => fc.tuple(tree, tree);

/** How many of the cases may have no closed form. */
function mostly<T>(arbitrary: fc.Arbitrary<T>, runs: number, share: number, solved: (value: T) => boolean): void {
  let failed = 0;
  fc.assert(
    fc.property(arbitrary, (value) => {
      if (!solved(value)) failed++;
    }),
    fcOptions(runs),
  );
  expect(failed).toBeLessThanOrEqual(Math.ceil(share * fcOptions(runs).numRuns));
}

describe("conditions over one symbol, against every size up to 600", () => {
  test("equations of sums, floors and maxima", () => {
    mostly(sides(affine), 200, 0.1, ([left, right]) => {
      const dims = new Dims();
      const condition: Condition = { kind: "equal", left: sizeOf(dims, left), right: sizeOf(dims, right) };
      return agrees(dims, [condition], (n) => meaning(left, at(n)) === meaning(right, at(n)));
    });
  });

  test("inequalities", () => {
    mostly(sides(affine), 200, 0.1, ([left, right]) => {
      const dims = new Dims();
      const condition: Condition = { kind: "atLeast", left: sizeOf(dims, left), right: sizeOf(dims, right) };
      return agrees(dims, [condition], (n) => meaning(left, at(n)) >= meaning(right, at(n)));
    });
  });

  test("products too", () => {
    mostly(fc.tuple(anything, anything, fc.boolean()), 120, 0.35, ([left, right, same]) => {
      const dims = new Dims();
      const [a, b] = [sizeOf(dims, left), sizeOf(dims, right)];
      return agrees(dims, [{ kind: same ? "equal" : "atLeast", left: a, right: b }], (n) =>
        same ? meaning(left, at(n)) === meaning(right, at(n)) : meaning(left, at(n)) >= meaning(right, at(n)),
      );
    });
  });

  test("what `and`, `or` and `not` make of them", () => {
    type Logic =
      | { readonly kind: "equal" | "atLeast"; readonly left: Tree; readonly right: Tree }
      | { readonly kind: "and" | "or" | "not"; readonly of: readonly Logic[] };
    const small = fc.oneof(
      fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 0, max: 11 })).map(
        ([by, rest]): Logic => ({
          kind: "equal",
          left: { kind: "mod", of: { kind: "symbol", name: "H" }, by },
          right: { kind: "number", value: rest },
        }),
      ),
      sides(affine).map(([left, right]): Logic => ({ kind: "atLeast", left, right })),
    );
    const logic = fc.letrec<{ logic: Logic }>((tie) => ({
      logic: fc.oneof(
        { maxDepth: 3 },
        small,
        fc
          .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("logic"), { maxLength: 3 }))
          .map(([kind, of]): Logic => ({ kind, of })),
        tie("logic").map((of): Logic => ({ kind: "not", of: [of] })),
      ),
    })).logic;
    const conditionOf = (dims: Dims, c: Logic): Condition => {
      if ("left" in c) return { kind: c.kind, left: sizeOf(dims, c.left), right: sizeOf(dims, c.right) };
      const of = c.of.map((part) => conditionOf(dims, part));
      return c.kind === "not" ? { kind: "not", of: { kind: "and", of } } : { kind: c.kind, of };
    };
    const holds = (c: Logic, n: number): boolean => {
      if ("left" in c) {
        const [a, b] = [meaning(c.left, at(n)), meaning(c.right, at(n))];
        return c.kind === "equal" ? a === b : a >= b;
      }
      if (c.kind === "or") return c.of.some((part) => holds(part, n));
      return c.of.every((part) => holds(part, n)) === (c.kind === "and");
    };
    mostly(fc.array(logic, { minLength: 1, maxLength: 3 }), 200, 0.1, (all) => {
      const dims = new Dims();
      return agrees(
        dims,
        all.map((c) => conditionOf(dims, c)),
        (n) => all.every((c) => holds(c, n)),
      );
    });
  });
});

describe("encoders and decoders", () => {
  interface Level {
    readonly stride: number;
    readonly kernel: number;
    readonly padding: number;
    readonly ceil: boolean;
  }
  const level: fc.Arbitrary<Level> = fc.record({
    stride: fc.constantFrom(2, 2, 3, 4),
    kernel: fc.integer({ min: 1, max: 7 }),
    padding: fc.integer({ min: 0, max: 3 }),
    ceil: fc.boolean(),
  });
  /** Rounded division of a possibly negative number. */
  const down = ({ stride, kernel, padding, ceil }: Level, x: number): number =>
    (ceil ? Math.ceil((x + 2 * padding - kernel) / stride) : Math.floor((x + 2 * padding - kernel) / stride)) + 1;

  test("with random strides, kernels, paddings and rounding", () => {
    mostly(fc.array(level, { minLength: 1, maxLength: 4 }), 200, 0.02, (levels) => {
      const dims = new Dims();
      let x = dims.symbol("H");
      const skips: Dim[] = [];
      const conditions: Condition[] = [];
      for (const { stride, kernel, padding, ceil } of levels) {
        skips.push(x);
        const wide = dims.add(x, dims.int(2 * padding - kernel));
        x = dims.add(ceil ? dims.ceilDiv(wide, stride) : dims.floorDiv(wide, stride), dims.int(1));
        conditions.push({ kind: "atLeast", left: x, right: dims.int(1) });
      }
      for (const [i, { stride }] of [...levels.entries()].reverse()) {
        const up = dims.scaleBy(stride, x);
        conditions.push({ kind: "equal", left: up, right: skips[i] as Dim });
        x = skips[i] as Dim;
      }
      const works = (n: number): boolean => {
        const numbers = [n];
        for (const one of levels) numbers.push(down(one, numbers.at(-1) as number));
        return levels.every(
          ({ stride }, i) => (numbers[i + 1] as number) >= 1 && stride * (numbers[i + 1] as number) === numbers[i],
        );
      };
      return agrees(dims, conditions, works);
    });
  });

  test.each<[string, string, readonly (readonly [string, string])[]]>([
    ["a ResNet encoder", "H % 32 in (0, 31)", [1, 2, 3, 4].map((k) => [`2*cd(H,${2 ** (k + 1)})`, `cd(H,${2 ** k})`])],
    ["it and the input", "H % 32 == 0", [0, 1, 2, 3, 4].map((k) => [`2*cd(H,${2 ** (k + 1)})`, `cd(H,${2 ** k})`])],
    [
      "a pyramid from stride 4 on",
      "H % 32 not in 1..28",
      [2, 3, 4].map((k) => [`2*cd(H,${2 ** (k + 1)})`, `cd(H,${2 ** k})`]),
    ],
    [
      "a window of 7",
      "H % 28 == 0",
      [
        ["mod(fd(H,4),7)", "0"],
        ["4*fd(H,4)", "H"],
      ],
    ],
  ])("%s needs %s", (_, clause, equations) => {
    const dims = new Dims();
    const { sets } = solve(
      dims,
      equations.map(([left, right]) => equal(dims, left, right)),
    );
    const set = sets.get("H");
    expect(set && sizes.print(set, "H")).toBe(clause);
  });

  test("forty levels deep, without counting out the period", () => {
    const dims = new Dims();
    const conditions: Condition[] = [];
    for (let k = 0; k < 40; k++)
      conditions.push(equal(dims, `2*fd(H,${2 ** (k + 1)})`, k === 0 ? "H" : `fd(H,${2 ** k})`));
    const { verdict, sets } = solve(dims, conditions);
    expect(verdict).toBe("sometimes");
    expect(sets.get("H")).toEqual(sizes.residues(2 ** 40, [[0, 0]]));
  });

  test("unpadded convolutions by the thousand need one search", () => {
    const dims = new Dims();
    const conditions: Condition[] = [];
    for (let k = 1; k <= 5000; k++) conditions.push(atLeast(dims, `H - ${2 * k}`, "1"));
    expect(solve(dims, conditions).sets.get("H")).toEqual(sizes.residues(1, [[0, 0]], 10001));
  });

  test("nested without end", () => {
    const dims = new Dims();
    const conditions: Condition[] = [];
    let x = dims.symbol("H");
    for (let k = 0; k < 1000; k++) {
      x = dims.floorDiv(dims.scaleBy(k % 2 === 0 ? 3 : 2, x), k % 2 === 0 ? 2 : 3);
      conditions.push({ kind: "atLeast", left: x, right: dims.int(1) });
    }
    const set = solve(dims, conditions).sets.get("H");
    const least = set && sizes.first(set);
    expect(least).toBeTypeOf("number");
    const holds = (n: number) => conditions.every((c) => dims.holds(c, at(n)) === true);
    expect([holds(least ?? 0), holds((least ?? 0) - 1)]).toEqual([true, false]);
  });
});

describe("conditions over several symbols", () => {
  test("are the same for both axes", () => {
    const dims = new Dims();
    const { sets, relations } = solve(dims, [equal(dims, "2*fd(H,2)", "H"), equal(dims, "2*fd(W,2)", "W")]);
    expect(relations).toEqual([]);
    expect([...sets]).toEqual([
      ["H", sizes.residues(2, [[0, 0]])],
      ["W", sizes.residues(2, [[0, 0]])],
    ]);
  });

  test("give one symbol by another, which takes over its conditions", () => {
    const dims = new Dims();
    const { verdict, sets, bindings, relations } = solve(dims, [
      equal(dims, "H", "W + 3"),
      equal(dims, "mod(W,16)", "0"),
      equal(dims, "mod(H,2)", "1"),
    ]);
    expect(verdict).toBe("sometimes");
    expect(relations).toEqual([]);
    expect([...bindings].map(([name, dim]) => `${name} = ${dims.print(dim)}`)).toEqual(["W = H - 3"]);
    expect([...sets]).toEqual([["H", sizes.residues(16, [[3, 3]], 4)]]);
  });

  test("that exclude each other name the guilty ones, and what was put into them", () => {
    const dims = new Dims();
    const even = equal(dims, "mod(H,2)", "0");
    const odd = equal(dims, "mod(W,2)", "1");
    const third = equal(dims, "mod(H,3)", "0");
    expect(solve(dims, [third, even, odd, equal(dims, "H", "W")])).toMatchObject({
      verdict: "never",
      conflict: [1, 2, 3],
    });
    expect(solve(dims, [third, even, equal(dims, "mod(H,4)", "3"), odd])).toMatchObject({
      verdict: "never",
      conflict: [1, 2],
    });
    expect(solve(dims, [third, equal(dims, "2*H", "2*fd(H,3)+1"), even])).toMatchObject({
      verdict: "never",
      conflict: [1],
    });
  });

  test("that are a product and a number are boxes", () => {
    const dims = new Dims();
    const { boxes, relations } = solve(dims, [equal(dims, "512*fd(H,32)*fd(W,32)", "25088")]);
    expect(relations).toEqual([]);
    expect(boxes?.map((box) => Object.fromEntries(box))).toEqual([
      { H: [32, 63], W: [1568, 1599] },
      { H: [224, 255], W: [224, 255] },
      { H: [1568, 1599], W: [32, 63] },
    ]);
    const square = solve(dims, [equal(dims, "fd(H,32)*fd(W,32)", "49"), equal(dims, "H", "W")]);
    expect(square.sets.get("H")).toEqual(sizes.finite([[224, 255]]));
    const odd = solve(dims, [equal(dims, "fd(H,32)*fd(W,32)", "49"), equal(dims, "H", "100")]);
    expect(odd.verdict).toBe("never");
  });

  test("that stay open are told as they are", () => {
    const dims = new Dims();
    const open = equal(dims, "mod(C*H*W,7)", "0");
    const either: Condition = { kind: "or", of: [equal(dims, "fd(H,2)", "fd(W,2)"), equal(dims, "H", "1")] };
    const { verdict, relations } = solve(dims, [open, either]);
    expect(verdict).toBe("sometimes");
    expect(relations).toEqual([open, either]);
  });

  test("always and never are proved over several symbols, too", () => {
    const dims = new Dims();
    const verdict = (left: string, right: string) =>
      decide(dims, "equal", dims.sub(size(dims, left), size(dims, right))).verdict;
    expect(verdict("fd(H+1,2)+fd(W,2)", "fd(H,2)+fd(W+1,2)+mod(H,2)-mod(W,2)")).toBe("always");
    expect(verdict("fd(H,2)+fd(H+1,2)+W", "H+W+1")).toBe("never");
    expect(verdict("2*H", "2*W+1")).toBe("never");
    expect(verdict("fd(H+W,2)", "fd(H,2)+fd(W,2)")).toBe("sometimes");
    expect(decide(dims, "atLeast", size(dims, "H*W")).verdict).toBe("always");
    expect(decide(dims, "atLeast", size(dims, "H-2*fd(H,2)")).verdict).toBe("always");
    expect(decide(dims, "atLeast", size(dims, "H-2")).verdict).toBe("sometimes");
  });

  test("verdicts are never wrong", () => {
    const three = trees({ quotients: false });
    fc.assert(
      fc.property(
        sides(three),
        fc.array(fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 40 }))), { maxLength: 8 }),
        ([left, right], points) => {
          const dims = new Dims();
          const difference = dims.sub(sizeOf(dims, left), sizeOf(dims, right));
          const [zero, positive] = [
            decide(dims, "equal", difference).verdict,
            decide(dims, "atLeast", difference).verdict,
          ];
          for (const [h, w, c] of points) {
            const values = new Map([
              ["H", h ?? 1],
              ["W", w ?? 1],
              ["C", c ?? 1],
            ]);
            const sign = meaning(left, values) - meaning(right, values);
            if (zero === "always") expect(sign).toBe(0n);
            if (zero === "never") expect(sign).not.toBe(0n);
            if (positive === "always") expect(sign >= 0n).toBe(true);
            if (positive === "never") expect(sign < 0n).toBe(true);
          }
        },
      ),
      fcOptions(200),
    );
  });

  test("random conditions over two symbols agree with every pair of sizes", () => {
    const two = trees({ quotients: false, products: false });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), two, two), { minLength: 1, maxLength: 3 }), (all) => {
        const dims = new Dims();
        const conditions = all.map(
          ([same, left, right]): Condition => ({
            kind: same ? "equal" : "atLeast",
            left: sizeOf(dims, left),
            right: sizeOf(dims, right),
          }),
        );
        const solution = solve(dims, conditions);
        for (let h = 1; h <= 14; h++)
          for (let w = 1; w <= 14; w++) {
            const values = new Map([
              ["H", h],
              ["W", w],
              ["C", ((h * w) % 9) + 1],
            ]);
            const good = all.every(([same, left, right]) => {
              const sign = meaning(left, values) - meaning(right, values);
              return same ? sign === 0n : sign >= 0n;
            });
            const said =
              solution.verdict !== "never" &&
              [...solution.sets].every(([name, set]) => sizes.contains(set, values.get(name) ?? 1)) &&
              [...solution.bindings].every(([name, dim]) => dims.evaluate(dim, values) === values.get(name)) &&
              [...solution.relations, ...solution.unsolved].every((c) => dims.holds(c, values) === true);
            if (!solution.boxes && said !== good) throw new Error(`differs at ${h}, ${w}`);
          }
      }),
      fcOptions(150),
    );
  });
});

describe("symbols", () => {
  test("keep to their own bounds", () => {
    const dims = new Dims();
    const from = dims.symbol("A", { min: 0, max: 20 });
    const even: Condition = { kind: "equal", left: dims.mod(from, 8), right: dims.int(0) };
    expect(solve(dims, [even]).sets.get("A")).toEqual(sizes.finite([0, 8, 16], 0));
    const few: Condition = { kind: "atLeast", left: dims.int(20), right: from };
    expect(solve(dims, [few]).verdict).toBe("always");
    expect(decide(dims, "equal", dims.sub(from, dims.int(21))).verdict).toBe("never");
    expect(decide(dims, "atLeast", dims.sub(dims.int(20), from)).verdict).toBe("always");
  });

  test("with a single value settle what they are part of", () => {
    const dims = new Dims();
    const all = [equal(dims, "fd(H,16)", "14"), equal(dims, "mod(H,16)", "0"), equal(dims, "mod(H*C*W,7*W)", "0")];
    expect(solve(dims, all)).toMatchObject({ verdict: "sometimes", relations: [] });
    const bad = [equal(dims, "H", "7"), equal(dims, "fd(H,2)*C*W", "5*W")];
    expect(solve(dims, bad)).toMatchObject({ verdict: "never", conflict: [0, 1] });
  });
});

describe("what has no closed form", () => {
  test("is said so, and valid sizes nearby are found by trying", () => {
    const dims = new Dims();
    const odd = dims.scale(dims.symbol("H"), "0.29");
    const condition: Condition = { kind: "equal", left: dims.mod(odd, 2), right: dims.int(0) };
    const { verdict, unsolved } = solve(dims, [condition]);
    expect([verdict, unsolved]).toEqual(["unknown", [condition]]);
    const near = validNear(dims, [condition], "H", 100, new Map());
    expect(near).toEqual({ below: 100, above: 100 });
    expect(Math.floor(100 * 0.29) % 2).toBe(0);
    expect(validNear(dims, [equal(dims, "H", "9999")], "H", 100, new Map())).toEqual({});
    expect(validNear(dims, [equal(dims, "H*W", "64")], "H", 20, new Map([["W", 4]]))).toEqual({ below: 16 });
  });

  test("but with a slope the finitely many sizes are", () => {
    const dims = new Dims();
    const odd = dims.scale(dims.symbol("H"), "0.29");
    const { sets } = solve(dims, [{ kind: "equal", left: odd, right: dims.int(28) }]);
    const all = Array.from({ length: 300 }, (_, i) => i + 1).filter((n) => Math.floor(n * 0.29) === 28);
    expect(sets.get("H")).toEqual(sizes.finite(all));
  });
});
