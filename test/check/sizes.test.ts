/** What is said of sizes: declared ones, allowed ones, and those that no size fulfils. */
import { describe, expect, test } from "vitest";
import { checkModel } from "../../src/check/index.ts";
import { sizes } from "../../src/core/dim/index.ts";
import { Add, Concat, Conv, Model, Pool, ReLU, Up, unet } from "./build.ts";

const told = (model: Model) => model.check().map((p) => `${p.severity}[${p.code}] ${model.under(p)}`);

describe("a U-Net of four levels", () => {
  test("without `where` has one warning, with the exact condition, a counterexample and the nearest sizes", () => {
    const model = new Model();
    unet(model, 4);
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      code: "condition-not-guaranteed",
      severity: "warning",
      condition: ["H % 16 == 0", "W % 16 == 0"],
      counterexample: { H: 17, W: 17 },
      nearest: { H: { below: 16, above: 32 }, W: { below: 16, above: 32 } },
    });
    expect(problem?.message).toContain(
      'Concat "dec1.cat" cannot join its inputs: axis 2 is H = 17 from "enc1", but 2·⌊H/2⌋ = 16 from "dec1.up"',
    );
    expect([...(problem?.sets?.keys() ?? [])]).toEqual(["H", "W"]);
  });

  test("tells the other joins as related information, each with its own condition", () => {
    const model = new Model();
    unet(model, 4);
    const related = model.check()[0]?.related?.map((r) => r.message) ?? [];
    const others = related.filter((text) => text.includes("needs"));
    expect(others.map((text) => text.split(" needs ")[0])).toEqual([
      'Concat "dec4.cat"',
      'Concat "dec3.cat"',
      'Concat "dec2.cat"',
    ]);
  });

  test("walks back along both branches to where the sizes part", () => {
    const model = new Model();
    unet(model, 4);
    model.case({ N: 1, H: 232, W: 224 });
    const [problem] = model.check();
    expect(problem?.related?.map((r) => r.message).slice(0, 3)).toEqual([
      'both come from "enc4.0": ⌊H/8⌋ = 29',
      "down4 (Pool): ⌊H/16⌋ = 14",
      "dec4.up (Up): 2·⌊H/16⌋ = 28",
    ]);
  });

  // Counted from the input's side.
  test.each([
    [225, 1],
    [226, 2],
    [227, 2],
    [228, 3],
    [231, 3],
    [232, 4],
    [239, 4],
  ])("%i fails at skip %i, and there is no warning besides", (size, skip) => {
    const model = new Model();
    unet(model, 4);
    model.case({ N: 1, H: size, W: size });
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      code: "concat-mismatch",
      severity: "error",
      counterexample: { H: size, W: size },
      nearest: { H: { below: 224, above: 240 } },
    });
    expect(problem?.message).toMatch(new RegExp(`^At H=${size}, W=${size}: Concat "dec${skip}\\.cat"`));
    expect(problem?.message).toContain("(nearest: 224 or 240)");
  });

  test("a declared size that works leaves the warning, which fails just above it", () => {
    const model = new Model();
    unet(model, 4);
    model.case({ N: 1, H: 512, W: 512 }, { out: [1, 8, 512, 512] });
    expect(model.check()).toMatchObject([{ code: "condition-not-guaranteed", counterexample: { H: 513, W: 513 } }]);
  });

  test("a failing axis alone is named alone", () => {
    const model = new Model();
    unet(model, 4);
    model.case({ N: 1, H: 240, W: 236 });
    expect(model.check()).toMatchObject([
      { code: "concat-mismatch", condition: ["W % 16 == 0"], counterexample: { W: 236 } },
    ]);
  });

  test.each([16, 32, 48])("is content with multiples of %i", (modulus) => {
    for (const substituted of [true, false]) {
      const model = new Model();
      for (const name of ["H", "W"])
        model.symbol(name, sizes.residues(modulus, [[0, 0]]), substituted ? { modulus, residue: 0 } : undefined);
      unet(model, 4);
      expect(model.check()).toEqual([]);
    }
  });

  test.each([true, false])("is not content with multiples of 8 (substituted: %s)", (substituted) => {
    const model = new Model();
    model.symbol("H", sizes.residues(8, [[0, 0]]), substituted ? { modulus: 8, residue: 0 } : undefined);
    unet(model, 4, "N, 3, H, 64");
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      code: "condition-not-guaranteed",
      severity: "warning",
      condition: ["H % 16 == 0"],
      counterexample: { H: 24 },
      nearest: { H: { below: 16, above: 32 } },
    });
    expect(problem?.message).toContain("`where` allows this, but it works only where");
  });

  test("a substituted size is checked at declared sizes", () => {
    const model = new Model();
    model.symbol("H", undefined, { modulus: 8, residue: 0 });
    unet(model, 4, "N, 3, H, 64");
    model.case({ N: 1, H: 40 });
    expect(model.check()).toMatchObject([
      {
        code: "concat-mismatch",
        condition: ["H % 16 == 0"],
        counterexample: { H: 40 },
        nearest: { H: { below: 32, above: 48 } },
      },
    ]);
  });
});

describe("declared sizes", () => {
  test("must be among those that `where` allows", () => {
    const model = new Model();
    model.symbol("H", sizes.residues(16, [[0, 0]]));
    unet(model, 4, "N, 3, H, 64");
    model.case({ N: 1, H: 500 });
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "fails-at-size", severity: "error" });
    expect(problem?.message).toBe("H=500 is not a size that `where` allows: `H % 16 == 0`; nearest: H=496 or 512.");
    expect(problem && model.under(problem)).toBe("{ N: 1, H: 500 }");
  });

  test("must fulfil the relations of `where`", () => {
    const model = new Model();
    model.output("out", model.add("relu", ReLU, [model.input("x", "N, 3, H, W")]));
    model.relations.push({ kind: "equal", left: model.dim("H"), right: model.dim("W") });
    model.case({ N: 1, H: 8, W: 9 });
    expect(model.check()).toMatchObject([
      { code: "fails-at-size", message: "H=8, W=9 is not allowed by `where`: `H == W`." },
    ]);
  });

  test("must fit a symbol that `where` puts in place of another", () => {
    const model = new Model();
    model.alias("W", "H");
    model.output("out", model.add("relu", ReLU, [model.input("x", "N, 3, H, W")]));
    model.case({ N: 1, H: 8, W: 9 });
    expect(model.check()).toMatchObject([
      { code: "fails-at-size", message: "W=9 is not allowed by `where`, which makes it H = 8." },
    ]);
  });

  test("must give the shapes that they state", () => {
    const model = new Model();
    model.symbol("H", sizes.residues(1, [[0, 0]], 2));
    model.output("out", model.add("down", Pool, [model.input("x", "N, 3, H, 64")]));
    model.case({ N: 1, H: 64 }, { out: [1, 3, 31, undefined] });
    model.case({ N: 1, H: 66 }, { out: [1, 3, 33, 32] });
    model.case({ N: 1, H: 68 }, { out: [3, 34, 32] });
    expect(model.check().map((p) => p.message)).toEqual([
      'Output "out" is [1, 3, 32, 32] here, but [1, 3, 31, _] is stated: axis 2 is 32 (⌊H/2⌋), not 31.',
      'Output "out" has 4 axes, [1, 3, 34, 32], but [3, 34, 32] is stated.',
    ]);
  });

  test("fail once at one place, and the choice of parameters is said", () => {
    const variants = ["same", "crop"].map((join, i) => {
      const model = new Model();
      if (i > 0) model.overrides.set("join", join);
      unet(model, 1);
      model.case({ N: 1, H: i === 0 ? 32 : 33, W: 32 });
      return model.variant;
    });
    const errors = checkModel(variants).filter((p) => p.severity === "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toMatch(/^With join=crop: At H=33: Concat/);
  });
});

describe("conditions", () => {
  test("a smallest size alone is a hint, unless `where` speaks of the symbol", () => {
    for (const constrained of [false, true]) {
      const model = new Model();
      if (constrained) model.symbol("H", sizes.residues(1, [[0, 0]], 3));
      model.output("out", model.add("conv", Conv, [model.input("x", "N, 3, H, 64")], { o: 4, k: 7, p: 0 }));
      const [problem, ...more] = model.check();
      expect(more).toEqual([]);
      expect(problem).toMatchObject({
        code: "condition-not-guaranteed",
        severity: constrained ? "warning" : "hint",
        condition: ["H >= 7"],
        counterexample: constrained ? { H: 6 } : { H: 6 },
      });
      if (!constrained) expect(problem?.message).toMatch(/^Works from H = 7 on\. At H=6: Conv "conv" needs at least 7/);
    }
  });

  test("over two symbols are told as a relation, and `where` can guarantee them", () => {
    for (const declared of [false, true]) {
      const model = new Model();
      const a = model.input("a", "N, 3, H, 8");
      const b = model.input("b", "N, 3, W, 8");
      if (declared) model.relations.push({ kind: "equal", left: model.dim("W"), right: model.dim("H") });
      model.output("out", model.add("sum", Add, [a, b]));
      const problems = model.check();
      if (declared) expect(problems).toEqual([]);
      else {
        expect(problems).toMatchObject([{ code: "condition-not-guaranteed", severity: "warning" }]);
        expect(["H == W", "W == H"]).toContain(problems[0]?.condition?.join());
        const { H, W } = problems[0]?.counterexample ?? {};
        expect(H).not.toBe(W);
      }
    }
  });

  test("that `where` contradicts are a conflict", () => {
    const model = new Model();
    model.symbol("H", sizes.residues(2, [[1, 1]]));
    unet(model, 1, "N, 3, H, 64");
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "conditions-conflict", severity: "error" });
    expect(problem?.message).toBe(
      'Concat "dec1.cat" needs `H % 2 == 0`, but `where` allows only `H % 2 == 1`: no size is left.',
    );
  });

  test("that exclude each other are a conflict at the later layer, which names the other", () => {
    const model = new Model();
    const x = model.input("x", "N, 3, H, 8");
    const y = model.input("y", "N, 3, H + 1, 8");
    const even = model.add("even", Concat, [x, model.add("u", Up, [model.add("d", Pool, [x])])]);
    const odd = model.add("odd", Concat, [y, model.add("v", Up, [model.add("e", Pool, [y])])]);
    void even;
    void odd;
    const [problem, ...more] = model.check().filter((p) => p.severity === "error");
    expect(more).toEqual([]);
    expect(problem?.code).toBe("conditions-conflict");
    expect(problem?.message).toMatch(/^Concat "odd" needs .* which no size fulfils together with Concat "even"/);
    expect(problem?.related?.[0]?.message).toMatch(/^Concat "even" needs/);
  });

  test("are the same in two choices of parameters, and told once", () => {
    const variants = [1, 2].map(() => {
      const model = new Model();
      unet(model, 2);
      return model.variant;
    });
    expect(checkModel(variants)).toHaveLength(1);
  });
});

describe("advice", () => {
  test("is told for declared sizes only, once a layer", () => {
    const model = new Model();
    model.symbol("H", sizes.residues(1, [[0, 0]], 2));
    model.output("out", model.add("pool", Pool, [model.input("x", "N, 3, H, 64")]));
    expect(told(model)).toEqual([]);
    model.case({ N: 1, H: 224 });
    expect(told(model)).toEqual([]);
    model.case({ N: 1, H: 225 });
    model.case({ N: 1, H: 227 });
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "lossy-pool", severity: "hint" });
    expect(problem?.message).toMatch(/^At H=225: Pool "pool" leaves out the end of axis 2/);
  });

  test("is told of a fixed size, too", () => {
    const model = new Model();
    model.output("out", model.add("pool", Pool, [model.input("x", "N, 3, 225, 64")]));
    expect(told(model)).toEqual(["hint[lossy-pool] Pool()"]);
  });

  test("is left out where the size is refused", () => {
    const model = new Model();
    unet(model, 1);
    model.case({ N: 1, H: 225, W: 224 });
    expect(told(model)).toEqual(["error[concat-mismatch] Concat()"]);
  });
});
