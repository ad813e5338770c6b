/** The extension, whichever host it runs in: it brings the server and the editor together, and knows no model itself. */
import { commands, type ExtensionContext, env, l10n, window } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { STATUS, type StatusParams } from "../protocol/messages.ts";
import { Connection } from "./connection.ts";
import { explain } from "./explain.ts";
import { serveFiles } from "./files.ts";
import { CLIENT_NAME, type Host } from "./host.ts";
import { newModel } from "./new-model.ts";
import { clientOptions } from "./options.ts";
import { providePages } from "./pages.ts";
import { Status } from "./status.ts";

const COPIED_MS = 4_000;
const COPIED_SHOWN = 60;

export function activateIn(host: Host, context: ExtensionContext): void {
  const log = window.createOutputChannel(CLIENT_NAME, { log: true });
  const status = new Status();
  const prepare = (client: BaseLanguageClient): void => {
    serveFiles(client, host);
    client.onNotification(STATUS, (params: StatusParams) => {
      status.modelIs(client.protocol2CodeConverter.asUri(params.uri).toString(), params);
    });
  };
  const server = new Connection(host, clientOptions(log), log, prepare);
  server.onDidChangeState((state) => {
    status.serverIs(state);
    if (state === "failed") void offerRestart();
  });
  context.subscriptions.push(
    log,
    status,
    server,
    ...providePages(server),
    commands.registerCommand("shapewright.restart", () => server.restart()),
    commands.registerCommand("shapewright.showLog", () => log.show()),
    commands.registerCommand("shapewright.explain", (code: unknown) => explain(context, code)),
    commands.registerCommand("shapewright.copyText", copyText),
    commands.registerCommand("shapewright.newModel", () => newModel(context.extensionUri)),
  );
  server.start();
}

async function offerRestart(): Promise<void> {
  const restart = l10n.t("Restart");
  const showLog = l10n.t("Show Log");
  const message = l10n.t("Shapewright has stopped working: models are no longer checked.");
  const chosen = await window.showErrorMessage(message, restart, showLog);
  if (chosen === restart) await commands.executeCommand("shapewright.restart");
  if (chosen === showLog) await commands.executeCommand("shapewright.showLog");
}

/** A hover's link to copy a shape or a condition. The text is the server's, but is told all the same. */
async function copyText(text: unknown): Promise<void> {
  if (typeof text !== "string" || text === "") return;
  await env.clipboard.writeText(text);
  const shown = text.length > COPIED_SHOWN ? `${text.slice(0, COPIED_SHOWN)}…` : text;
  window.setStatusBarMessage(l10n.t("Copied {0}", shown), COPIED_MS);
}
