/** The extension in a node host: the server is a process of its own, run by the editor's node. */
import { realpath } from "node:fs/promises";
import { sep } from "node:path";
import { type ExtensionContext, Uri } from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";
import { activateIn } from "./extension.ts";
import { CLIENT_ID, CLIENT_NAME, type Host } from "./host.ts";

export function activate(context: ExtensionContext): void {
  const run = {
    module: Uri.joinPath(context.extensionUri, "dist", "extension", "server.js").fsPath,
    transport: TransportKind.ipc,
  };
  const server: ServerOptions = { run, debug: { ...run, options: { execArgv: ["--inspect=0"] } } };
  const host: Host = {
    createClient: (options) => {
      const client = new LanguageClient(CLIENT_ID, CLIENT_NAME, server, options);
      return { client, kill: () => client.serverProcess?.kill("SIGKILL") };
    },
    silentDeath: false,
    realPath: async (uri) => (await realpath(uri.fsPath)).split(sep).join("/"),
  };
  activateIn(host, context);
}
