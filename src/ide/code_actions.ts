/**
 * What can be done at a place: the fixes that problems bring with them, and those that are worked out from the model when
 * they are asked for. `fixes/` has one file a kind; a kind is a function of a problem.
 */
import type { Edit, Problem } from "../core/diagnostic.ts";
import type { Span } from "../core/span.ts";
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
import type { FileScope, Snapshot } from "./snapshot.ts";

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
  const trials = new Trials(snapshot);
  const touched = snapshot.problems.filter((p) => p.uri === file.def.uri && touches(p.span, span));
  const fixes = touched.flatMap((problem) => fixesOf(snapshot, file, problem, trials));
  const refactors = writeExpectation(snapshot, file, span).filter(
    ({ edits }) => edits.every((e) => isEditable(snapshot, e)) && trials.harmless(edits),
  );
  return distinct([...fixes, ...refactors.map((r): CodeAction => ({ ...r, kind: "refactor" }))]);
}

function fixesOf(snapshot: Snapshot, file: FileScope, problem: Problem, trials: Trials): CodeAction[] {
  const ask: Ask = { snapshot, file, problem, mends: (edits) => trials.mends(problem, edits) };
  const known = problem.fixes ?? [];
  const proposals: readonly Proposal[] = [
    ...known.map(
      ({ title, edits }): Proposal => ({
        title,
        edits,
        ...(known.length === 1 && problem.code !== "missing-attribute" ? { preferred: true } : {}),
      }),
    ),
    ...PROPOSERS.flatMap((propose) => propose(ask)),
  ];
  const inOrder = [...proposals.filter((p) => p.preferred), ...proposals.filter((p) => !p.preferred)];
  return inOrder
    .filter(({ edits }) => edits.length > 0 && edits.every((e) => isEditable(snapshot, e)))
    .map((proposal) => ({ ...proposal, kind: "quickfix", problem }));
}

const touches = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;

/** Files of the library come with Shapewright. */
const isEditable = ({ files }: Snapshot, { uri }: Edit): boolean =>
  files.has(uri) && !uri.startsWith("shapewright-library:");

function distinct(actions: readonly CodeAction[]): readonly CodeAction[] {
  const seen = new Set<string>();
  return actions.filter(({ title, edits }) => {
    const key = `${title}\n${edits.map((e) => `${e.uri} ${e.span.start} ${e.span.end} ${e.text}`).join("\n")}`;
    return !seen.has(key) && seen.add(key);
  });
}
