/** Edits as the protocol has them. They carry the version of the text that they are for, so that stale ones are refused. */
import {
  LSPErrorCodes,
  ResponseError,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Edit } from "../core/diagnostic.ts";
import type { FileScope } from "../ide/snapshot.ts";
import { rangeIn } from "./places.ts";
import type { Server } from "./requests.ts";

export function workspaceEdit(
  { texts, client }: Server,
  files: ReadonlyMap<string, FileScope>,
  edits: readonly Edit[],
): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  for (const { uri, span, text } of edits) {
    const file = files.get(uri);
    if (!file || texts.all.get(uri) !== file.def.text)
      throw new ResponseError(LSPErrorCodes.ContentModified, "The text has changed since.");
    const list = byFile.get(uri) ?? [];
    byFile.set(uri, list);
    list.push({ range: rangeIn(file, span), newText: text });
  }
  if (!client().workspace?.workspaceEdit?.documentChanges)
    return { changes: Object.fromEntries([...byFile].map(([uri, list]) => [texts.sent(uri), list])) };
  return {
    documentChanges: [...byFile].map(
      ([uri, list]): TextDocumentEdit => ({
        textDocument: { uri: texts.sent(uri), version: texts.version(uri) ?? null },
        edits: list,
      }),
    ),
  };
}
