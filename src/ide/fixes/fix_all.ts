/**
 * All that can be mended without a choice: what is redundant, slips of spelling with one name that is meant, PyTorch's
 * order, slips of YAML. Taken together they make nothing wrong that was not.
 */
import type { Edit, Problem } from "../../core/diagnostic.ts";
import type { FileScope, Snapshot } from "../snapshot.ts";
import type { CodeAction } from "./action.ts";
import { Trials } from "./trial.ts";

/** `redundant-bias` is not among them: without a bias a model has other weights, and a checkpoint may have them. */
const SAFE: ReadonlySet<string> = new Set([
  "redundant-attribute",
  "positional-order",
  "unknown-op",
  "unknown-name",
  "unknown-attribute",
  "unknown-output",
  "yaml-syntax",
  "syntax",
]);

/** Undefined where nothing can be mended so. */
export function fixAll(snapshot: Snapshot, file: FileScope): CodeAction | undefined {
  const fixes = snapshot.problems.flatMap((p) => safeEdits(p, file.def.uri));
  if (fixes.length === 0) return undefined;
  const trials = new Trials(snapshot);
  let edits = together(fixes);
  if (!trials.harmless(edits)) {
    // One by one: what brings something new into sight is left to its author.
    const kept: (readonly Edit[])[] = [];
    for (const fix of fixes) if (trials.harmless(together([...kept, fix]))) kept.push(fix);
    edits = together(kept);
  }
  return edits.length > 0 ? { title: "Fix all that has one fix", kind: "source.fixAll", edits } : undefined;
}

function safeEdits({ code, fixes = [] }: Problem, uri: string): (readonly Edit[])[] {
  const [only, second] = fixes;
  return only && !second && SAFE.has(code) && only.edits.every((e) => e.uri === uri) ? [only.edits] : [];
}

/** Of those that overlap the first counts; the others are found again when it is done. */
function together(fixes: readonly (readonly Edit[])[]): readonly Edit[] {
  const out: Edit[] = [];
  for (const edits of fixes) if (!edits.some((e) => out.some((o) => overlap(e, o)))) out.push(...edits);
  return out.sort((a, b) => a.span.start - b.span.start);
}

const overlap = (a: Edit, b: Edit): boolean => a.span.start <= b.span.end && b.span.start <= a.span.end;
