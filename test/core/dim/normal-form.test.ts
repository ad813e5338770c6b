/** Which formulas are one size, and which are kept apart. */
import { describe, expect, it } from "vitest";
import { type Dim, Dims, parseDim } from "../../../src/core/dim/index.ts";

function read(dims: Dims, text: string): Dim {
  const { value, problem } = parseDim(dims, text);
  if (!value) throw new Error(`${text}: ${problem}`);
  return value;
}

describe("one size", () => {
  it.each([
    ["R1", "fd(H + 2, 2)", "fd(H, 2) + 1"],
    ["R1 on coefficients", "fd(5*H + 7, 3)", "H + 2 + fd(2*H + 1, 3)"],
    ["R1 on a negative coefficient", "fd(H - 3*W, 2)", "fd(H + W, 2) - 2*W"],
    ["R2", "fd(2*H + 1, 4)", "fd(H, 2)"],
    ["R3", "fd(fd(H + 1, 2) + 1, 2)", "fd(H + 3, 4)"],
    ["R3 beside other symbols", "fd(fd(H, 2) + W, 3)", "fd(H + 2*W, 6)"],
    ["R3 for a rounding up", "cd(cd(H, 2), 3)", "cd(H, 6)"],
    ["R4", "fd(H % 3, 5)", "0"],
    ["R5", "max(H, 1)", "H"],
    ["R5 where floors cancel", "max(fd(H + 3, 2), fd(H, 2) + 1)", "fd(H + 3, 2)"],
    ["R5 where a maximum is no less than its sides", "max(max(H, W), W)", "max(H, W)"],
    ["R5 for a minimum of minima", "min(min(H, W), H)", "min(H, W)"],
    ["R6", "max(2*H, 2*W)", "2*max(H, W)"],
    ["R6 in the other order", "max(H, W)", "max(W, H)"],
    ["R6 for a minimum", "min(H, W)", "H + W - max(H, W)"],
    ["R7", "(C*H*W + C*H) // (C*H)", "W + 1"],
    ["R7 for a sum", "(H*H - 1) // (H + 1)", "H - 1"],
    ["R8", "fd(H*W, 2*H)", "fd(W, 2)"],
    ["R8 and R2", "fd(4*C*H + C, 6*C)", "fd(4*H + 1, 6)"],
    ["a remainder", "(H + 16) % 16", "H % 16"],
    ["a remainder by a formula", "(H*W + H) % H", "0"],
    ["a product of sums", "(H + 1)*(W - 1)", "H*W - H + W - 1"],
    ["a power", "(H + 1)**2", "H*H + 2*H + 1"],
    ["a negative divisor", "fd(H, -2)", "fd(-H, 2)"],
  ])("%s: %s is %s", (_, left, right) => {
    const dims = new Dims();
    expect(read(dims, left)).toBe(read(dims, right));
  });

  it.each([
    ["2*fd(H, 2)", "H"],
    ["fd(3*H, 2)", "3*fd(H, 2)"],
    ["fd(H + W, 2)", "fd(H, 2) + fd(W, 2)"],
    ["fd(3*fd(H, 2), 2)", "fd(3*H, 4)"],
    ["max(H, W)", "max(H, C)"],
    ["H*W", "H + W"],
  ])("%s is not %s", (left, right) => {
    const dims = new Dims();
    expect(read(dims, left)).not.toBe(read(dims, right));
  });

  it("is decided where the normal form leaves it open", () => {
    const dims = new Dims();
    const [halves, whole] = [read(dims, "fd(H, 2) + fd(H + 1, 2)"), read(dims, "H")];
    expect(halves).not.toBe(whole);
    expect(dims.compare(halves, whole)).toEqual({ kind: "equal" });
  });

  it("has a quotient of 0 where the divisor is always greater", () => {
    const dims = new Dims();
    expect(read(dims, "fd(H - 1, H)")).toBe(dims.int(0));
    expect(read(dims, "fd(fd(H, 2), H)")).toBe(dims.int(0));
  });
});

describe("symbols", () => {
  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "größe"])("may be called %s", (name) => {
    const dims = new Dims();
    const size = dims.add(dims.symbol(name), dims.int(1));
    expect(dims.symbols(size)).toEqual([name]);
    expect(dims.print(size)).toBe(`${name} + 1`);
    expect(read(dims, `${name} + 1`)).toBe(size);
    expect(dims.evaluate(size, new Map([[name, 4]]))).toBe(5);
    expect(dims.evaluate(size, new Map())).toBeUndefined();
    expect(dims.substitute(size, new Map([[name, dims.int(7)]]))).toBe(dims.int(8));
  });

  it("of other bounds are other symbols", () => {
    const dims = new Dims();
    const any = dims.symbol("H");
    const large = dims.symbol("H", { min: 32 });
    expect(dims.symbol("H")).toBe(any);
    expect(dims.symbol("H", { min: 32 })).toBe(large);
    expect(large).not.toBe(any);
    expect(dims.max(large, dims.int(32))).toBe(large);
    expect(dims.max(any, dims.int(32))).not.toBe(any);
  });

  it("that stand for a mistake are told apart, and nothing is claimed of them", () => {
    const dims = new Dims();
    const unknown = dims.symbol("?", { min: 0, assumed: true });
    const more = dims.add(unknown, dims.symbol("H"));
    expect(more.assumed).toBe(true);
    expect(dims.print(more)).toBe("?");
    expect(dims.compare(more, unknown).kind).toBe("sometimes");
    expect(dims.compareAtLeast(more, unknown).kind).toBe("sometimes");
    expect(dims.compare(more, more).kind).toBe("equal");
  });
});

describe("a declared residue class", () => {
  it("makes even what is even", () => {
    const dims = new Dims();
    const H = dims.congruent("H", 16, 0);
    expect(dims.congruent("H", 16, 0)).toBe(H);
    expect(dims.scaleBy(16, dims.floorDiv(H, 16))).toBe(H);
    expect(dims.scaleBy(4, dims.floorDiv(H, 4))).toBe(H);
    expect(dims.mod(H, 32)).not.toBe(dims.int(0));
  });

  it.each([
    [16, 0, 16],
    [16, 3, 3],
    [2, 1, 1],
    [32, 31, 31],
  ])("modulo %i, %i, starts at %i", (modulus, residue, least) => {
    const dims = new Dims();
    const H = dims.congruent("H", modulus, residue);
    expect(H.lo).toBe(least);
    const [inner = ""] = dims.symbols(H);
    expect(dims.evaluate(H, new Map([[inner, 0]]))).toBe(residue);
    expect(dims.evaluate(H, new Map([[inner, 1]]))).toBe(modulus + residue);
  });
});

describe("a scale", () => {
  it.each([
    ["0.5", "fd(H, 2)"],
    ["2", "2*H"],
    ["2.4", "fd(12*H, 5)"],
    ["1e-1", "fd(H, 10)"],
  ])("of %s is %s", (factor, formula) => {
    const dims = new Dims();
    expect(dims.scale(dims.symbol("H"), factor)).toBe(read(dims, formula));
  });

  it.each([
    ["0.29", 100, 28],
    ["0.7", 90, 62],
    ["0.58", 50, 28],
  ])("of %s is that of doubles", (factor, size, expected) => {
    const dims = new Dims();
    const scaled = dims.scale(dims.symbol("H"), factor);
    expect(dims.evaluate(scaled, new Map([["H", size]]))).toBe(expected);
    expect(dims.evaluateBig(scaled, new Map([["H", size]]))).toBe(BigInt(expected));
    expect(dims.scale(dims.int(size), factor)).toBe(dims.int(expected));
    expect(scaled.monotone).toBe(true);
  });
});

describe("exact division", () => {
  it.each([
    ["6*H + 4", "2", "3*H + 2"],
    ["H*W*C + H*C", "H*C", "W + 1"],
    ["(H + W)*(H - W)", "H + W", "H - W"],
    ["-6*H*W", "-2*W", "3*H"],
    ["0", "H", "0"],
    ["max(H, W)*C", "C", "max(H, W)"],
  ])("(%s)/(%s) is %s", (of, by, quotient) => {
    const dims = new Dims();
    expect(dims.divideExact(read(dims, of), read(dims, by))).toBe(read(dims, quotient));
  });

  it.each([
    ["6*H + 3", "2"],
    ["H*W + 1", "H"],
    ["H", "H*W"],
    ["H", "0"],
    ["3", "H"],
  ])("(%s)/(%s) is none", (of, by) => {
    const dims = new Dims();
    expect(dims.divideExact(read(dims, of), read(dims, by))).toBeUndefined();
  });
});
