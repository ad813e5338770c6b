/** What the language client is told, and what of the server's answers may act. */
import { type LogOutputChannel, Uri, workspace } from "vscode";
import { type LanguageClientOptions, vsdiag } from "vscode-languageclient";
import { COPY_TEXT, EXPLAIN, type InitializationOptions } from "../protocol/messages.ts";
import { isWorkedOn, MODEL_PATTERN, selector } from "./documents.ts";

/** The commands that a link in a hover may call; the texts of models are escaped, and no other command is trusted. */
const TRUSTED = [COPY_TEXT, EXPLAIN];

export function clientOptions(log: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: selector,
    outputChannel: log,
    diagnosticCollectionName: "shapewright",
    initializationOptions: { commands: TRUSTED } satisfies InitializationOptions,
    markdown: { isTrusted: { enabledCommands: TRUSTED }, supportHtml: false },
    synchronize: { fileEvents: workspace.createFileSystemWatcher(MODEL_PATTERN) },
    middleware: {
      // Of files that are not open they are told unasked.
      handleDiagnostics: (uri, diagnostics, next) => next(uri, isWorkedOn(uri) ? diagnostics : []),
      provideDiagnostics: (document, previous, token, next) =>
        isWorkedOn(document instanceof Uri ? document : document.uri)
          ? next(document, previous, token)
          : { kind: vsdiag.DocumentDiagnosticReportKind.full, items: [] },
    },
  };
}
