/** Random formulas: the normal form means what the formula means. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Dim, Dims, parseDim } from "../../../src/core/dim/index.ts";
import { compareTerms } from "../../../src/core/dim/order.ts";
import { fcOptions } from "../../harness/fuzz.ts";
import { meaning, NAMES, sizeOf, trees, values } from "./trees.ts";

const many = fc.array(values, { minLength: 6, maxLength: 6 });

describe("a formula in normal form", () => {
  it("comes to what its parts come to", () => {
    fc.assert(
      fc.property(trees(), many, (tree, cases) => {
        const dims = new Dims();
        const size = sizeOf(dims, tree);
        if (size.overflow) return;
        for (const at of cases) {
          const value = meaning(tree, at);
          expect(dims.evaluateBig(size, at)).toBe(value);
          const exact = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
          expect(dims.evaluate(size, at)).toBe(exact ? Number(value) : undefined);
        }
      }),
      fcOptions(1500),
    );
  });

  it("keeps within its bounds", () => {
    fc.assert(
      fc.property(trees(), many, (tree, cases) => {
        const dims = new Dims();
        const size = sizeOf(dims, tree);
        for (const at of cases) {
          const value = Number(meaning(tree, at));
          expect(value).toBeGreaterThanOrEqual(size.lo);
          expect(value).toBeLessThanOrEqual(size.hi);
        }
      }),
      fcOptions(1500),
    );
  });

  it("does not fall where it is said to be monotone", () => {
    fc.assert(
      fc.property(
        trees(),
        many,
        fc.constantFrom(...NAMES),
        fc.integer({ min: 1, max: 40 }),
        (tree, cases, name, step) => {
          const dims = new Dims();
          const size = sizeOf(dims, tree);
          if (!size.monotone) return;
          for (const at of cases) {
            const next = new Map(at).set(name, (at.get(name) ?? 0) + step);
            expect(meaning(tree, next)).toBeGreaterThanOrEqual(meaning(tree, at));
          }
        },
      ),
      fcOptions(1500),
    );
  });

  it("is at most as long as its terms say: a sum of ascending terms without a coefficient 0", () => {
    fc.assert(
      fc.property(trees(), (tree) => {
        const { terms, coefficients, offset, constant, id } = sizeOf(new Dims(), tree);
        expect(coefficients).not.toContain(0);
        expect(coefficients).toHaveLength(terms.length);
        expect(constant).toBe(terms.length === 0 ? offset : undefined);
        expect(terms).toEqual([...new Set(terms)].sort(compareTerms));
        for (const part of terms) expect(part.id).toBeLessThan(id);
      }),
      fcOptions(500),
    );
  });

  it("takes other sizes for its symbols", () => {
    fc.assert(
      fc.property(trees(), fc.tuple(trees(), trees()), many, (tree, [h, w], cases) => {
        const dims = new Dims();
        const whole = sizeOf(dims, tree);
        // A symbol stands for at least 1, and so must what replaces it.
        const one = dims.int(1);
        const by = new Map([
          ["H", dims.max(one, sizeOf(dims, h))],
          ["W", dims.max(one, sizeOf(dims, w))],
        ]);
        const replaced = dims.substitute(whole, by);
        if (whole.overflow || replaced.overflow) return;
        for (const at of cases) {
          const inner = new Map(at);
          for (const [name, size] of by) inner.set(name, Number(dims.evaluateBig(size, at)));
          if ([...inner.values()].every(Number.isSafeInteger))
            expect(dims.evaluateBig(replaced, at)).toBe(dims.evaluateBig(whole, inner));
        }
      }),
      fcOptions(800),
    );
  });
});

describe("comparison", () => {
  it("never claims what a size contradicts", () => {
    fc.assert(
      fc.property(trees(), trees(), many, (left, right, cases) => {
        const dims = new Dims();
        const [a, b] = [sizeOf(dims, left), sizeOf(dims, right)];
        const equal = dims.compare(a, b).kind;
        const atLeast = dims.compareAtLeast(a, b).kind;
        for (const at of cases) {
          const [x, y] = [meaning(left, at), meaning(right, at)];
          if (equal !== "sometimes") expect(x === y).toBe(equal === "equal");
          if (atLeast !== "sometimes") expect(x >= y).toBe(atLeast === "equal");
        }
      }),
      fcOptions(1000),
    );
  });
});

describe("text", () => {
  const reads = (dims: Dims, size: Dim, ascii: boolean): void => {
    const text = dims.print(size, { ascii });
    if (text.includes("…") || text.includes("...")) return;
    expect(parseDim(dims, text).value?.id, text).toBe(size.id);
    if (ascii) expect(text).toMatch(/^[\x20-\x7e]+$/);
  };

  it("reads back as the same size, in both styles", () => {
    fc.assert(
      fc.property(trees(), (tree) => {
        const dims = new Dims();
        const size = sizeOf(dims, tree);
        if (size.overflow) return;
        reads(dims, size, false);
        reads(dims, size, true);
      }),
      fcOptions(1500),
    );
  });

  it("reads back where symbols stand for a residue class", () => {
    fc.assert(
      fc.property(
        trees(),
        fc.constantFrom(2, 3, 16, 32),
        fc.integer({ min: 0, max: 31 }),
        fc.boolean(),
        (tree, modulus, residue, both) => {
          const dims = new Dims();
          const known = new Map([
            ["H", dims.congruent("H", modulus, residue % modulus)],
            ["W", both ? dims.congruent("W", modulus, 0) : dims.symbol("W")],
          ]);
          const size = dims.substitute(sizeOf(dims, tree), known);
          if (size.overflow) return;
          for (const ascii of [false, true]) {
            const text = dims.print(size, { ascii });
            if (text.includes("…")) continue;
            const read = parseDim(dims, text, (name) => known.get(name) ?? dims.symbol(name));
            expect(read.value?.id, text).toBe(size.id);
          }
        },
      ),
      fcOptions(1500),
    );
  });
});
