import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { jsonReport, printJson } from "../../src/export/json.ts";
import { report, text, uri } from "./report.ts";

const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync("docs/check.schema.json", "utf8")));

describe("JSON", () => {
  test("fits its schema", () => {
    expect(validate(JSON.parse(printJson(report))), JSON.stringify(validate.errors)).toBe(true);
  });

  test("the schema refuses what is no report", () => {
    for (const wrong of [
      {},
      { version: 2, files: [] },
      { version: 1, files: [{ uri: "x" }] },
      { version: 1, files: [], more: 1 },
    ])
      expect(validate(wrong)).toBe(false);
  });

  test("the example in the documentation has the keys of the schema", () => {
    const page = readFileSync("docs/json-format.md", "utf8");
    const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
    const written = printJson(report);
    for (const key of Object.keys(example.files[0].problems[0])) expect(written).toContain(`"${key}"`);
    for (const key of ["code", "severity", "tag", "related", "condition", "counterexample", "nearest", "fixes"])
      expect(page).toContain(`\`${key}\``);
  });

  test("positions are lines and UTF-16 columns from 0", () => {
    const [cat, nope] = jsonReport(report).files[0]?.problems ?? [];
    expect(cat?.range).toEqual({ start: { line: 2, character: 7 }, end: { line: 2, character: 23 } });
    // The face takes two units.
    expect(nope?.range.start).toEqual({ line: 3, character: 7 });
  });

  test("says everything that a problem has, and no more", () => {
    const [cat, nope, unused] = jsonReport(report).files[0]?.problems ?? [];
    expect(cat).toMatchObject({
      condition: ["H % 2 == 0"],
      counterexample: { H: 3 },
      nearest: { H: { below: 2, above: 4 }, W: { below: null, above: 2 } },
      fixes: [{ title: "Add `where: H % 2 == 0`", edits: [{ uri, text: "where: H % 2 == 0\n" }] }],
    });
    expect(cat?.related.map((one) => one.uri)).toEqual([uri, "file:///elsewhere/other.arch.yaml"]);
    expect(Object.keys(nope ?? {})).toEqual(["code", "severity", "message", "range", "related"]);
    expect(unused?.tag).toBe("unnecessary");
  });

  test("a byte order mark is in no column", () => {
    const bom = jsonReport({
      ...report,
      textOf: () => `\ufeff${text}`,
      files: [
        { uri, path: "a", problems: [{ uri, span: { start: 1, end: 6 }, code: "x", severity: "error", message: "m" }] },
      ],
    });
    expect(bom.files[0]?.problems[0]?.range).toEqual({
      start: { line: 0, character: 0 },
      end: { line: 0, character: 5 },
    });
  });

  test("holds nothing that a terminal obeys, and the same data", () => {
    const printed = printJson(report);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
    expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(JSON.parse(printed).files[0].problems[1].message).toBe(
      "There is no op `Nope`,\nnor \u202eanything\u001b[31m like it",
    );
  });
});
