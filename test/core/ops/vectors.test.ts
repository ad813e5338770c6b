import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { byGroup, jsonLine, rowsOf, runRows } from "../../harness/golden.ts";
import { opVectors } from "../../harness/op_golden.ts";

const read = (name: string) => rowsOf(readFileSync(new URL(`../../golden/${name}`, import.meta.url), "utf8"));
const rows = [...read("op_vectors.json"), ...read("op_vectors_version_dependent.json")];

for (const [name, members] of byGroup(rows, opVectors.group)) {
  // A row of an operator that the catalogue has not is no test; `npm run golden` lists those.
  if (members.every((row) => opVectors.run(row).skipped)) continue;
  test(`${name} as PyTorch says, ${members.length} times`, () => {
    const failing = runRows(members, opVectors).filter(({ result }) => !result.passed);
    expect(failing.map(({ row, result }) => `${jsonLine(row)} got ${jsonLine(result.got)}`)).toEqual([]);
  });
}
