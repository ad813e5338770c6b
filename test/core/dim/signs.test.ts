import fc from "fast-check";
import { expect, test } from "vitest";
import { stretches, valueAt } from "../../../src/core/dim/signs.ts";
import { fcOptions } from "../../harness/fuzz.ts";

const sign = (n: bigint) => (n > 0n ? 1 : n < 0n ? -1 : 0);

test("the stretches of a polynomial have the signs that they say, everywhere", () => {
  const roots = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 4 });
  const rest = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(roots, rest, (zeros, others) => {
      // Real roots on purpose, times something arbitrary.
      let p = others.map(BigInt);
      for (const zero of zeros)
        p = Array.from({ length: p.length + 1 }, (_, i) => (p[i - 1] ?? 0n) - BigInt(zero) * (p[i] ?? 0n));
      while (p.length > 1 && p.at(-1) === 0n) p.pop();
      const found = stretches(p);
      for (let y = -60n; y <= 60n; y++) {
        const own = found.findLast(({ start }, i) => i === 0 || start <= y);
        expect(own?.sign).toBe(sign(valueAt(p, y)));
      }
      for (const [i, { sign: own }] of found.entries()) if (i > 0) expect(own).not.toBe(found[i - 1]?.sign);
    }),
    fcOptions(150),
  );
});

test("roots far out are found", () => {
  expect(stretches([-(10n ** 12n), 0n, 1n])).toMatchObject([
    { sign: 1 },
    { start: -(10n ** 6n), sign: 0 },
    { start: -(10n ** 6n) + 1n, sign: -1 },
    { start: 10n ** 6n, sign: 0 },
    { start: 10n ** 6n + 1n, sign: 1 },
  ]);
});
