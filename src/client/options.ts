/** What the language client is told: which documents are ours, and what of the server's answers may act. */
import { type LogOutputChannel, type TextDocument, Uri, workspace } from "vscode";
import { type LanguageClientOptions, vsdiag } from "vscode-languageclient";
import { COPY_TEXT, EXPLAIN, type InitializationOptions } from "../protocol/messages.ts";
import { MODEL_PATTERN } from "./files.ts";

/** Models of ours in any file system, and those that the user opens as YAML. */
export const selector = [{ language: "shapewright" }, { language: "yaml", pattern: MODEL_PATTERN }];

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
      provideDiagnostics: (document, previous, token, next) =>
        isWorkedOn(document instanceof Uri ? document : document.uri)
          ? next(document, previous, token)
          : { kind: vsdiag.DocumentDiagnosticReportKind.full, items: [] },
    },
  };
}

/** An old version beside the present one, in a comparison, has hover and colours, but its problems are past. */
export function isWorkedOn(uri: Uri): boolean {
  return (
    uri.scheme === "untitled" ||
    workspace.fs.isWritableFileSystem(uri.scheme) === true ||
    workspace.getWorkspaceFolder(uri) !== undefined
  );
}

export const isOurs = ({ languageId, uri }: TextDocument): boolean =>
  languageId === "shapewright" || (languageId === "yaml" && /\.arch\.ya?ml$/.test(uri.path));
