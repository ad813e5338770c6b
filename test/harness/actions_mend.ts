import { expect } from "vitest";
import type { Problem } from "../../src/core/diagnostic.ts";
import type { CodeAction } from "../../src/ide/code_actions.ts";
import { createSession } from "../../src/ide/session.ts";
import { offeredFor, snapshotOf, type Texts, withEdits } from "./actions.ts";

/** Takes everything that is offered for the first problems, and checks again; gives how much that was. */
export function mendsAll(texts: Texts, root: string, most = Number.POSITIVE_INFINITY): number {
  const session = createSession();
  const snapshot = snapshotOf(texts, root, session);
  let count = 0;
  for (const problem of snapshot.problems.slice(0, most))
    for (const action of offeredFor(snapshot, problem)) {
      const told = snapshotOf(withEdits(texts, action.edits), root, session).problems;
      expectMended(snapshot.problems, told, problem, action);
      count++;
    }
  return count;
}

function expectMended(before: readonly Problem[], after: readonly Problem[], problem: Problem, action: CodeAction) {
  const same = (p: Problem) => p.code === problem.code && p.message === problem.message;
  const told = after.map((p) => `${p.code}: ${p.message}`).join("\n");
  const shown = `"${action.title}" for ${problem.code}: ${problem.message}\n${JSON.stringify(action.edits)}\n${told}`;
  // What was read by something unused only is unused then, and may have the same name.
  const fewer = before.filter(same).length - (problem.code.startsWith("unused-") ? 0 : 1);
  expect(after.filter(same).length, shown).toBeLessThanOrEqual(fewer);
  // What a problem brings with it may bring the next mistake into sight.
  if (problem.fixes?.some((fix) => fix.title === action.title)) return;
  const errors = (list: readonly Problem[]) => list.filter((p) => p.severity === "error").length;
  expect(errors(after), shown).toBeLessThanOrEqual(errors(before));
}
