import { expect, test } from "vitest";
import { report } from "../../scripts/golden.ts";
import { formatOf, type GoldenFormat, jsonLine, rowsOf, runRows } from "../harness/golden.ts";

const doubling: GoldenFormat = {
  name: "doubling",
  matches: (row) => "n" in row,
  id: (row) => String(row.id),
  group: (row) => (Number(row.n) % 2 === 0 ? "even" : "odd"),
  run: (row) => {
    if (row.n === 9) throw new Error("nine");
    if (row.n === 8) return { passed: false, got: undefined, skipped: true };
    const got = Number(row.n) * 2;
    return { passed: got === row.expect, got };
  },
};

const outcomes = (rows: readonly Record<string, unknown>[]) => runRows(rows, doubling);

test("rows stand beside meta under any name", () => {
  expect(rowsOf('{"meta": {"list": [1]}, "anything": [{"n": 1}]}')).toEqual([{ n: 1 }]);
  expect(rowsOf('[{"n": 1}]')).toEqual([{ n: 1 }]);
  expect(() => rowsOf('{"meta": {}}')).toThrow("no list of rows");
});

test("a file of no known format is refused by name", () => {
  expect(formatOf([{ n: 1 }], [doubling])).toBe(doubling);
  expect(() => formatOf([{ m: 1 }], [doubling])).toThrow("no format that is known (doubling)");
});

test("failures are counted by group and shown in full", () => {
  const rows = [
    { id: "a", n: 1, expect: 2 },
    { id: "b", n: 2, expect: 5 },
    { id: "c", n: 3, expect: 7 },
    { id: "d", n: 8 },
  ];
  const { lines, failed } = report(outcomes(rows), 1);
  expect(failed).toBe(2);
  expect(lines).toEqual([
    "  ✗         1/2  odd",
    "  ✗         0/1  even",
    "  not run, 1 rows of operators that do not exist yet: even",
    "  1/3 passed",
    "",
    "  ✗ b",
    '    row {"id":"b","n":2,"expect":5}',
    "    got 4",
    "",
    "  and 1 more",
  ]);
});

test("a row that makes the rules throw fails, and the others still run", () => {
  const [first, second] = outcomes([
    { id: "x", n: 9 },
    { id: "y", n: 1, expect: 2 },
  ]);
  expect(first?.result.passed).toBe(false);
  expect(jsonLine(first?.result.got)).toContain("nine");
  expect(second?.result.passed).toBe(true);
});

test("what was got does not depend on what is expected", () => {
  const dump = (rows: readonly Record<string, unknown>[]) =>
    outcomes(rows).map(({ id, result }) => jsonLine({ id, got: result.got }));
  expect(dump([{ id: "a", n: 1, expect: 3 }])).toEqual(dump([{ id: "a", n: 1 }]));
});
