/**
 * Tries edits: the texts as they would be are checked, and their problems compared with those of before. A problem is
 * known again by its code and by where its first character went.
 */
import type { Edit, Problem } from "../../core/diagnostic.ts";
import { applied } from "../edits.ts";
import { type Absence, createSession, type Session } from "../session.ts";
import { memo, type Snapshot } from "../snapshot.ts";

/** For one request: texts that are checked, and layers in all of them. Someone waits for the answer. */
const MAX_TRIALS = 24;
const MAX_LAYERS = 24_000;

/** Tries are alike, so they share what a session remembers. */
const sessionOf = memo((_: Snapshot): Session => createSession());

export class Trials {
  private readonly snapshot: Snapshot;
  private left: number;

  /** `among`: how many share the work of one request. */
  constructor(snapshot: Snapshot, among = 1) {
    this.snapshot = snapshot;
    const layers = snapshot.worked.reduce((n, { nodes }) => n + nodes.length, 0);
    this.left = Math.ceil(Math.min(MAX_TRIALS, Math.floor(MAX_LAYERS / Math.max(1, layers))) / among);
  }

  /** Whether a problem is gone and nothing is wrong that was not. */
  mends(problem: Problem, edits: readonly Edit[]): boolean {
    const after = this.after(edits);
    if (!after) return false;
    const there = placeAfter(problem, edits);
    return !after.some((p) => there(p)) && this.newErrors(after, edits).every((p) => isNext(p, problem));
  }

  /** Whether nothing is wrong that was not. */
  harmless(edits: readonly Edit[]): boolean {
    const after = this.after(edits);
    return after !== undefined && this.newErrors(after, edits).length === 0;
  }

  private after(edits: readonly Edit[]): readonly Problem[] | undefined {
    if (this.left <= 0) return undefined;
    this.left--;
    return checkEdited(this.snapshot, edits);
  }

  private newErrors(after: readonly Problem[], edits: readonly Edit[]): readonly Problem[] {
    const before = unedited(this.snapshot).map((p) => placeAfter(p, edits));
    return after.filter((p) => p.severity === "error" && !before.some((is) => is(p)));
  }
}

/** A declared size is told at the first layer that refuses it; the next one that does comes into sight with the mend. */
const isNext = (next: Problem, mended: Problem): boolean =>
  next.code === mended.code && next.counterexample !== undefined && mended.counterexample !== undefined;

/** As the tries see it: what a host said of files that are not there is not known here. */
const unedited = memo((snapshot: Snapshot): readonly Problem[] => checkEdited(snapshot, []));

function checkEdited(snapshot: Snapshot, edits: readonly Edit[]): readonly Problem[] {
  const files = new Map<string, string>();
  for (const [uri, { def }] of snapshot.files)
    files.set(
      uri,
      applied(
        def.text,
        edits.filter((e) => e.uri === uri),
      ),
    );
  const session = sessionOf(snapshot);
  // What was found may be found again, wherever it lies.
  const folders = [...new Set([...files.keys()].map((uri) => /^[^:]*:\/\/[^/]*\//.exec(uri)?.[0] ?? uri))];
  const absent = new Map<string, Absence>();
  for (;;) {
    const { problems, missing } = session.check({ root: snapshot.root, files, absent, folders });
    const open = missing.filter((uri) => !absent.has(uri));
    if (open.length === 0) return problems;
    for (const uri of open) absent.set(uri, { reason: "is not known" });
  }
}

/** Whether a problem of the edited text is this one of before. */
function placeAfter({ code, uri, span }: Problem, edits: readonly Edit[]): (other: Problem) => boolean {
  let low = span.start;
  let high = span.start;
  for (const e of edits) {
    if (e.uri !== uri || e.span.start > span.start) continue;
    const { start, end } = e.span;
    // What stands at the place itself may come before it or be part of what takes its place.
    const before = end <= span.start && (start < span.start || start < end);
    if (before) {
      low += e.text.length - (end - start);
      high += e.text.length - (end - start);
    } else {
      low += start - span.start;
      high += e.text.length + start - span.start;
    }
  }
  return (other) => other.code === code && other.uri === uri && other.span.start >= low && other.span.start <= high;
}
