import fc from "fast-check";
import { expect, test } from "vitest";
import { interleaved, liftedRuns, NONE, type Zeros } from "../../../src/core/dim/zero_set.ts";
import { fcOptions } from "../../harness/fuzz.ts";

/** Ascending single values, as zeros of what has a slope are. */
const finite = fc
  .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 8 })
  .map((values): Zeros => ({ ...NONE, values: values.sort((a, b) => a - b) }));

test("single values of the parts of a split come together in order", () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 2, maxLength: 5 }), (kids) => {
      const p = kids.length;
      const all = kids.flatMap(({ values }, j) => values.map((v) => p * v + j));
      expect(interleaved(kids)?.values).toEqual(all.sort((a, b) => a - b));
    }),
    fcOptions(200),
  );
});

test("what putting them together costs counts single values too", () => {
  const many: Zeros = { ...NONE, values: Array.from({ length: 1000 }, (_, i) => i) };
  expect(liftedRuns([many, NONE])).toBeGreaterThanOrEqual(1000);
});
