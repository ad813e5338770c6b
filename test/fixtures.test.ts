/** Every file under test/fixtures is a model with what is expected written under it; `UPDATE=1` rewrites the markers. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Fix, Problem } from "../src/core/diagnostic.ts";
import { checkFiles, checkFixture, parseFixture } from "./harness/fixture.ts";

const root = join(import.meta.dirname, "fixtures");
const folders = ["file:///models"];

describe.each(readdirSync(root))("%s", (folder) => {
  test.each(readdirSync(join(root, folder)))("%s", (file) => {
    const path = join(root, folder, file);
    const text = readFileSync(path, "utf8");
    const { problems } = checkFixture(text, { folders, update: (marked) => writeFileSync(path, marked) });
    const files = new Map(parseFixture(text).files.map((f) => [f.uri, f.text]));
    for (const problem of problems) for (const fix of problem.fixes ?? []) expectFixed(files, problem, fix);
  });
});

/** Applied and checked again: what it mends is gone, and nothing is wrong that was not. */
function expectFixed(files: ReadonlyMap<string, string>, problem: Problem, fix: Fix): void {
  const mended = new Map(files);
  for (const { uri, span, text } of [...fix.edits].sort((a, b) => b.span.start - a.span.start)) {
    const before = mended.get(uri) ?? "";
    mended.set(uri, before.slice(0, span.start) + text + before.slice(span.end));
  }
  const [first = ""] = files.keys();
  const told = (of: ReadonlyMap<string, string>) =>
    checkFiles(of, first, folders).problems.map((p) => `${p.code}: ${p.message}`);
  const before = told(files);
  const after = told(mended);
  const same = `${problem.code}: ${problem.message}`;
  const count = (list: readonly string[]) => list.filter((one) => one === same).length;
  expect(count(after), `"${fix.title}" leaves ${same}`).toBeLessThan(count(before));
}
