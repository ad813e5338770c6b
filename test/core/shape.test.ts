import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Dims, type Shape } from "../../src/core/dim/index.ts";
import { RuleContext } from "../../src/core/rule.ts";
import {
  broadcast,
  normalizeAxis,
  numel,
  positive,
  type Slide,
  sizeAt,
  slide,
  spanOf,
  spatialLayout,
  stated,
  withSize,
} from "../../src/core/shape.ts";
import { fcOptions } from "../harness/fuzz.ts";
import { shapeOf } from "./ops/run.ts";

/** Walks over the padded axis as the words say: windows start a stride apart, and each has to end in the padding at most. */
function walk(x: number, w: Slide): number {
  let count = 0;
  for (let start = -w.before; ; start += w.stride) {
    const fits = start + spanOf(w) <= x + w.after;
    // In ceil mode a window may stick out, as long as it does not start behind the input.
    const sticksOut = w.ceil === true && count > 0 && start < x && start - w.stride + spanOf(w) < x + w.after;
    if (!fits && !sticksOut) return count;
    count++;
  }
}

/** PyTorch's own two steps, from Pool.h. */
function pooled(x: number, w: Slide): number {
  const over = x + w.before + w.after - w.dilation * (w.kernel - 1) - 1 + (w.ceil ? w.stride - 1 : 0);
  const size = Math.floor(over / w.stride) + 1;
  return w.ceil && (size - 1) * w.stride >= x + w.before ? size - 1 : size;
}

const window = fc.record({
  kernel: fc.integer({ min: 1, max: 7 }),
  stride: fc.integer({ min: 1, max: 5 }),
  dilation: fc.integer({ min: 1, max: 3 }),
  before: fc.integer({ min: 0, max: 3 }),
  after: fc.integer({ min: 0, max: 3 }),
  ceil: fc.boolean(),
});

const sizeAfter = (x: number, w: Slide): number | undefined => {
  const dims = new Dims();
  const c = new RuleContext(dims);
  const to = slide(c, dims.int(x), 2, w);
  return c.faults.length > 0 ? undefined : to.constant;
};

describe("a window that slides", () => {
  test("has as many places as one counts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), window, (x, w) => {
        const floor = { ...w, ceil: false };
        expect(sizeAfter(x, floor) ?? 0).toBe(walk(x, floor));
      }),
      fcOptions(500),
    );
  });

  test("rounds up as PyTorch does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), window, (x, w) => {
        // PyTorch's pools pad by half of the kernel at most, and equally at both ends.
        const before = Math.min(w.before, Math.floor(w.kernel / 2));
        const same = { ...w, before, after: before };
        const expected = pooled(x, same);
        expect(sizeAfter(x, same)).toBe(expected >= 1 ? expected : undefined);
      }),
      fcOptions(1000),
    );
  });

  test("over a formula is that over its value", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), window, (x, w) => {
        const dims = new Dims();
        const c = new RuleContext(dims);
        const at = new Map([["H", x]]);
        const to = slide(c, dims.symbol("H"), 2, w);
        const works = c.requirements.every(({ condition }) => dims.holds(condition, at) === true);
        expect(works ? dims.evaluate(to, at) : undefined).toBe(sizeAfter(x, w));
      }),
      fcOptions(500),
    );
  });

  test("that is larger than the input is a fault with the least size", () => {
    const dims = new Dims();
    const c = new RuleContext(dims);
    expect(slide(c, dims.int(4), 3, { kernel: 4, stride: 1, dilation: 2, before: 1, after: 1 }).assumed).toBe(true);
    expect(c.faults).toMatchObject([
      { code: "size-too-small", axis: 3, expected: 5, reason: "the kernel spans 7, and the padding adds 2" },
    ]);
  });
});

/** numpy's rule, on numbers. */
function stretched(shapes: readonly (readonly number[])[]): number[] | undefined {
  const rank = Math.max(...shapes.map(({ length }) => length));
  const out: number[] = [];
  for (let back = 1; back <= rank; back++) {
    const sizes = shapes.flatMap((shape) => shape.at(-back) ?? (shape.length >= back ? [] : [1]));
    const large = [...new Set(sizes.filter((size) => size !== 1))];
    if (large.length > 1) return undefined;
    out.unshift(large[0] ?? 1);
  }
  return out;
}

describe("broadcasting", () => {
  const small = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 });
  const several = fc.array(small, { minLength: 1, maxLength: 3 });

  test("stretches what is 1", () => {
    fc.assert(
      fc.property(several, (sizes) => {
        const dims = new Dims();
        const c = new RuleContext(dims);
        const out = broadcast(
          c,
          sizes.map((shape) => shapeOf(dims, shape)),
        );
        expect(c.faults.length > 0 ? undefined : out.map(({ constant }) => constant)).toEqual(stretched(sizes));
      }),
      fcOptions(500),
    );
  });

  test("of formulas asks for what makes it work, and is exact then", () => {
    fc.assert(
      fc.property(several, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (sizes, named) => {
        const dims = new Dims();
        const at = new Map<string, number>();
        const shapes = sizes.map((shape, i) =>
          shape.map((size, axis) => {
            if (named[i * 4 + axis]) return dims.int(size);
            const name = `s${i}_${axis}`;
            at.set(name, size);
            return dims.symbol(name);
          }),
        );
        const c = new RuleContext(dims);
        const out = broadcast(c, shapes);
        const works =
          c.faults.length === 0 && c.requirements.every(({ condition }) => dims.holds(condition, at) === true);
        expect(works ? out.map((dim) => dims.evaluate(dim, at)) : undefined).toEqual(stretched(sizes));
      }),
      fcOptions(500),
    );
  });

  test("names the tensor that does not fit, and the output's axis", () => {
    const dims = new Dims();
    const c = new RuleContext(dims);
    const out = broadcast(c, [shapeOf(dims, [1, 4]), shapeOf(dims, [8, 2, 4]), shapeOf(dims, [3, 4])], "size-mismatch");
    expect(c.faults).toMatchObject([
      { code: "size-mismatch", input: 2, axis: 1, expected: dims.int(2), got: dims.int(3) },
    ]);
    expect(out.map(({ constant }) => constant)).toEqual([8, undefined, 4]);
  });

  test("needs nothing of sizes that are the same formula", () => {
    const dims = new Dims();
    const c = new RuleContext(dims);
    const x = shapeOf(dims, "[N, 1, H]");
    expect(broadcast(c, [x, shapeOf(dims, "[C, H]"), x])).toEqual(shapeOf(dims, "[N, C, H]"));
    expect(c.requirements).toEqual([]);
  });
});

describe("axes", () => {
  test("count from either end, and a number has one", () => {
    const c = new RuleContext(new Dims());
    expect([0, 3, -1, -4].map((axis) => normalizeAxis(c, axis, 4))).toEqual([0, 3, 3, 0]);
    expect([0, -1].map((axis) => normalizeAxis(c, axis, 0))).toEqual([0, 0]);
    expect(c.faults).toEqual([]);
  });

  test("that do not exist are faults of the setting", () => {
    const c = new RuleContext(new Dims());
    expect(normalizeAxis(c, 4, 4, "start_dim")).toBeUndefined();
    expect(c.faults).toMatchObject([
      { code: "attribute-range", attribute: "start_dim", expected: "an axis from -4 to 3", got: 4 },
    ]);
  });

  test("of channels follow from the rank", () => {
    const dims = new Dims();
    const c = new RuleContext(dims);
    const layout = (text: string, count: number, unbatched = true) =>
      spatialLayout(c, shapeOf(dims, text), count, unbatched);
    expect(layout("[N, C, H, W]", 2)).toEqual({ batched: true, channel: 1, spatial: 2 });
    expect(layout("[C, H, W]", 2)).toEqual({ batched: false, channel: 0, spatial: 1 });
    expect(c.faults).toEqual([]);
    expect(layout("[C, H, W]", 2, false)).toBeUndefined();
    expect(layout("[N, C, L]", 3)).toBeUndefined();
    expect(c.faults.map(({ expected }) => expected)).toEqual([
      "4 axes: [N, C, H, W]",
      "4 or 5 axes: [C, D, H, W] or [N, C, D, H, W]",
    ]);
  });

  test("are read and replaced", () => {
    const dims = new Dims();
    const x: Shape = shapeOf(dims, [2, 3, 5]);
    expect(sizeAt(x, -1).constant).toBe(5);
    expect(withSize(x, 1, dims.int(7)).map(({ constant }) => constant)).toEqual([2, 7, 5]);
    expect(numel(dims, x).constant).toBe(30);
    expect(() => sizeAt(x, 3)).toThrow(RangeError);
  });
});

describe("settings", () => {
  test("that state what arrives are compared with it", () => {
    const dims = new Dims();
    const c = new RuleContext(dims);
    const x = shapeOf(dims, "[N, 3, C]");
    expect(stated(c, x, 1, undefined, "in_channels").constant).toBe(3);
    expect(stated(c, x, 1, dims.int(3), "in_channels").constant).toBe(3);
    expect(c.faults).toEqual([]);
    expect(stated(c, x, -1, dims.int(8), "in_features")).toBe(dims.int(8));
    expect(c.requirements).toMatchObject([{ fault: { code: "channel-mismatch", axis: 2, attribute: "in_features" } }]);
    expect(stated(c, x, 1, dims.int(4), "in_channels").assumed).toBe(true);
    expect(c.faults).toMatchObject([{ code: "channel-mismatch", axis: 1, expected: dims.int(4), got: dims.int(3) }]);
  });

  test("that are formulas must be positive", () => {
    const dims = new Dims();
    const c = new RuleContext(dims);
    positive(c, dims.symbol("C"), "out_channels");
    positive(c, 5, "groups");
    expect(c.requirements).toEqual([]);
    positive(c, dims.sub(dims.symbol("C"), dims.int(4)), "out_channels");
    expect(
      c.requirements.map(({ condition }) => [3, 4, 5].map((value) => dims.holds(condition, new Map([["C", value]])))),
    ).toEqual([[false, false, true]]);
  });
});
