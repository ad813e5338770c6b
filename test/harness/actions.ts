/** Code actions as an editor takes them: asked for at a place, applied to the texts, and what is told of those then. */
import type { Edit, Problem } from "../../src/core/diagnostic.ts";
import { type CodeAction, codeActions } from "../../src/ide/code_actions.ts";
import { type Absence, createSession, type Session } from "../../src/ide/session.ts";
import type { FileScope, Snapshot } from "../../src/ide/snapshot.ts";

export type Texts = ReadonlyMap<string, string>;

/** Asks as a host does: what is missing is looked up until nothing is. */
export function snapshotOf(texts: Texts, root: string, session: Session = createSession()): Snapshot {
  const absent = new Map<string, Absence>();
  const files = new Map<string, string>([...texts].filter(([uri]) => uri === root));
  for (;;) {
    const snapshot = session.snapshot({ files, root, absent, folders: ["file:///"] });
    const open = snapshot.missing.filter((uri) => !absent.has(uri));
    if (open.length === 0) return snapshot;
    for (const uri of open) {
      const text = texts.get(uri);
      if (text === undefined) absent.set(uri, { reason: "does not exist" });
      else files.set(uri, text);
    }
  }
}

export function withEdits(texts: Texts, edits: readonly Edit[]): Texts {
  const out = new Map(texts);
  for (const { uri, span, text } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    const before = out.get(uri) ?? "";
    out.set(uri, before.slice(0, span.start) + text + before.slice(span.end));
  }
  return out;
}

/** What is offered for a problem, in its own file. */
export function offeredFor(snapshot: Snapshot, problem: Problem): readonly CodeAction[] {
  const file = snapshot.files.get(problem.uri);
  if (!file) return [];
  return codeActions(snapshot, file, problem.span).filter((a) => a.problem === problem);
}

/** Of a single file, at the first place of a text in it. */
export function actionsAt(text: string, at: string): { snapshot: Snapshot; actions: readonly CodeAction[] } {
  const snapshot = snapshotOf(new Map([[MAIN, text]]), MAIN);
  const file = snapshot.file as FileScope;
  const start = text.indexOf(at);
  return { snapshot, actions: codeActions(snapshot, file, { start, end: start }) };
}

export const MAIN = "file:///models/main.arch.yaml";

/** The file as an action leaves it. */
export const edited = (text: string, action: CodeAction): string =>
  withEdits(new Map([[MAIN, text]]), action.edits).get(MAIN) ?? "";
