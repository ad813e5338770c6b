/** Whatever is offered is applied and checked again: what it is offered for is gone, and nothing is wrong that was not. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/core/diagnostic.ts";
import type { CodeAction } from "../../src/ide/code_actions.ts";
import { createSession } from "../../src/ide/session.ts";
import { offeredFor, snapshotOf, type Texts, withEdits } from "../harness/actions.ts";
import { parseFixture } from "../harness/fixture.ts";

const project = join(import.meta.dirname, "../..");
const folders = [
  "test/fixtures/language",
  "test/fixtures/mistakes",
  "test/fixtures/sizes",
  "examples",
  "examples/broken",
];

const examples: Texts = new Map(
  ["examples", "examples/broken"].flatMap((folder) =>
    modelsIn(folder).map((name) => {
      const path = `${folder}/${name}`;
      return [`file:///${path}`, readFileSync(join(project, path), "utf8")] as const;
    }),
  ),
);

function modelsIn(folder: string): string[] {
  return readdirSync(join(project, folder)).filter((name) => name.endsWith(".arch.yaml"));
}

describe.each(folders)("%s", (folder) => {
  test.each(modelsIn(folder))("%s", (name) => {
    const text = readFileSync(join(project, folder, name), "utf8");
    const uri = `file:///${folder}/${name}`;
    const fixture = folder.startsWith("test/") ? parseFixture(text, uri).files : [{ uri, text }];
    mendsAll(new Map([...examples, ...fixture.map((f) => [f.uri, f.text] as const)]), uri);
  });
});

function mendsAll(texts: Texts, root: string): void {
  const session = createSession();
  const snapshot = snapshotOf(texts, root, session);
  for (const problem of snapshot.problems)
    for (const action of offeredFor(snapshot, problem)) {
      const told = snapshotOf(withEdits(texts, action.edits), root, session).problems;
      expectMended(snapshot.problems, told, problem, action);
    }
}

function expectMended(before: readonly Problem[], after: readonly Problem[], problem: Problem, action: CodeAction) {
  const same = (p: Problem) => p.code === problem.code && p.message === problem.message;
  const shown = `"${action.title}" for ${problem.code}: ${problem.message}\n${JSON.stringify(action.edits)}\n${after.map((p) => `${p.code}: ${p.message}`).join("\n")}`;
  expect(after.filter(same).length, shown).toBeLessThan(before.filter(same).length);
  // What a problem brings with it may bring the next mistake into sight.
  if (problem.fixes?.some((fix) => fix.title === action.title)) return;
  const errors = (list: readonly Problem[]) => list.filter((p) => p.severity === "error").length;
  expect(errors(after), shown).toBeLessThanOrEqual(errors(before));
}
