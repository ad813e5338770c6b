import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { algebraVectors } from "../../harness/algebra_golden.ts";
import { byGroup, jsonLine, rowsOf, runRows } from "../../harness/golden.ts";

const rows = rowsOf(readFileSync(new URL("../../golden/algebra_vectors.json", import.meta.url), "utf8"));

for (const [kind, members] of byGroup(rows, algebraVectors.group)) {
  test(`${kind}: all ${members.length} statements hold`, () => {
    const failing = runRows(members, algebraVectors).filter(({ result }) => !result.passed);
    expect(failing.map(({ row, result }) => `${jsonLine(row)} got ${jsonLine(result.got)}`)).toEqual([]);
  });
}

/** Everything of a row that says what is right. */
const EXPECTED = [
  "canonical",
  "verdict",
  "solution",
  "relation",
  "counterexample",
  "example",
  "first",
  "out",
  "bind",
  "require",
  "nearest",
  "samples",
  "double",
  "firstMismatch",
  "valueAtMismatch",
  "checkedTo",
  "note",
];

test("what is said does not depend on what is expected", () => {
  const asked = rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => !EXPECTED.includes(key) && key !== "verified")),
  );
  expect(asked.every(algebraVectors.matches)).toBe(true);
  expect(runRows(asked, algebraVectors).map(({ result }) => result.got)).toEqual(
    runRows(rows, algebraVectors).map(({ result }) => result.got),
  );
});
