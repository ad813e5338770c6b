import fc from "fast-check";
import { expect, test } from "vitest";
import { fcOptions } from "../../../harness/fuzz.ts";
import { run, shapeOf } from "../run.ts";

test("what is put around is taken off again by the same amounts below zero", () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(amounts, (pad) => {
      const shape = [2, 3, 5, 7];
      const larger = run("Pad", { pad }, [shape]).at({})[0] as number[];
      expect(larger).toEqual([2, 3, 5 + (pad[2] ?? 0) + (pad[3] ?? 0), 7 + (pad[0] ?? 0) + (pad[1] ?? 0)]);
      expect(run("Pad", { pad: pad.map((n) => -n) }, [larger]).at({})).toEqual([shape]);
    }),
    fcOptions(80),
  );
});

test("a reflection must be smaller than the axis, a circle may be as large", () => {
  const reflect = run("ReflectionPad1d", { padding: [3, 1] }, ["[N, C, H]"]);
  const circle = run("CircularPad1d", { padding: [3, 1] }, ["[N, C, H]"]);
  const copy = run("ReplicationPad1d", { padding: [3, 1] }, ["[N, C, H]"]);
  const at = (H: number) => ({ N: 1, C: 1, H });
  expect([2, 3, 4].map((H) => reflect.holds(at(H)))).toEqual([false, false, true]);
  expect([2, 3, 4].map((H) => circle.holds(at(H)))).toEqual([false, true, true]);
  expect([1, 2, 3].map((H) => copy.holds(at(H)))).toEqual([true, true, true]);
  expect(reflect.at(at(9))).toEqual([[1, 1, 13]]);
});

test("cutting off asks for that much", () => {
  const ran = run("ZeroPad2d", { padding: [-2, -1, 0, 0] }, ["[N, C, H, W]"]);
  expect([2, 3, 4].map((W) => ran.holds({ N: 1, C: 1, H: 1, W }))).toEqual([false, true, true]);
});

test("an amount may be a formula", () => {
  const base = run("Identity", {}, ["[h]"]);
  const [amount] = shapeOf(base.dims, "[H - h]");
  const ran = run("Pad", { pad: [0, amount] }, ["[N, h]"], base.dims);
  expect(ran.text).toBe("[N, H]");
  expect([2, 5, 9].map((H) => ran.holds({ N: 1, h: 5, H }))).toEqual([true, true, true]);
});

test("CropLike refuses to crop to more than there is, and prefers to crop evenly", () => {
  const ran = run("CropLike", {}, ["[N, 64, H, 10]", "[N, 3, h, 10]"]);
  expect(ran.text).toBe("[N, 64, h, 10]");
  expect([4, 5, 6, 7].map((H) => ran.holds({ N: 1, H, h: 5 }))).toEqual([false, true, true, true]);
  const [even, ...more] = ran.advice;
  expect(more).toEqual([]);
  expect(even?.fault).toMatchObject({ code: "uneven-crop", axis: 2 });
  const holds = (H: number) =>
    even &&
    ran.dims.holds(
      even.condition,
      new Map([
        ["H", H],
        ["h", 5],
      ]),
    );
  expect([5, 6, 7].map(holds)).toEqual([true, false, true]);
});

test("CenterCrop and PadLike take any size, as torchvision and a padding by the difference do", () => {
  expect(run("CenterCrop", { size: [9, 4] }, ["[N, 3, H, W]"]).requirements).toEqual([]);
  expect(run("PadLike", {}, ["[N, 64, h, w]", "[N, 3, H, W]"]).requirements).toEqual([]);
});

test("a border is copied of something", () => {
  expect(run("ReplicationPad2d", { padding: 1 }, [[0, 3, 4, 4]]).at({})).toEqual([[0, 3, 6, 6]]);
  expect(run("ReplicationPad2d", { padding: 1 }, [[1, 0, 4, 4]]).faults).toMatchObject([
    { code: "size-too-small", axis: 1 },
  ]);
  expect(run("ZeroPad2d", { padding: 1 }, [[1, 0, 0, 4]]).at({})).toEqual([[1, 0, 2, 6]]);
});
