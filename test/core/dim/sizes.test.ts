import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SizeSet } from "../../../src/core/dim/periodic.ts";
import * as sizes from "../../../src/core/dim/sizes.ts";
import { fcOptions } from "../../harness/fuzz.ts";
import { clauseHolds } from "./clause.ts";

const UP_TO = 400;

interface Plain {
  readonly set: SizeSet;
  readonly has: (n: number) => boolean;
}

/** A set, and what is in it by the words it was built from. */
const plain = (lowest: number): fc.Arbitrary<Plain> =>
  fc
    .record({
      modulus: fc.integer({ min: 1, max: 24 }),
      bits: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
      from: fc.integer({ min: 0, max: 40 }),
      extra: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 5 })), { maxLength: 4 }),
      endless: fc.boolean(),
    })
    .map(({ modulus, bits, from, extra, endless }) => {
      const runs = extra.map(([low, more]) => [low, low + more] as const);
      const listed = (n: number) => runs.some(([low, high]) => low <= n && n <= high);
      const residues = endless ? bits.flatMap((bit, r) => (bit && r < modulus ? [[r, r] as const] : [])) : [];
      const set = sizes.mixed(modulus, residues, from, runs, lowest);
      if (!set) throw new Error("too many runs");
      const has = (n: number) => n >= lowest && (listed(n) || (n >= from && residues.some(([r]) => r === n % modulus)));
      return { set, has };
    });

const every = (lowest: number, same: (n: number) => boolean): void => {
  for (let n = lowest; n <= UP_TO; n++) if (!same(n)) throw new Error(`differs at ${n}`);
};

const lowests = fc.constantFrom(0, 1, 1, 1, 5);

describe("sets of sizes, against plain membership", () => {
  test("hold what they are built from", () => {
    fc.assert(
      fc.property(lowests.chain(plain), ({ set, has }) => every(set.lowest, (n) => sizes.contains(set, n) === has(n))),
      fcOptions(300),
    );
  });

  test("intersect, unite and turn into their complement", () => {
    const pairs = lowests.chain((lowest) => fc.tuple(plain(lowest), plain(lowest)));
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const both = sizes.intersect(a.set, b.set);
        const either = sizes.union(a.set, b.set);
        const others = sizes.complement(a.set);
        if (!both || !either) throw new Error("too many runs");
        every(a.set.lowest, (n) => sizes.contains(both, n) === (a.has(n) && b.has(n)));
        every(a.set.lowest, (n) => sizes.contains(either, n) === (a.has(n) || b.has(n)));
        every(a.set.lowest, (n) => sizes.contains(others, n) === !a.has(n));
        expect(sizes.complement(others)).toEqual(a.set);
        expect(sizes.union(a.set, both)).toEqual(a.set);
        expect(sizes.isSubset(both, a.set)).toBe(true);
        expect(sizes.isSubset(a.set, both)).toBe(sizes.equal(a.set, both));
      }),
      fcOptions(300),
    );
  });

  test("are one record when they are one set", () => {
    const one = lowests.chain((lowest) => fc.tuple(plain(lowest), fc.integer({ min: 1, max: 4 }), fc.nat(30)));
    fc.assert(
      fc.property(one, ([{ set, has }, times, later]) => {
        const runs = [];
        const extra = [];
        const from = set.from + later;
        for (let r = 0; r < set.modulus * times; r++) if (set.runs.length > 0) runs.push([r, r] as const);
        const periodic = runs.filter(([r]) => set.runs.some(([a, b]) => a <= r % set.modulus && r % set.modulus <= b));
        for (let n = set.lowest; n <= 120; n++)
          if (has(n) && (n < from || set.runs.length === 0)) extra.push([n, n] as const);
        expect(sizes.mixed(set.modulus * times, periodic, from, extra, set.lowest)).toEqual(set);
      }),
      fcOptions(200),
    );
  });

  test("know their first member and the nearest ones", () => {
    fc.assert(
      fc.property(lowests.chain(plain), fc.integer({ min: 0, max: 150 }), ({ set, has }, n) => {
        const members = Array.from({ length: UP_TO }, (_, i) => i).filter(has);
        expect(sizes.first(set)).toBe(members[0]);
        expect(sizes.isEmpty(set)).toBe(members.length === 0);
        expect(sizes.nearest(set, n)).toEqual({
          ...(members.some((m) => m <= n) ? { below: members.findLast((m) => m <= n) } : {}),
          ...(members.some((m) => m >= n) ? { above: members.find((m) => m >= n) } : {}),
        });
      }),
      fcOptions(300),
    );
  });

  test("print a clause that means the same", () => {
    fc.assert(
      fc.property(lowests.chain(plain), ({ set, has }) => {
        const holds = clauseHolds(sizes.print(set, "H"));
        every(set.lowest, (n) => holds(n) === has(n));
      }),
      fcOptions(500),
    );
  });
});

test.each<[SizeSet, string, string]>([
  [sizes.residues(16, [[0, 0]]), "H % 16 == 0", "H is a multiple of 16"],
  [sizes.residues(16, [[0, 0]], 16), "H % 16 == 0", "H is a multiple of 16"],
  [sizes.residues(16, [[0, 0]], 32), "H % 16 == 0 and H >= 32", "H is a multiple of 16 and at least 32"],
  [sizes.residues(16, [[1, 8]]), "H % 16 in 1..8", "H is from 1 to 8 modulo 16"],
  [
    sizes.residues(32, [
      [0, 0],
      [31, 31],
    ]),
    "H % 32 in (0, 31)",
    "H is 0 or 31 modulo 32",
  ],
  [sizes.residues(16, [[12, 12]], 188), "H % 16 == 12 and H >= 188", "H is 12 modulo 16 and at least 188"],
  [sizes.residues(1, [[0, 0]], 188), "H >= 188", "H is at least 188"],
  [sizes.finite([[224, 239]]), "H in 224..239", "H is from 224 to 239"],
  [sizes.finite([224]), "H == 224", "H is 224"],
  [sizes.finite([[1, 16]]), "H <= 16", "H is from 1 to 16"],
  [sizes.complement(sizes.finite([5])), "H != 5", "H is from 1 to 4, or at least 6"],
  [sizes.residues(4, [[0, 2]]), "H % 4 != 3", "H is from 0 to 2 modulo 4"],
  [sizes.all(), "H >= 1", "H is any size"],
  [sizes.none(), "H < 1", "no H will do"],
])("%j is printed", (set, clause, words) => {
  expect(sizes.print(set, "H")).toBe(clause);
  expect(sizes.describe(set, "H")).toBe(words);
});

test("large moduli meet without being counted out", () => {
  const a = sizes.residues(2 ** 20, [[0, 0]]);
  const b = sizes.residues(7 ** 6, [[3, 3]]);
  const both = sizes.intersect(a, b);
  expect(both?.modulus).toBe(2 ** 20 * 7 ** 6);
  expect(both && sizes.first(both)).toSatisfy((n: number) => n % 2 ** 20 === 0 && n % 7 ** 6 === 3);
});

test("what would be too long a list is not worked out", () => {
  const evenOrLarge = sizes.union(sizes.residues(2, [[0, 0]]), sizes.residues(1, [[0, 0]], 1e9));
  expect(evenOrLarge).toBeUndefined();
  expect(sizes.intersect(sizes.residues(65537, [[0, 30000]]), sizes.residues(65539, [[0, 30000]]))).toBeUndefined();
});
