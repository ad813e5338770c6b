/** The server, started, with what it may ask and what it says of open models. */
import type { LogOutputChannel } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { STATUS, type StatusParams } from "../protocol/messages.ts";
import { Connection } from "./connection.ts";
import { serveFiles } from "./files.ts";
import type { Host } from "./host.ts";
import { clientOptions } from "./options.ts";
import type { Status } from "./status.ts";

export function connect(host: Host, log: LogOutputChannel, status: Status, failed: () => void): Connection {
  const prepare = (client: BaseLanguageClient): void => {
    serveFiles(client, host);
    client.onNotification(STATUS, (params: StatusParams) => {
      status.modelIs(client.protocol2CodeConverter.asUri(params.uri).toString(), params);
    });
  };
  const server = new Connection(host, clientOptions(log), log, prepare);
  server.onDidChangeState((state) => {
    status.serverIs(state);
    if (state === "failed") failed();
  });
  server.start();
  return server;
}
