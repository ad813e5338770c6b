/**
 * What the checker prints as a condition can be pasted into `where`: it is then understood, allows some sizes, and
 * guarantees what was missing.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkFiles, parseFixture } from "../harness/fixture.ts";

const root = join(import.meta.dirname, "../fixtures");
const uri = "file:///models/main.arch.yaml";

function problemsOf(text: string) {
  return checkFiles(new Map([[uri, text]]), uri).problems;
}

/** The model with conditions added to those that it has, each an item of a list. */
function withWhere(text: string, conditions: readonly string[]): string {
  const list = conditions.map((c) => `  - ${c}\n`).join("");
  return /^where:\n/m.test(text)
    ? text.replace(/^where:\n/m, `where:\n${list}`)
    : text.replace(/^layers:\n/m, `where:\n${list}layers:\n`);
}

const MODELS = ["sizes", "language"].flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((file) => {
    const { files } = parseFixture(readFileSync(join(root, folder, file), "utf8"));
    const text = files.length === 1 ? (files[0]?.text ?? "") : "";
    const asked = text === "" ? [] : problemsOf(text).filter((p) => p.condition);
    return asked.map((problem, i) => ({ name: `${folder}/${file} ${i + 1}`, text, problem }));
  }),
);

test("there are conditions to paste", () => expect(MODELS.length).toBeGreaterThanOrEqual(8));

describe.each(MODELS)("$name", ({ text, problem }) => {
  test("its condition is understood, and suffices", () => {
    const before = problemsOf(text);
    const after = problemsOf(withWhere(text, problem.condition ?? []));
    const told = after.map((p) => p.code);
    expect(told).not.toContain("condition-not-guaranteed");
    expect(told).not.toContain("conditions-conflict");
    // Declared sizes that it does not allow are told as such, and nothing else is new.
    const known = new Set([...before.map((p) => p.code), "fails-at-size"]);
    expect(told.filter((code) => !known.has(code))).toEqual([]);
  });
});
