import { describe, expect, test } from "vitest";
import { run } from "../run.ts";

const codes = (ran: ReturnType<typeof run>): readonly string[] => ran.faults.map(({ code }) => code);
const POOLS = ["MaxPool", "AvgPool"] as const;

describe.each(POOLS)("%s", (pool) => {
  test("moves by its kernel unless a stride is given", () => {
    expect(run(`${pool}2d`, { kernel_size: [2, 3] }, [[1, 8, 9, 9]]).at({})).toEqual([[1, 8, 4, 3]]);
    expect(run(`${pool}2d`, { kernel_size: [2, 3], stride: null }, [[1, 8, 9, 9]]).at({})).toEqual([[1, 8, 4, 3]]);
    expect(run(`${pool}2d`, { kernel_size: [2, 3], stride: 1 }, [[1, 8, 9, 9]]).at({})).toEqual([[1, 8, 8, 7]]);
  });

  test("pads by half of its kernel at most, whatever the dilation", () => {
    const pads = (kernel_size: number, padding: number, n: number) =>
      codes(run(`${pool}${n}d`, { kernel_size, padding }, [[1, 1, ...Array<number>(n).fill(9)]]));
    for (const n of [1, 2, 3]) {
      expect(pads(3, 1, n)).toEqual([]);
      expect(pads(3, 2, n)).toEqual(Array(n).fill("padding-too-large"));
    }
  });

  test("takes inputs without a batch", () => {
    expect(run(`${pool}1d`, { kernel_size: 2 }, ["[C, L]"]).at({ C: 3, L: 7 })).toEqual([[3, 3]]);
    expect(codes(run(`${pool}1d`, { kernel_size: 2 }, ["[L]"]))).toEqual(["rank-mismatch"]);
  });

  test("is advised against where the end of an axis is never read", () => {
    const settings = { kernel_size: 2 };
    const { advice, dims } = run(`${pool}2d`, settings, ["[N, C, H, 6]"]);
    expect(advice).toMatchObject([{ fault: { code: "lossy-pool", axis: 2 } }]);
    const reads = (H: number) => advice.every(({ condition }) => dims.holds(condition, new Map([["H", H]])) === true);
    expect([4, 5, 6, 7].map(reads)).toEqual([true, false, true, false]);
    expect(run(`${pool}2d`, { ...settings, ceil_mode: true }, ["[N, C, H, W]"]).advice).toEqual([]);
    expect(run(`${pool}2d`, { kernel_size: 3, stride: 2, padding: 1 }, [[1, 1, 7, 8]]).advice).toEqual([]);
    expect(run(`${pool}1d`, { kernel_size: 3 }, [[1, 1, 8]]).advice).toMatchObject([{ condition: { kind: "false" } }]);
  });
});

test("AvgPool3d and LPPool3d take no input smaller than their kernel, whatever the padding", () => {
  expect(codes(run("MaxPool3d", { kernel_size: 4, padding: 2 }, [[1, 1, 3, 4, 4]]))).toEqual([]);
  expect(codes(run("AvgPool3d", { kernel_size: 4, padding: 2 }, [[1, 1, 3, 4, 4]]))).toEqual(["size-too-small"]);
  expect(
    codes(run("LPPool3d", { norm_type: 2, kernel_size: 4, stride: 1, ceil_mode: true }, [[1, 1, 3, 4, 4]])),
  ).toEqual(["size-too-small"]);
});

test("a divisor is not 0", () => {
  expect(codes(run("AvgPool2d", { kernel_size: 2, divisor_override: 0 }, [[1, 1, 4, 4]]))).toEqual(["attribute-range"]);
  expect(codes(run("AvgPool2d", { kernel_size: 2, divisor_override: -3 }, [[1, 1, 4, 4]]))).toEqual([]);
});

describe("an adaptive pool", () => {
  test("gives the size that is asked for", () => {
    expect(run("AdaptiveAvgPool2d", { output_size: 7 }, ["[N, C, H, W]"]).text).toBe("[N, C, 7, 7]");
    expect(run("AdaptiveMaxPool3d", { output_size: [null, 2, null] }, ["[N, C, D, H, W]"]).text).toBe(
      "[N, C, D, 2, W]",
    );
    expect(run("AdaptiveMaxPool1d", { output_size: 20 }, [[4, 5]]).at({})).toEqual([[4, 20]]);
    expect(run("AdaptiveAvgPool1d", { output_size: null }, [[1, 4, 5]]).faults).not.toEqual([]);
  });

  test("that takes one mean of all takes more axes before them, as PyTorch does", () => {
    expect(run("AdaptiveAvgPool2d", { output_size: 1 }, [[2, 3, 4, 5, 6]]).at({})).toEqual([[2, 3, 4, 1, 1]]);
    expect(codes(run("AdaptiveAvgPool2d", { output_size: [1, 2] }, [[2, 3, 4, 5, 6]]))).toEqual(["rank-mismatch"]);
    expect(codes(run("AdaptiveMaxPool2d", { output_size: 1 }, [[2, 3, 4, 5, 6]]))).toEqual(["rank-mismatch"]);
  });
});

test("nothing but a batch may be empty, whatever the padding", () => {
  const half = { kernel_size: 2, padding: 1 };
  expect(run("MaxPool2d", half, [[0, 8, 4, 4]]).at({})).toEqual([[0, 8, 3, 3]]);
  for (const shape of [
    [1, 0, 4, 4],
    [1, 8, 0, 4],
  ]) {
    expect(codes(run("MaxPool2d", half, [shape]))).toContain("size-too-small");
    expect(codes(run("AdaptiveMaxPool2d", { output_size: 2 }, [shape]))).toEqual(["size-too-small"]);
  }
  expect(codes(run("AdaptiveAvgPool2d", { output_size: 1 }, [[1, 8, 0, 4]]))).toEqual([]);
});

test("a list of one is for every axis, and null is for one axis at a time", () => {
  expect(run("AvgPool2d", { kernel_size: [2], stride: [1], padding: [1] }, [[1, 8, 4, 5]]).at({})).toEqual([
    [1, 8, 5, 6],
  ]);
  expect(run("AdaptiveAvgPool2d", { output_size: 1 }, [[4, 5]]).at({})).toEqual([[1, 1]]);
  expect(codes(run("AdaptiveAvgPool2d", { output_size: [1, 1] }, [[4, 5]]))).toEqual(["rank-mismatch"]);
  expect(codes(run("AdaptiveAvgPool2d", { output_size: null }, [[1, 8, 4, 5]]))).toEqual(["attribute-kind"]);
  expect(run("AdaptiveAvgPool2d", { output_size: [null, 2] }, [[1, 8, 4, 5]]).at({})).toEqual([[1, 8, 4, 2]]);
});

test("RoiAlign gives a grid for each box, and a box has five numbers", () => {
  const grids = (boxes: readonly number[]) => run("RoiAlign", { output_size: [3, 4] }, [[2, 8, 16, 16], boxes]);
  expect(grids([5, 5]).at({})).toEqual([[5, 8, 3, 4]]);
  expect(codes(grids([5, 4]))).toEqual(["size-mismatch"]);
  expect(codes(grids([5]))).toEqual(["rank-mismatch"]);
});
