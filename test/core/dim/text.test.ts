/** How sizes are written, for people and to be read again. */
import { describe, expect, it } from "vitest";
import { Dims, parseDim } from "../../../src/core/dim/index.ts";

describe("a size", () => {
  it.each([
    ["H", "H", "H"],
    ["2*H + 1", "2·H + 1", "2*H + 1"],
    ["1 - H", "1 - H", "1 - H"],
    ["-H - 1", "-H - 1", "-H - 1"],
    ["-(H//2) - 1", "-⌊H/2⌋ - 1", "-(H//2) - 1"],
    ["fd(H, 2)", "⌊H/2⌋", "H//2"],
    ["2*fd(H, 4)", "2·⌊H/4⌋", "2*(H//4)"],
    ["fd(H + 1, 2)", "⌈H/2⌉", "ceil(H/2)"],
    ["fd(H + 31, 32)", "⌈H/32⌉", "ceil(H/32)"],
    ["fd(H + 6, 8)", "⌊(H + 6)/8⌋", "(H + 6)//8"],
    ["fd(H - 10, 5) + 1", "⌊H/5⌋ - 1", "H//5 - 1"],
    ["H - 2*fd(H, 2)", "H mod 2", "H % 2"],
    ["H mod 16 + W", "W + (H mod 16)", "W + H % 16"],
    ["(H + 3) mod 4", "(H + 3) mod 4", "(H + 3) % 4"],
    ["2*cd(H, 2) - H", "2·⌈H/2⌉ - H", "2*ceil(H/2) - H"],
    ["C*H*W", "C·H·W", "C*H*W"],
    ["9408*cd(H, 2)*cd(W, 2)", "9408·⌈H/2⌉·⌈W/2⌉", "9408*ceil(H/2)*ceil(W/2)"],
    ["16*(fd(H, 4) - 3)*(fd(W, 4) - 3)", "16·(⌊H/4⌋ - 3)·(⌊W/4⌋ - 3)", "16*(H//4 - 3)*(W//4 - 3)"],
    ["H*W + H", "H·(W + 1)", "H*(W + 1)"],
    ["max(H, W)", "max(H, W)", "max(H, W)"],
    ["min(H, 5)", "min(H, 5)", "min(H, 5)"],
    ["W - 2*min(H, C)", "W - 2·min(C, H)", "W - 2*min(C, H)"],
    ["max(H - 4, 0)", "max(H - 4, 0)", "max(H - 4, 0)"],
    ["H // C", "⌊H/C⌋", "H//C"],
    ["H // (C*W)", "⌊H/(C·W)⌋", "H//(C*W)"],
    ["cd(H, C + 1)", "⌈H/(C + 1)⌉", "ceil(H/(C + 1))"],
    ["floor(H*0.29) + 1", "⌊H·0.29⌋ + 1", "floor(H*0.29) + 1"],
    ["floor(H*2.9e-1)", "⌊H·2.9e-1⌋", "floor(H*2.9e-1)"],
    ["7", "7", "7"],
    ["-7", "-7", "-7"],
  ])("%s is written %s and %s", (text, people, ascii) => {
    const dims = new Dims();
    for (const name of ["C", "H", "W"]) dims.symbol(name);
    const { value } = parseDim(dims, text);
    expect(value && [dims.print(value), dims.print(value, { ascii: true })]).toEqual([people, ascii]);
    expect(parseDim(dims, people)).toEqual({ value });
    expect(parseDim(dims, ascii)).toEqual({ value });
  });

  it.each([
    ["H", "H"],
    ["H/2", "H/2"],
    ["H/16", "H/16"],
    ["3*H/2", "3*H/2"],
    ["H/2 + 1", "H/2 + 1"],
    ["C*H/4", "C*H/4"],
    ["3*C*H/2 + 1", "3*C*H/2 + 1"],
    ["C*H*2", "2*C*H"],
    ["W", "W"],
    ["(W - 3)/2", "(W - 3)/2"],
    ["(W + 1)/2", "(W + 1)/2"],
    ["2*W + H", "H + 2*W"],
    ["fd(H, 32)", "H//32"],
    ["cd(H, 32)", "ceil(H/32)"],
    ["fd(W, 32)", "(W - 3)//32"],
  ])("with H a multiple of 16, and W of which 3 is left: %s is %s", (text, expected) => {
    const dims = new Dims();
    dims.symbol("C");
    const known = new Map([
      ["H", dims.congruent("H", 16, 0)],
      ["W", dims.congruent("W", 16, 3)],
    ]);
    const read = (from: string) => parseDim(dims, from, (name) => known.get(name) ?? dims.symbol(name));
    const { value, problem } = read(text);
    expect(problem).toBeUndefined();
    expect(value && dims.print(value, { ascii: true })).toBe(expected);
    expect(read(expected)).toEqual({ value });
  });

  it("stands in a shape", () => {
    const dims = new Dims();
    const H = dims.symbol("H");
    const shape = [dims.symbol("N"), dims.int(192), dims.floorDiv(H, 2), dims.ceilDiv(H, 2)];
    expect(dims.printShape(shape)).toBe("[N, 192, ⌊H/2⌋, ⌈H/2⌉]");
    expect(dims.printShape(shape, { ascii: true })).toBe("[N, 192, H//2, ceil(H/2)]");
    expect(dims.printShape([])).toBe("[]");
  });

  it("that is too long is cut for people only", () => {
    const dims = new Dims();
    const names = Array.from({ length: 100 }, (_, i) => `symbol${i}`);
    const long = dims.sum(names.map((name) => dims.symbol(name)));
    expect(dims.print(long)).toMatch(/^symbol0 \+ symbol1 .*…$/);
    expect(dims.print(long)).toHaveLength(200);
    const text = dims.print(long, { ascii: true });
    expect(parseDim(dims, text)).toEqual({ value: long });
  });
});

describe("text that is no size", () => {
  it.each([
    ["", "something is missing at the end"],
    ["H +", "something is missing at the end"],
    ["H W", '"W" is not expected here'],
    ["(H", '")" is missing'],
    ["H)", '")" is not expected here'],
    ["H & W", '"& W" is no part of a size'],
    ["H // 0", "it divides by zero"],
    ["mod(H, 0)", "it divides by zero"],
    ["H / 2", "`/` does not come out even; `//` rounds down"],
    ["H ** W", "an exponent is a whole number from 0"],
    ["H * 0.5", "a size is a whole number"],
    ["0.5", "a size is a whole number"],
    ["sqrt(H)", "there is no sqrt of 1"],
    ["ceil(H, W)", "there is no ceil of 2"],
    ["⌊H/2⌉", '"⌋" is missing'],
  ])("%j: %s", (text, problem) => {
    expect(parseDim(new Dims(), text)).toEqual({ problem });
  });
});

describe("a condition", () => {
  const dims = new Dims();
  const [H, W] = [dims.symbol("H"), dims.symbol("W")];
  const equal = { kind: "equal", left: H, right: dims.int(4) } as const;
  const open = { kind: "atLeast", left: W, right: H } as const;

  it("holds, does not, or depends on what is not given", () => {
    const holds = (condition: Parameters<Dims["holds"]>[0], H: number) => dims.holds(condition, new Map([["H", H]]));
    expect([holds(equal, 4), holds(equal, 5), holds(open, 4)]).toEqual([true, false, undefined]);
    expect(holds({ kind: "not", of: equal }, 4)).toBe(false);
    expect(holds({ kind: "not", of: open }, 4)).toBeUndefined();
    expect(holds({ kind: "and", of: [open, equal] }, 5)).toBe(false);
    expect(holds({ kind: "and", of: [open, equal] }, 4)).toBeUndefined();
    expect(holds({ kind: "or", of: [open, equal] }, 4)).toBe(true);
    expect(holds({ kind: "or", of: [open, equal] }, 5)).toBeUndefined();
    expect([holds({ kind: "and", of: [] }, 1), holds({ kind: "or", of: [] }, 1)]).toEqual([true, false]);
    expect([holds({ kind: "true" }, 1), holds({ kind: "false" }, 1)]).toEqual([true, false]);
  });

  it("comes from a comparison that depends on the sizes", () => {
    const even = dims.scaleBy(2, dims.floorDiv(H, 2));
    expect(dims.compare(even, H)).toEqual({ kind: "sometimes", condition: { kind: "equal", left: even, right: H } });
    expect(dims.compareAtLeast(H, even)).toEqual({ kind: "equal" });
    expect(dims.compareAtLeast(even, H)).toEqual({
      kind: "sometimes",
      condition: { kind: "atLeast", left: even, right: H },
    });
    const greater = dims.max(H, W);
    for (const side of [H, W]) {
      expect(dims.compareAtLeast(greater, side)).toEqual({ kind: "equal" });
      expect(dims.compareAtLeast(side, dims.min(H, W))).toEqual({ kind: "equal" });
    }
    const odd = dims.add(dims.scaleBy(2, W), dims.int(1));
    expect(dims.compare(dims.scaleBy(4, H), odd)).toEqual({ kind: "different" });
    expect(dims.compare(H, dims.add(H, dims.int(1)))).toEqual({ kind: "different" });
    expect(dims.compareAtLeast(dims.int(0), H)).toEqual({ kind: "different" });
  });
});
