import fc from "fast-check";
import { expect, test } from "vitest";
import { fcOptions } from "../../../harness/fuzz.ts";
import { run } from "../run.ts";

test("axes go, or stay with size 1", () => {
  const cases = fc
    .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 })
    .chain((shape) => fc.tuple(fc.constant(shape), fc.subarray([...shape.keys()])));
  fc.assert(
    fc.property(cases, fc.constantFrom("Mean", "Sum", "Amax", "Std", "Norm", "LogSumExp"), ([shape, axes], name) => {
      const gone = (axis: number) => axes.length === 0 || axes.includes(axis);
      const dim = axes.map((axis) => axis - shape.length);
      expect(run(name, { dim, keepdim: true }, [shape]).at({})).toEqual([
        shape.map((size, axis) => (gone(axis) ? 1 : size)),
      ]);
      expect(run(name, { dim }, [shape]).at({})).toEqual([shape.filter((_, axis) => !gone(axis))]);
    }),
    fcOptions(150),
  );
});

test("an axis may not come twice, by either of its names", () => {
  expect(run("Mean", { dim: [1, -2] }, ["[N, C, T]"]).faults.map(({ code, attribute }) => [code, attribute])).toEqual([
    ["attribute-range", "dim"],
  ]);
});

test("Max gives values and places along an axis, and one value of all", () => {
  expect(run("Max", { dim: 1 }, ["[N, C, T]"]).at({ N: 2, C: 3, T: 4 })).toEqual([
    [2, 4],
    [2, 4],
  ]);
  expect(run("Max", {}, ["[N, C, T]"]).at({})).toEqual([[]]);
});

test("the k largest need k of them", () => {
  const ran = run("TopK", { k: 5 }, ["[N, C]"]);
  expect([4, 5].map((C) => ran.holds({ N: 1, C }))).toEqual([false, true]);
  expect(ran.text).toBe("[N, 5]");
});

test("LogSumExp over no axis keeps what it then cannot add", () => {
  expect(run("LogSumExp", { dim: [] }, [[2, 3]]).faults).toMatchObject([{ code: "attribute-range", attribute: "dim" }]);
  expect(run("LogSumExp", { dim: [], keepdim: true }, [[2, 3]]).at({})).toEqual([[1, 1]]);
  expect(run("LogSumExp", { dim: [] }, [[]]).at({})).toEqual([[]]);
});
