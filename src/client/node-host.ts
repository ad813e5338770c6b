/** A node host: the server is a process of its own, run by the editor's node. */
import { realpath } from "node:fs/promises";
import { sep } from "node:path";
import { Uri } from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";
import { CLIENT_ID, CLIENT_NAME, type Host } from "./host.ts";

/** Checks leave much rubbish and keep little: with less room for it the process is a quarter smaller, and as fast. */
const SMALL = ["--max-semi-space-size=4"];

export function nodeHost(extension: Uri): Host {
  const run = {
    module: Uri.joinPath(extension, "dist", "extension", "server.js").fsPath,
    transport: TransportKind.ipc,
    options: { execArgv: SMALL },
  };
  const server: ServerOptions = { run, debug: { ...run, options: { execArgv: [...SMALL, "--inspect=0"] } } };
  return {
    createClient: (options) => {
      const client = new LanguageClient(CLIENT_ID, CLIENT_NAME, server, options);
      return { client, kill: () => client.serverProcess?.kill("SIGKILL") };
    },
    silentDeath: false,
    realPath: async (uri) => (await realpath(uri.fsPath)).split(sep).join("/"),
  };
}
