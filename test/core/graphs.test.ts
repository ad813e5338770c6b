import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type GoldenFormat, jsonLine, type Row, rowsOf, runRows } from "../harness/golden.ts";
import { graphs, sizeSweeps } from "../harness/graph_golden.ts";

const read = (name: string) => rowsOf(readFileSync(new URL(`../golden/${name}`, import.meta.url), "utf8"));

const failures = (rows: readonly Row[], format: GoldenFormat): readonly string[] =>
  runRows(rows, format)
    .filter(({ result }) => !result.passed)
    .map(({ id, result }) => `${id} got ${jsonLine(result.got)}`);

test("random networks: every shape up to the first failing node, and the parameters", () => {
  expect(failures(read("graphs.json"), graphs)).toEqual([]);
});

for (const row of read("size_sweeps.json")) {
  test(`one symbolic run says for every size what ${sizeSweeps.id(row)} does`, () => {
    expect(failures([row], sizeSweeps)).toEqual([]);
  });
}

test("what is got is read from no expected value", () => {
  for (const row of read("size_sweeps.json")) {
    const square = (row.square as unknown[][]).map((entry) => entry.slice(0, 1));
    const rect = (row.rect as unknown[][]).map((entry) => entry.slice(0, 2));
    expect(sizeSweeps.run({ ...row, square, rect }).got).toEqual(sizeSweeps.run(row).got);
  }
  for (const row of read("graphs.json")) {
    const { id, inputs, nodes } = row;
    expect(graphs.run({ id, inputs, nodes }).got).toEqual(graphs.run(row).got);
  }
});
