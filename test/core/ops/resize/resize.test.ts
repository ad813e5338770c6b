import fc from "fast-check";
import { expect, test } from "vitest";
import { ops } from "../../../../src/core/ops/index.ts";
import { fcOptions } from "../../../harness/fuzz.ts";
import { run } from "../run.ts";

test("a scale is applied as float64 applies it", () => {
  for (const scale of [0.29, 0.58, 0.7, 1.3333, 2, 0.5, 2.5]) {
    const ran = run("Upsample", { scale_factor: scale }, ["[1, 1, H]"]);
    for (let H = 1; H <= 400; H++) {
      const rows = Math.floor(H * scale);
      expect([H, ran.holds({ H })]).toEqual([H, rows >= 1]);
      if (rows >= 1) expect(ran.at({ H })).toEqual([[1, 1, rows]]);
    }
  }
});

test("a size may be a formula and stays one", () => {
  const ran = run("Upsample", { size: 7, mode: "bilinear" }, ["[N, C, H, W]"]);
  expect(ran.requirements).toEqual([]);
  expect(ran.at({ N: 1, C: 2, H: 3, W: 4 })).toEqual([[1, 2, 7, 7]]);
});

test("a factor of the receptive field is exact", () => {
  const op = ops.get("Upsample");
  const { dims, outputs } = run("Identity", {}, ["[1, 1, 8, 8]"]);
  expect(dims).toBeDefined();
  const factor = { kind: "decimal", value: 0.75, text: "0.75" };
  const shape = outputs[0] ?? [];
  expect(op?.windows([shape], { scale_factor: factor, mode: "nearest" })).toEqual([
    { axis: 2, span: 1, step: [4, 3] },
    { axis: 3, span: 1, step: [4, 3] },
  ]);
});

test("shuffling pixels and back leaves the shape as it was", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
      (r, channels, size) => {
        const shape = [2, channels * r * r, size, size + 1];
        const shuffled = run("PixelShuffle", { upscale_factor: r }, [shape]).at({})[0] as number[];
        expect(shuffled).toEqual([2, channels, size * r, (size + 1) * r]);
        expect(run("PixelUnshuffle", { downscale_factor: r }, [shuffled]).at({})).toEqual([shape]);
      },
    ),
    fcOptions(60),
  );
});

test("squares of pixels are asked of a symbol", () => {
  const ran = run("PixelUnshuffle", { downscale_factor: 2 }, ["[N, 3, H, W]"]);
  expect(ran.faults).toEqual([]);
  expect([7, 8].map((H) => ran.holds({ N: 1, H, W: 4 }))).toEqual([false, true]);
  expect(ran.at({ N: 1, H: 8, W: 4 })).toEqual([[1, 12, 4, 2]]);
});

test("ResizeLike takes the second tensor's rows and columns, whatever they are", () => {
  const ran = run("ResizeLike", {}, ["[N, C, h, w]", "[N, 3, H, W]"]);
  expect([ran.faults, ran.requirements]).toEqual([[], []]);
  expect(ran.text).toBe("[N, C, H, W]");
  expect(run("ResizeLike", {}, ["[N, C, h, w]", "[N, 3, T]"]).faults.map(({ code, input }) => [code, input])).toEqual([
    ["rank-mismatch", 1],
  ]);
});
