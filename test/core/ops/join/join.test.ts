import fc from "fast-check";
import { expect, test } from "vitest";
import { fcOptions } from "../../../harness/fuzz.ts";
import { run } from "../run.ts";

test("Concat joins what Split cuts", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 2 }),
      (parts, dim) => {
        const whole = [2, 3, 4];
        whole[dim] = parts.reduce((a, b) => a + b, 0);
        const cut = run("Split", { split_size_or_sections: parts, dim }, [whole]).at({}) as number[][];
        expect(run("Concat", { dim: dim - 3 }, cut).at({})).toEqual([whole]);
      },
    ),
    fcOptions(80),
  );
});

test("a mismatch names the tensor that does not fit the first, the axis and both sizes", () => {
  const { faults, outputs } = run("Concat", {}, ["[N, 64, 56, 56]", "[N, 32, 56, 56]", "[N, 8, 28, 56]"]);
  expect(faults.map(({ code, input, axis }) => ({ code, input, axis }))).toEqual([
    { code: "concat-mismatch", input: 2, axis: 2 },
  ]);
  expect(faults[0]).toMatchObject({ expected: { constant: 56 }, got: { constant: 28 } });
  expect(outputs[0]?.map((dim) => dim.constant ?? dim.assumed)).toEqual([false, 104, true, 56]);
});

test("of symbols it asks for what makes them equal, and goes on with the first's", () => {
  const ran = run("Concat", {}, ["[N, 64, H, W]", "[N, 64, 2 * (H // 2), W]"]);
  expect(ran.text).toBe("[N, 128, H, W]");
  expect([7, 8].map((H) => ran.holds({ N: 1, H, W: 1 }))).toEqual([false, true]);
});

test("nothing is stretched", () => {
  expect(
    run("Concat", {}, [
      [1, 2, 1],
      [1, 2, 5],
    ]).faults.map(({ code }) => code),
  ).toEqual(["concat-mismatch"]);
});

test("a tensor of shape [0] counts for nothing", () => {
  expect(run("Concat", {}, [[0], [2, 3, 4], [2, 5, 4]]).at({})).toEqual([[2, 8, 4]]);
});
