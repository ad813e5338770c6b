/**
 * The extension, whichever host it runs in: it brings the server and the editor together, and knows no model itself. The
 * language client is large: it is loaded once that the editor has its commands, so that no start of an editor waits for it.
 */
import { commands, type ExtensionContext, env, l10n, window } from "vscode";
import { COPY_TEXT, EXPLAIN } from "../protocol/messages.ts";
import type { Connection } from "./connection.ts";
import { explain } from "./explain.ts";
import { CLIENT_NAME, type Host } from "./host.ts";
import { newModel } from "./new-model.ts";
import { providePages } from "./pages.ts";
import { Status } from "./status.ts";

const COPIED_MS = 4_000;
const COPIED_SHOWN = 60;

export function activateIn(context: ExtensionContext, loadHost: () => Promise<Host>): void {
  const log = window.createOutputChannel(CLIENT_NAME, { log: true });
  const status = new Status();
  const load = async (): Promise<Connection> => {
    const [{ connect }, host] = await Promise.all([import("./connect.ts"), loadHost()]);
    return connect(host, log, status, () => void offerRestart());
  };
  const server = load();
  server.catch((error: unknown) => {
    log.error("The language client could not be loaded.", String(error));
    status.serverIs("failed");
  });
  context.subscriptions.push(
    log,
    status,
    { dispose: async () => (await server).dispose() },
    ...providePages(async (method, params) => (await server).request(method, params)),
    commands.registerCommand("shapewright.restart", async () => (await server).restart()),
    commands.registerCommand("shapewright.showLog", () => log.show()),
    commands.registerCommand(EXPLAIN, (code: unknown) => explain(context, code)),
    commands.registerCommand(COPY_TEXT, copyText),
    commands.registerCommand("shapewright.newModel", () => newModel(context.extensionUri)),
  );
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
