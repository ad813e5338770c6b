import { describe, expect, test } from "vitest";
import { facts } from "../facts.ts";
import { run } from "../run.ts";

describe("BatchNorm", () => {
  test("owns two numbers a channel and keeps two and a counter", () => {
    expect(facts("BatchNorm2d", {}, [[2, 64, 4, 4]])).toMatchObject({
      codes: [],
      outputs: [[2, 64, 4, 4]],
      parameters: { weight: [64], bias: [64] },
      buffers: { running_mean: [64], running_var: [64], num_batches_tracked: [] },
      cancelsBias: true,
      macs: 0,
    });
    expect(facts("BatchNorm1d", { affine: false, track_running_stats: false }, [[2, 64]])).toMatchObject({
      parameters: {},
      buffers: {},
    });
  });

  test.each([
    ["BatchNorm1d", [2, 3]],
    ["BatchNorm2d", [4]],
    ["BatchNorm3d", [5]],
  ] as const)("%s takes %j axes", (name, ranks) => {
    const taken = [1, 2, 3, 4, 5, 6].filter(
      (rank) => facts(name, {}, [Array<number>(rank).fill(2)]).codes.length === 0,
    );
    expect(taken).toEqual(ranks);
  });

  test("compares num_features where something is kept for each channel", () => {
    expect(facts("BatchNorm2d", { num_features: 8 }, [[2, 9, 4, 4]]).faults).toMatchObject([
      { code: "channel-mismatch", attribute: "num_features", axis: 1 },
    ]);
    expect(
      facts("BatchNorm2d", { num_features: 8, affine: false, track_running_stats: false }, [[2, 9, 4, 4]]).codes,
    ).toEqual([]);
  });

  test("needs more than one value when it takes statistics", () => {
    const one = [[1, 8, 1, 1]];
    expect(facts("BatchNorm2d", {}, one).codes).toEqual([]);
    expect(facts("BatchNorm2d", {}, one, { training: true }).codes).toEqual(["size-too-small"]);
    expect(facts("BatchNorm2d", { track_running_stats: false }, one).codes).toEqual(["size-too-small"]);
    expect(facts("BatchNorm2d", {}, [[1, 8, 1, 2]], { training: true }).codes).toEqual([]);
  });
});

describe("InstanceNorm", () => {
  test("owns nothing unless it is affine", () => {
    expect(facts("InstanceNorm2d", {}, [[2, 8, 4, 4]])).toMatchObject({
      parameters: {},
      buffers: {},
      cancelsBias: true,
    });
    expect(facts("InstanceNorm2d", { affine: true, track_running_stats: true }, [[8, 4, 4]])).toMatchObject({
      parameters: { weight: [8], bias: [8] },
      buffers: { running_mean: [8], running_var: [8], num_batches_tracked: [] },
    });
  });

  test("needs more than one place, and says for which sizes that is so", () => {
    expect(facts("InstanceNorm2d", {}, [[4, 8, 1, 1]]).codes).toEqual(["size-too-small"]);
    const ran = run("InstanceNorm2d", {}, ["[N, C, H, W]"]);
    const works = (H: number, W: number) => ran.holds({ N: 1, C: 1, H, W });
    expect([works(1, 1), works(1, 2), works(2, 1)]).toEqual([false, true, true]);
    expect(run("InstanceNorm2d", { track_running_stats: true }, ["[N, C, H, W]"]).requirements).toEqual([]);
    expect(run("InstanceNorm1d", {}, ["[N, C, 1]"]).faults).toMatchObject([{ code: "size-too-small", axis: 2 }]);
  });
});

describe("GroupNorm", () => {
  test("takes groups that divide the channels", () => {
    expect(facts("GroupNorm", { num_groups: 3 }, [[2, 9, 4]])).toMatchObject({
      codes: [],
      parameters: { weight: [9], bias: [9] },
    });
    expect(facts("GroupNorm", { num_groups: 4 }, [[2, 9, 4]]).codes).toEqual(["groups-mismatch"]);
    expect(facts("GroupNorm", { num_groups: 4, num_channels: 9, affine: false }, [[2, 8, 4]]).codes).toEqual([
      "groups-mismatch",
    ]);
    expect(facts("GroupNorm", { num_groups: 2 }, [[8]]).codes).toEqual(["rank-mismatch"]);
  });

  test("takes a bias away only where each channel is a group", () => {
    expect(facts("GroupNorm", { num_groups: 8 }, [[2, 8, 4]]).cancelsBias).toBe(true);
    expect(facts("GroupNorm", { num_groups: 4 }, [[2, 8, 4]]).cancelsBias).toBe(false);
  });
});

describe("LayerNorm and RMSNorm", () => {
  test("take the last axis unless more are given", () => {
    expect(facts("LayerNorm", {}, [[2, 5, 8]])).toMatchObject({
      parameters: { weight: [8], bias: [8] },
      cancelsBias: false,
    });
    expect(facts("LayerNorm", { normalized_shape: [5, 8], bias: false }, [[2, 5, 8]]).parameters).toEqual({
      weight: [5, 8],
    });
    expect(facts("RMSNorm", { normalized_shape: 8 }, [[2, 5, 8]]).parameters).toEqual({ weight: [8] });
    expect(facts("RMSNorm", { elementwise_affine: false }, [[8]]).parameters).toEqual({});
  });

  test.each(["LayerNorm", "RMSNorm"])("%s compares normalized_shape with the last axes", (name) => {
    expect(facts(name, { normalized_shape: [5, 9] }, [[2, 5, 8]]).faults).toMatchObject([
      { code: "channel-mismatch", axis: 2, attribute: "normalized_shape" },
    ]);
    expect(facts(name, { normalized_shape: [2, 5, 8] }, [[5, 8]]).codes).toEqual(["rank-mismatch"]);
    expect(facts(name, { normalized_shape: [] }, [[5, 8]]).codes).toEqual(["attribute-range"]);
    expect(facts(name, {}, [[]]).codes).toEqual(["rank-mismatch"]);
  });
});

test("LocalResponseNorm needs an axis after the channels", () => {
  expect(facts("LocalResponseNorm", { size: 9 }, [[2, 3, 4]]).codes).toEqual([]);
  expect(facts("LocalResponseNorm", { size: 2 }, [[2, 3]]).codes).toEqual(["rank-mismatch"]);
});

test("FrozenBatchNorm2d trains nothing", () => {
  expect(facts("FrozenBatchNorm2d", {}, [[1, 8, 2, 2]])).toMatchObject({
    parameters: {},
    buffers: { weight: [8], bias: [8], running_mean: [8], running_var: [8] },
  });
});

test("FrozenBatchNorm2d stretches as the products that it is made of do", () => {
  const shapes = (num_features: number, shape: readonly number[]) =>
    facts("FrozenBatchNorm2d", { num_features }, [shape]);
  expect(shapes(5, [5, 4, 3])).toMatchObject({ codes: [], outputs: [[1, 5, 4, 3]] });
  expect(shapes(5, [2, 1, 4, 3])).toMatchObject({ codes: [], outputs: [[2, 5, 4, 3]] });
  expect(shapes(5, [2, 4, 4, 3]).codes).toEqual(["channel-mismatch"]);
  expect(shapes(5, [1, 2, 5, 4, 3]).codes).toEqual(["rank-mismatch"]);
});

test("Normalize takes the second axis unless it is told another", () => {
  expect(facts("Normalize", {}, [[2, 3]])).toMatchObject({ codes: [], outputs: [[2, 3]], parameters: {} });
  expect(facts("Normalize", { dim: [-1, 0] }, [[2, 3, 4]]).codes).toEqual([]);
  expect(facts("Normalize", {}, [[3]]).codes).toEqual(["attribute-range"]);
});
