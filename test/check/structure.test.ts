/** What is said whatever the sizes are: certain mistakes, what is not needed, what is superfluous. */
import { describe, expect, test } from "vitest";
import { checkModel } from "../../src/check/index.ts";
import type { Problem } from "../../src/core/diagnostic.ts";
import { Add, Concat, Conv, Model, Norm, Pool, ReLU } from "./build.ts";

const told = (model: Model) => model.check().map((p) => `${p.severity}[${p.code}] ${model.under(p)}`);

/** The text after a fix. */
function fixed(text: string, problem: Problem | undefined): string {
  let out = text;
  for (const { span, text: by } of [...(problem?.fixes?.[0]?.edits ?? [])].sort(
    (a, b) => b.span.start - a.span.start,
  )) {
    out = out.slice(0, span.start) + by + out.slice(span.end);
  }
  return out;
}

describe("certain mistakes", () => {
  test("a join names both producers and both sizes", () => {
    const model = new Model();
    const x = model.input("x", "N, 3, 64, 64");
    const out = model.add("cat", Concat, [x, model.add("down", Pool, [x])]);
    model.output("out", out);
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem?.message).toBe(
      'Concat "cat" cannot join its inputs: axis 2 is 64 from "x", but 32 from "down". CropLike or ResizeLike would make them equal.',
    );
    expect(problem?.related?.map((r) => r.message)).toEqual(['both come from "x": 64', "down (Pool): 32"]);
  });

  test("in a block that is placed many times are one problem that lists the places", () => {
    const model = new Model();
    let x = model.input("x", "N, 3, 64, 64");
    for (const name of ["a", "b", "c"]) {
      x = model.inside(name, "Bad", () => {
        const down = model.add("down", Pool, [x]);
        model.output(name, model.add("sum", Add, [down, model.add("deeper", Pool, [down])]));
        return down;
      });
    }
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "add-mismatch", severity: "error" });
    expect(problem?.related?.filter((r) => r.message === "placed here").map((r) => model.under(r))).toEqual([
      "a: Bad()",
      "b: Bad()",
      "c: Bad()",
    ]);
  });

  test("a setting that is wrong is underlined itself, and nothing follows from it", () => {
    const model = new Model();
    const x = model.input("x", "N, 3, 32, 32");
    const conv = model.add("conv", Conv, [x], { o: 8, in_channels: 1 });
    model.output("out", model.add("sum", Add, [conv, model.add("again", Conv, [conv], { o: 8 })]));
    const [problem, ...more] = model.check();
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      code: "channel-mismatch",
      message: 'Conv "conv" says `in_channels=1`, but axis 1 of "x" is 3.',
    });
    expect(problem && model.under(problem)).toBe("in_channels=1");
  });

  test("several sizes that one `=>` gets wrong are one mistake", () => {
    const model = new Model();
    const x = model.input("x", "N, 3, 32, 32");
    const conv = model.add("conv", Conv, [x], { o: 4 });
    model.output("out", conv);
    for (const [axis, expected, got] of [
      [1, "5", "4"],
      [2, "30", "32"],
    ] as const) {
      model.claim(
        conv,
        { kind: "false" },
        { code: "expectation-mismatch", axis, expected: model.dim(expected), got: model.dim(got) },
      );
    }
    expect(model.check()).toMatchObject([
      {
        code: "expectation-mismatch",
        message: 'Conv "conv" gives [N, 4, 32, 32], but `=>` says 5 on axis 1 and 30 on axis 2.',
      },
    ]);
  });

  test("a size that an earlier mistake left open is not spoken of", () => {
    const model = new Model();
    const x = model.input("x", "N, 3, 64, 64");
    const bad = model.add("bad", Add, [x, model.add("down", Pool, [x])]);
    const again = model.add("again", Add, [bad, x]);
    model.output("out", model.add("third", Concat, [again, bad]));
    expect(model.check().map((p) => p.message.split(" ")[1])).toEqual(['"bad"']);
  });
});

describe("unused layers", () => {
  test("are hints, one a layer, and one for a block of which nothing is needed", () => {
    const model = new Model();
    const x = model.input("x", "N, 3, 32, 32");
    model.input("spare", "N, 3");
    const used = model.add("used", ReLU, [x]);
    model.add("lone", ReLU, [used]);
    model.inside("side", "Side", () =>
      model.inside("inner", "Inner", () => model.add("b", ReLU, [model.add("a", ReLU, [x])])),
    );
    model.output("out", used);
    expect(model.check().map((p) => [p.code, p.severity, p.tag, p.message.split(":")[0]])).toEqual([
      ["unused-layer", "hint", "unnecessary", 'No layer takes input "spare".'],
      ["unused-layer", "hint", "unnecessary", 'No output needs ReLU "lone"'],
      ["unused-layer", "hint", "unnecessary", 'No output needs "side"'],
    ]);
  });

  test("are not told of what another use of the same block needs, nor under other parameters", () => {
    const build = (which: "a" | "b"): Model => {
      const model = new Model();
      const x = model.input("x", "N, 3, 32, 32");
      const part = (name: string) =>
        model.inside(name, "Two", () => ({ a: model.add("a", ReLU, [x]), b: model.add("b", ReLU, [x]) }))[which];
      model.output("out", model.add("sum", Add, [part("one"), part("two")]));
      return model;
    };
    expect(told(build("a"))).toEqual(["hint[unused-layer] ReLU()"]);
    expect(checkModel([build("a").variant, build("b").variant])).toEqual([]);
  });

  test("are not told when an output is broken", () => {
    const model = new Model();
    model.add("lone", ReLU, [model.input("x", "N, 3, 32, 32")]);
    model.output("out", undefined);
    expect(model.check()).toEqual([]);
  });
});

describe("superfluous settings", () => {
  test("a size that follows from the input can be left out", () => {
    for (const values of [
      { o: 8, in_channels: 3 },
      { in_channels: 3, o: 8 },
      { o: 8, in_channels: 3, k: 3 },
    ]) {
      const model = new Model();
      model.output("out", model.add("conv", Conv, [model.input("x", "N, 3, 32, 32")], values));
      const [problem, ...more] = model.check();
      expect(more).toEqual([]);
      expect(problem).toMatchObject({ code: "redundant-attribute", severity: "hint", tag: "unnecessary" });
      expect(fixed(model.text, problem)).toMatch(/^Conv\(o=8(, k=3)?\)$/m);
    }
  });

  test("a size that a symbol must have is a statement, not superfluous", () => {
    const model = new Model();
    model.output("out", model.add("conv", Conv, [model.input("x", "N, C, 32, 32")], { o: 8, in_channels: 3 }));
    expect(model.check()).toMatchObject([{ code: "condition-not-guaranteed", condition: ["C == 3"] }]);
  });

  test("a bias before a norm has no effect, if nothing else reads it", () => {
    for (const [values, others, expected] of [
      [{ o: 8 }, 0, ["hint[redundant-bias] Conv(o=8)"]],
      [{ o: 8, bias: false }, 0, []],
      [{ o: 8 }, 1, []],
    ] as const) {
      const model = new Model();
      const conv = model.add("conv", Conv, [model.input("x", "N, 3, 32, 32")], values);
      const norm = model.add("norm", Norm, [conv]);
      model.output("out", others === 0 ? norm : model.add("sum", Add, [norm, conv]));
      expect(told(model)).toEqual(expected);
    }
  });

  test("its fix writes the setting", () => {
    for (const values of [{ o: 8 }, { o: 8, bias: true, k: 3 }]) {
      const model = new Model();
      model.output(
        "out",
        model.add("norm", Norm, [model.add("conv", Conv, [model.input("x", "N, 3, 32, 32")], values)]),
      );
      expect(fixed(model.text, model.check()[0])).toMatch(/^Conv\(o=8, bias=false(, k=3)?\)$/m);
    }
  });
});

test("a network of 100,000 layers is looked at once", () => {
  const model = new Model();
  let x = model.input("x", "N, 8, H, W");
  for (let i = 0; i < 100_000; i++) x = model.add(`relu${i}`, i % 2 ? ReLU : Norm, [x]);
  model.output("out", model.add("sum", Add, [x, model.add("down", Pool, [x])]));
  model.case({ N: 1, H: 64, W: 64 });
  const [problem] = model.check().filter((p) => p.severity === "error");
  expect(problem?.code).toBe("add-mismatch");
});
