/** What can be done at a place, worked out from the text as it is: nothing that a client sends back is trusted. */
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  CodeActionRequest,
  type Command,
  type ServerCapabilities,
} from "vscode-languageserver";
import { type CodeAction as Found, fixAll, workOut } from "../ide/code_actions.ts";
import type { FileScope, Snapshot } from "../ide/snapshot.ts";
import { EXPLAIN } from "../protocol/messages.ts";
import { workspaceEdit } from "./edits.ts";
import { spanIn } from "./places.ts";
import { diagnosticsOf, type Look } from "./problems.ts";
import { type Asked, checkedRange, type Requests, type Server } from "./requests.ts";
import { throwIfCancelled } from "./turns.ts";

const FIX_ALL = `${CodeActionKind.SourceFixAll}.shapewright`;
const KIND: Readonly<Record<Found["kind"], CodeActionKind>> = {
  quickfix: CodeActionKind.QuickFix,
  "source.fixAll": FIX_ALL,
  refactor: CodeActionKind.Refactor,
};

export function actions(server: Server, requests: Requests): ServerCapabilities {
  requests.onFile(
    CodeActionRequest.type,
    async (asked, { range, context }, token): Promise<(CodeAction | Command)[]> => {
      const { snapshot, file, uri } = asked;
      const span = spanIn(file, checkedRange(range));
      const wanted = wantedKinds(context?.only);
      const look: Look = {
        settings: await server.settings.of(server.texts.sent(uri)),
        client: server.client(),
        sent: (one) => server.texts.sent(one),
      };
      const out: CodeAction[] = [];
      if (wanted(CodeActionKind.QuickFix) || wanted(CodeActionKind.Refactor))
        for (const [check, here] of checksOf(asked, server))
          for (const found of await inTurns(workOut(check, here, span), server, token)) {
            const same = out.some(({ title }) => title === found.title);
            if (wanted(KIND[found.kind]) && !same) out.push(actionOf(found, check, look, server));
          }
      if (wanted(CodeActionKind.QuickFix) && server.commands().has(EXPLAIN)) out.push(...explain(snapshot, uri, span));
      // A source action is asked for by its kind: on every cursor movement it would be work for nothing.
      const all = context?.only && wanted(FIX_ALL) ? fixAll(snapshot, file) : undefined;
      if (all) out.push(actionOf(all, snapshot, look, server));
      return out;
    },
  );
  return { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, FIX_ALL] } };
}

/** Other requests come between the steps, and one that makes this one pointless ends it. */
async function inTurns<T>(work: Generator<void, T>, { turn }: Server, token: CancellationToken): Promise<T> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    await turn();
    throwIfCancelled(token);
  }
}

/** `only: ["source"]` asks for all kinds below it. */
const wantedKinds =
  (only: readonly string[] | undefined) =>
  (kind: string): boolean =>
    only?.some((one) => kind === one || kind.startsWith(`${one}.`)) ?? true;

/** A problem of this file may have been found by another that uses it. */
function checksOf({ uri, snapshot, file }: Asked, { models }: Server): readonly (readonly [Snapshot, FileScope])[] {
  const users = models.users(uri).filter((user) => user.file.def.text === file.def.text);
  return [[snapshot, file], ...users.map((user) => [user.snapshot, user.file] as const)];
}

function actionOf(
  { title, kind, problem, preferred, edits }: Found,
  check: Snapshot,
  look: Look,
  server: Server,
): CodeAction {
  const diagnostics = problem && diagnosticsOf(problem.uri, [{ files: check.files, problems: [problem] }], look);
  return {
    title,
    kind: KIND[kind],
    edit: workspaceEdit(server, check.files, edits),
    ...(diagnostics && diagnostics.length > 0 ? { diagnostics: [...diagnostics] } : {}),
    ...(preferred ? { isPreferred: true } : {}),
  };
}

function explain({ problems }: Snapshot, uri: string, span: { start: number; end: number }): CodeAction[] {
  const codes = new Set(
    problems
      .filter((p) => p.uri === uri && p.span.start <= span.end && span.start <= p.span.end)
      .map(({ code }) => code),
  );
  return [...codes].map((code) => {
    const title = `Explain ${code}`;
    return { title, kind: CodeActionKind.QuickFix, command: { title, command: EXPLAIN, arguments: [code] } };
  });
}
