/**
 * What can be done at a place: the fixes that problems bring with them, and those that are worked out from the model when
 * they are asked for. `fixes/` has one file a kind; a kind is a function of a problem.
 */
import type { Edit, Problem } from "../core/diagnostic.ts";
import type { Span } from "../core/span.ts";
import { isLibrary } from "./addresses.ts";
import type { Ask, CodeAction, Proposal, Proposer } from "./fixes/action.ts";
import { roundDown } from "./fixes/divide.ts";
import { rightExpectation, writeExpectation } from "./fixes/expectation.ts";
import { declareInput } from "./fixes/inputs.ts";
import { makeEqual } from "./fixes/joins.ts";
import { project } from "./fixes/project.ts";
import { otherName } from "./fixes/rename.ts";
import { expectedSetting, joinedSetting, ownSetting } from "./fixes/settings.ts";
import { nearestSize } from "./fixes/sizes.ts";
import { Trials } from "./fixes/trial.ts";
import { removeUnused } from "./fixes/unused.ts";
import { declareCondition } from "./fixes/where.ts";
import { type FileScope, memo, type Snapshot } from "./snapshot.ts";

export type { CodeAction } from "./fixes/action.ts";
export { fixAll } from "./fixes/fix_all.ts";

/** In the order in which they are offered. */
const PROPOSERS: readonly Proposer[] = [
  declareCondition,
  ownSetting,
  nearestSize,
  expectedSetting,
  rightExpectation,
  joinedSetting,
  project,
  makeEqual,
  roundDown,
  removeUnused,
  otherName,
  declareInput,
];

/** Those of the problems that a span touches, the file's own; what is most likely meant comes first. */
export function codeActions(snapshot: Snapshot, file: FileScope, span: Span): readonly CodeAction[] {
  const work = workOut(snapshot, file, span);
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

/** The same in steps: edits are tried, which takes its time, and between two steps other things may be done. */
export function* workOut(snapshot: Snapshot, file: FileScope, span: Span): Generator<void, readonly CodeAction[]> {
  const touched = snapshot.problems.filter((p) => p.uri === file.def.uri && touches(p.span, span));
  const out: CodeAction[] = [];
  for (const problem of touched) out.push(...(yield* fixesOf(snapshot, file, problem, touched.length)));
  const trials = new Trials(snapshot);
  const refactors = writeExpectation(snapshot, file, span).filter(
    ({ edits }) => edits.every((e) => isEditable(snapshot, e)) && trials.harmless(edits),
  );
  return distinct([...out, ...refactors.map((r): CodeAction => ({ ...r, kind: "refactor" }))]);
}

/** What was worked out for a problem, which an editor asks for again whenever its cursor moves. */
const known = memo((_: Snapshot) => new Map<Problem, readonly CodeAction[]>());

/** `among`: how many problems the work of one request is for. */
function* fixesOf(
  snapshot: Snapshot,
  file: FileScope,
  problem: Problem,
  among: number,
): Generator<void, readonly CodeAction[]> {
  const before = known(snapshot).get(problem);
  if (before) return before;
  const trials = new Trials(snapshot, among);
  const ask: Ask = { snapshot, file, problem, mends: (edits) => trials.mends(problem, edits) };
  const told = problem.fixes ?? [];
  const proposals: Proposal[] = told.map(({ title, edits }) => ({
    title,
    edits,
    ...(told.length === 1 && problem.code !== "missing-attribute" ? { preferred: true } : {}),
  }));
  for (const propose of PROPOSERS) {
    proposals.push(...propose(ask));
    yield;
  }
  const rank = ({ preferred, unlikely }: Proposal): number => (preferred ? 0 : unlikely ? 2 : 1);
  const inOrder = proposals.sort((a, b) => rank(a) - rank(b));
  const actions = inOrder
    .filter(({ edits }) => edits.length > 0 && edits.every((e) => isEditable(snapshot, e)))
    .map(
      ({ title, edits, preferred }): CodeAction => ({
        title,
        kind: "quickfix",
        problem,
        edits,
        ...(preferred ? { preferred } : {}),
      }),
    );
  known(snapshot).set(problem, actions);
  return actions;
}

const touches = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;

/** Files of the library come with Shapewright. */
const isEditable = ({ files }: Snapshot, { uri }: Edit): boolean => files.has(uri) && !isLibrary(uri);

function distinct(actions: readonly CodeAction[]): readonly CodeAction[] {
  const seen = new Set<string>();
  return actions.filter(({ title, edits }) => {
    const key = `${title}\n${edits.map((e) => `${e.uri} ${e.span.start} ${e.span.end} ${e.text}`).join("\n")}`;
    return !seen.has(key) && seen.add(key);
  });
}
