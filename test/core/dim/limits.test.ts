/** Deep nesting, great numbers. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dim, Dims, parseDim } from "../../../src/core/dim/index.ts";
import { floorDiv, gcd, modulo } from "../../../src/core/dim/integer.ts";
import { fcOptions } from "../../harness/fuzz.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const safe = (n: bigint): boolean => n <= BigInt(MAX) && n >= -BigInt(MAX);
const at = (H: number) => new Map([["H", H]]);

describe("nesting", () => {
  /** Scaled up and down by numbers without a common factor: nothing cancels, so every second step nests once more. */
  function nested(dims: Dims, from: Dim, depth: number): Dim {
    let x = from;
    for (let i = 0; i < depth; i += 4) {
      x = dims.floorDiv(dims.scaleBy(3, x), 2);
      x = dims.floorDiv(dims.scaleBy(2, x), 3);
      x = dims.add(x, dims.int(1));
    }
    return x;
  }

  it("may be 100,000 steps deep", () => {
    const dims = new Dims();
    const x = nested(dims, dims.symbol("H"), 100_000);
    expect(x.monotone).toBe(true);
    let expected = 100;
    for (let i = 0; i < 25_000; i++) expected = Math.floor((2 * Math.floor((3 * expected) / 2)) / 3) + 1;
    expect(dims.evaluate(x, at(100))).toBe(expected);
    expect(dims.evaluateBig(x, at(100))).toBe(BigInt(expected));
    const moved = dims.substitute(x, new Map([["H", dims.add(dims.symbol("H"), dims.int(7))]]));
    expect(dims.evaluate(moved, at(93))).toBe(expected);
    expect(dims.symbols(x)).toEqual(["H"]);
    expect(dims.print(x).length).toBeLessThanOrEqual(200);
    expect(dims.print(x)).toContain("…");
  });

  it("is refused where text nests deeper than it is read", () => {
    const dims = new Dims();
    for (const text of ["(".repeat(100_000), `${"2**".repeat(100_000)}2`, `${"-".repeat(100_000)}(`])
      expect(parseDim(dims, text).value).toBeUndefined();
    expect(parseDim(dims, `${"(".repeat(100)}H${")".repeat(100)}`)).toEqual({ value: dims.symbol("H") });
  });
});

describe("numbers beyond 2⁵³", () => {
  it.each<[string, (dims: Dims, H: Dim) => Dim]>([
    ["a sum", (dims) => dims.add(dims.int(MAX), dims.int(1))],
    ["a difference", (dims) => dims.sub(dims.int(-MAX), dims.int(1))],
    ["a long sum", (dims, H) => dims.sum([H, dims.int(MAX), H, dims.int(MAX)])],
    ["a product", (dims) => dims.mul(dims.int(2 ** 30), dims.int(2 ** 30))],
    ["a coefficient", (dims, H) => dims.mul(dims.scaleBy(2 ** 30, H), dims.int(2 ** 30))],
    ["a multiplied sum", (dims, H) => dims.mul(dims.add(H, dims.int(MAX)), dims.add(H, dims.int(2)))],
    ["a power", (dims) => dims.pow(dims.int(3), 40)],
    ["a number as it is written", (dims) => dims.int(2 ** 53)],
    ["a product of too many factors", (dims, H) => dims.pow(H, 1000)],
  ])("make %s a size of its own", (_, make) => {
    const dims = new Dims();
    const H = dims.symbol("H");
    const size = make(dims, H);
    expect(size.overflow).toBe(true);
    expect(size.constant).toBeUndefined();
    expect(dims.evaluate(size, at(1))).toBeUndefined();
    expect(dims.evaluateBig(size, at(1))).toBeUndefined();
    // The same again is the same; anything else may be equal or not.
    expect(make(dims, H)).toBe(size);
    expect(dims.compare(size, dims.add(size, H)).kind).toBe("sometimes");
    expect(dims.compare(size, dims.int(5)).kind).toBe("sometimes");
    expect(dims.compareAtLeast(size, H).kind).toBe("sometimes");
    expect(dims.add(size, H).overflow).toBe(true);
  });

  it("are exact in values, whatever the way there", () => {
    const dims = new Dims();
    const H = dims.symbol("H");
    const cube = dims.product([H, H, H]);
    expect(dims.evaluate(cube, at(2 ** 20))).toBeUndefined();
    expect(dims.evaluateBig(cube, at(2 ** 20))).toBe(2n ** 60n);
    const back = dims.floorDiv(dims.add(cube, dims.int(5)), dims.product([H, dims.add(H, dims.int(1))]));
    expect(dims.evaluate(back, at(2 ** 20))).toBe(Number((2n ** 60n + 5n) / (2n ** 40n + 2n ** 20n)));
  });

  it("do not spoil what is rounded", () => {
    const numbers = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -20, max: 20 }));
    const great = fc.oneof(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 2, max: MAX }));
    fc.assert(
      fc.property(numbers, numbers, great, great, fc.integer({ min: 1, max: 99 }), (a, b, by, again, H) => {
        const dims = new Dims();
        const sum = dims.add(dims.scaleBy(a, dims.symbol("H")), dims.int(b));
        const size = dims.floorDiv(dims.floorDiv(sum, by), again);
        if (size.overflow) return;
        const over = (n: bigint, d: bigint): bigint => (n - (((n % d) + d) % d)) / d;
        const value = over(over(BigInt(a) * BigInt(H) + BigInt(b), BigInt(by)), BigInt(again));
        expect(dims.evaluateBig(size, at(H))).toBe(value);
        expect(dims.evaluate(size, at(H))).toBe(safe(value) ? Number(value) : undefined);
        expect(size.lo <= Number(value) && Number(value) <= size.hi).toBe(true);
      }),
      fcOptions(1000),
    );
  });

  it("never come from what is not one", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.integer({ min: 1, max: 9 }), (a, b, by) => {
        const dims = new Dims();
        const [x, y] = [dims.int(a), dims.int(b)];
        const [p, q] = [BigInt(a), BigInt(b)];
        const positive = BigInt(by);
        const exact: [Dim, bigint, boolean][] = [
          [dims.add(x, y), p + q, safe(p + q)],
          [dims.sub(x, y), p - q, safe(p - q)],
          [dims.mul(x, y), p * q, safe(p * q)],
          [dims.max(x, y), p > q ? p : q, safe(p - q)],
          [dims.mod(x, by), ((p % positive) + positive) % positive, p > -BigInt(MAX) + positive],
          [dims.ceilDiv(x, by), (p - (((p % positive) - positive) % positive)) / positive, true],
        ];
        for (const [size, value, counted] of exact) {
          if (!size.overflow) expect(size.constant).toBe(Number(value));
          if (counted) expect(size.overflow).toBe(false);
        }
      }),
      fcOptions(500),
    );
  });
});

describe("whole numbers", () => {
  const nonzero = fc.maxSafeInteger().filter((n) => n !== 0);

  it("are divided exactly, up to the last of them", () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.oneof(
          nonzero,
          fc.integer({ min: -9, max: 9 }).filter((n) => n !== 0),
        ),
        (a, b) => {
          const [p, q] = [BigInt(a), BigInt(b)];
          const rest = ((p % q) + q) % q;
          expect(floorDiv(a, b)).toBe(Number((p - rest) / q));
          if (b > 0) expect(modulo(a, b)).toBe(Number(rest));
        },
      ),
      fcOptions(1000),
    );
    expect(floorDiv(MAX, 2)).toBe(2 ** 52 - 1);
    expect(floorDiv(-MAX, 2)).toBe(-(2 ** 52));
    expect(floorDiv(0, -3)).toBe(0);
  });

  it("have a greatest common divisor", () => {
    expect([gcd(12, 18), gcd(-12, 18), gcd(0, 5), gcd(0, 0), gcd(MAX, MAX - 1)]).toEqual([6, 6, 5, 0, 1]);
  });
});
