import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fcOptions } from "../../../harness/fuzz.ts";
import { facts } from "../facts.ts";
import { run } from "../run.ts";

const codes = (ran: ReturnType<typeof run>): readonly string[] => ran.faults.map(({ code }) => code);

const rank = fc.constantFrom(1, 2, 3);
const vector = (min: number, max: number) => fc.array(fc.integer({ min, max }), { minLength: 3, maxLength: 3 });
const config = fc.record({
  n: rank,
  groups: fc.integer({ min: 1, max: 3 }),
  per: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  kernel: vector(1, 4),
  stride: vector(1, 3),
  dilation: vector(1, 3),
  padding: vector(0, 2),
  sizes: vector(1, 12),
});

describe("a convolution", () => {
  test("multiplies as often as its loops run", () => {
    fc.assert(
      fc.property(config, ({ n, groups, per, kernel, stride, dilation, padding, sizes }) => {
        const first = (all: readonly number[]): number[] => all.slice(0, n);
        const [from, to] = [per[0] * groups, per[1] * groups];
        const settings = {
          out_channels: to,
          kernel_size: first(kernel),
          stride: first(stride),
          dilation: first(dilation),
          padding: first(padding),
          groups,
        };
        const input = [2, from, ...first(sizes)];
        const ran = run(`Conv${n}d`, settings, [input]);
        fc.pre(ran.faults.length === 0);
        const {
          outputs: [output = []],
          parameters,
          macs,
        } = facts(`Conv${n}d`, settings, [input]);
        const window = first(kernel).reduce((product, k) => product * k, 1);
        expect(macs).toBe(output.reduce((product, size) => product * size, 1) * (from / groups) * window);
        expect(parameters).toEqual({ weight: [to, from / groups, ...first(kernel)], bias: [to] });
      }),
      fcOptions(300),
    );
  });

  test('with padding="same" keeps its size, and a stride is refused', () => {
    expect(
      run("Conv2d", { out_channels: 8, kernel_size: [4, 3], dilation: 2, padding: "same" }, ["[N, 3, H, W]"]).text,
    ).toBe("[N, 8, H, W]");
    expect(
      codes(run("Conv2d", { out_channels: 8, kernel_size: 3, stride: [1, 2], padding: "same" }, ["[N, 3, H, W]"])),
    ).toEqual(["attribute-range"]);
  });

  test("takes groups that divide both numbers of channels", () => {
    const groups = (from: number, to: number, by: number) =>
      codes(run("Conv1d", { out_channels: to, kernel_size: 1, groups: by }, [[1, from, 9]]));
    expect(groups(6, 9, 3)).toEqual([]);
    expect(groups(6, 8, 3)).toEqual(["groups-mismatch"]);
    expect(groups(8, 9, 3)).toEqual(["groups-mismatch"]);
    const even = run("Conv2d", { out_channels: 4, kernel_size: 1, groups: 2 }, ["[N, C, H, W]"]);
    expect([1, 2, 3, 4].map((C) => even.holds({ N: 1, C, H: 1, W: 1 }))).toEqual([false, true, false, true]);
  });

  test("compares in_channels and knows its output all the same", () => {
    const ran = run("Conv2d", { in_channels: 4, out_channels: 8, kernel_size: 3, padding: 1 }, [[1, 3, 8, 8]]);
    expect(ran.faults).toMatchObject([{ code: "channel-mismatch", attribute: "in_channels", axis: 1 }]);
    expect(ran.at({})).toEqual([[1, 8, 8, 8]]);
  });

  test("reflects less than the input has, and goes around it once at most", () => {
    const pads = (padding_mode: string, padding: number, size: number) =>
      codes(run("Conv1d", { out_channels: 1, kernel_size: 1, padding, padding_mode }, [[1, 1, size]]));
    expect(pads("reflect", 3, 4)).toEqual([]);
    expect(pads("reflect", 4, 4)).toEqual(["padding-too-large"]);
    expect(pads("circular", 4, 4)).toEqual([]);
    expect(pads("circular", 5, 4)).toEqual(["padding-too-large"]);
    expect(pads("replicate", 9, 4)).toEqual([]);
  });

  test.each([
    ["Conv1d", [4]],
    ["Conv2d", [1, 2, 3, 4, 5]],
    ["Conv3d", [1, 2, 3]],
  ] as const)("%s refuses %j, which has too few or too many axes", (name, shape) => {
    const ran = run(name, { out_channels: 2, kernel_size: 1 }, [shape]);
    expect(codes(ran)).toEqual(["rank-mismatch"]);
    expect(ran.outputs).toEqual([undefined]);
  });

  test("says how its window moves", () => {
    expect(
      facts("Conv2d", { out_channels: 1, kernel_size: [3, 5], stride: [1, 2], dilation: [2, 1], padding: 4 }, [
        [1, 1, 9, 9],
      ]).windows,
    ).toEqual([
      { axis: -2, span: 5, step: [1, 1] },
      { axis: -1, span: 5, step: [2, 1] },
    ]);
  });
});

describe("a transposed convolution", () => {
  test("makes a size that the convolution takes back", () => {
    fc.assert(
      fc.property(config, ({ n, kernel, stride, dilation, padding, sizes }) => {
        const first = (all: readonly number[]): number[] => all.slice(0, n);
        const settings = {
          out_channels: 1,
          kernel_size: first(kernel),
          stride: first(stride),
          dilation: first(dilation),
          padding: first(padding),
        };
        const input = [1, 1, ...first(sizes)];
        // Every output_padding below the stride gives another size of which the convolution makes the same.
        for (const extra of [0, 1, 2]) {
          const output_padding = first(stride).map((s) => Math.min(extra, s - 1));
          const up = run(`ConvTranspose${n}d`, { ...settings, output_padding }, [input]);
          fc.pre(up.faults.length === 0);
          const down = run(`Conv${n}d`, settings, [up.at({})[0]?.map((size) => size ?? 0) ?? []]);
          expect(down.at({})).toEqual([input]);
        }
      }),
      fcOptions(300),
    );
  });

  test("reaches any output_size within a stride, and no other", () => {
    const sizes = Array.from({ length: 12 }, (_, i) => i + 10);
    const reached = sizes.filter(
      (size) =>
        codes(
          run("ConvTranspose1d", { out_channels: 1, kernel_size: 3, stride: 4, padding: 1, output_size: size }, [
            [1, 1, 4],
          ]),
        ).length === 0,
    );
    expect(reached).toEqual([13, 14, 15, 16]);
    const whole = run("ConvTranspose2d", { out_channels: 4, kernel_size: 2, stride: 2, output_size: [7, 4, 17, 16] }, [
      [7, 3, 8, 8],
    ]);
    expect(whole.at({})).toEqual([[7, 4, 17, 16]]);
    expect(
      codes(run("ConvTranspose2d", { out_channels: 4, kernel_size: 2, output_size: [8] }, [[7, 3, 8, 8]])),
    ).toEqual(["attribute-kind"]);
  });

  test("pads its output by less than the stride or the dilation", () => {
    const pads = (output_padding: number, stride: number, dilation: number) =>
      codes(run("ConvTranspose1d", { out_channels: 1, kernel_size: 2, stride, dilation, output_padding }, [[1, 1, 4]]));
    expect(pads(1, 2, 1)).toEqual([]);
    expect(pads(2, 2, 3)).toEqual([]);
    expect(pads(2, 2, 2)).toEqual(["output-padding-too-large"]);
  });

  test("multiplies once for each input element, window element and channel of its group", () => {
    const { macs, parameters, windows } = facts(
      "ConvTranspose2d",
      { out_channels: 6, kernel_size: [2, 3], stride: 2, groups: 2 },
      [[2, 4, 5, 7]],
    );
    expect(macs).toBe(2 * 4 * 5 * 7 * 3 * 6);
    expect(parameters).toEqual({ weight: [4, 3, 2, 3], bias: [6] });
    expect(windows).toEqual([
      { axis: -2, span: 1, step: [1, 2] },
      { axis: -1, span: 2, step: [1, 2] },
    ]);
  });

  test("whose padding leaves nothing is too small", () => {
    expect(codes(run("ConvTranspose1d", { out_channels: 1, kernel_size: 2, padding: 2 }, [[1, 1, 3]]))).toEqual([
      "size-too-small",
    ]);
    const ran = run("ConvTranspose1d", { out_channels: 1, kernel_size: 2, padding: 2 }, ["[1, 1, L]"]);
    expect([3, 4].map((L) => ran.holds({ L }))).toEqual([false, true]);
  });
});

describe("a deformable convolution", () => {
  const settings = { out_channels: 8, kernel_size: 3, padding: 1 };

  test("takes offsets for each element of its window", () => {
    expect(run("DeformConv2d", settings, ["[N, 4, H, W]", "[N, 36, H, W]", "[N, 18, H, W]"]).text).toBe("[N, 8, H, W]");
    expect(
      codes(
        run("DeformConv2d", settings, [
          [1, 4, 5, 5],
          [1, 17, 5, 5],
        ]),
      ),
    ).toContain("size-mismatch");
    expect(
      codes(
        run("DeformConv2d", settings, [
          [1, 4, 5, 5],
          [1, 18, 4, 5],
        ]),
      ),
    ).toEqual(["size-mismatch"]);
    expect(
      codes(
        run("DeformConv2d", settings, [
          [1, 4, 5, 5],
          [1, 54, 5, 5],
        ]),
      ),
    ).toEqual(["groups-mismatch"]);
  });
});

test("there must be something to read besides the padding, and a list of one is for every axis", () => {
  const wide = { out_channels: 4, kernel_size: 1, padding: [1] };
  for (const name of ["Conv2d", "ConvTranspose2d"]) {
    expect(run(name, wide, [[2, 3, 5, 0]]).faults).toMatchObject([{ code: "size-too-small", axis: 3 }]);
    expect(run(name, wide, [[2, 3, 5, 6]]).faults).toEqual([]);
  }
  expect(run("Conv2d", { ...wide, kernel_size: [1] }, [[2, 3, 5, 6]]).faults).toMatchObject([
    { code: "attribute-kind" },
  ]);
});

test("DeformConv2d makes as many groups as the channels that arrive are good for", () => {
  const settings = { out_channels: 6, kernel_size: 1, in_channels: 2, groups: 2 };
  const arriving = (channels: number) =>
    facts("DeformConv2d", settings, [
      [1, channels, 4, 4],
      [1, 2, 4, 4],
    ]);
  expect(arriving(3)).toMatchObject({
    codes: [],
    outputs: [[1, 6, 4, 4]],
    parameters: { weight: [6, 1, 1, 1] },
    macs: 96,
  });
  expect(arriving(4).codes).toEqual(["channel-mismatch"]);
});

test("a convolution cuts off by a padding below zero, unless it pads with zeros", () => {
  const shapes = ["zeros", "reflect", "circular", "replicate"].map((padding_mode) => {
    const { faults, at } = run("Conv1d", { out_channels: 4, kernel_size: 3, padding: -1, padding_mode }, ["[N, 2, L]"]);
    return faults.length > 0 ? faults.map(({ code }) => code) : at({ N: 1, L: 9 })[0];
  });
  expect(shapes).toEqual([["attribute-range"], [1, 4, 5], [1, 4, 5], [1, 4, 5]]);
});
