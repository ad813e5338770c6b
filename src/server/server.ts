/**
 * The language server, in whichever host. The parts are made here and handed to each other; every capability is announced
 * by the file that answers for it.
 */
import {
  type ClientCapabilities,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { InitializationOptions } from "../protocol/messages.ts";
import { actions } from "./actions.ts";
import { Diagnostics } from "./diagnostics.ts";
import { addressesOf, files, followFolders } from "./files.ts";
import { look } from "./look.ts";
import { Models } from "./models.ts";
import { names } from "./names.ts";
import { outline } from "./outline.ts";
import { own, Status } from "./own.ts";
import { PullRegistration } from "./registration.ts";
import { Requests, type Server } from "./requests.ts";
import { UserSettings } from "./settings.ts";
import { Texts } from "./texts.ts";
import type { Turn } from "./turns.ts";
import { typing } from "./typing.ts";
import { Workspace } from "./workspace.ts";

export function serve(connection: Connection, turn: Turn): void {
  let client: ClientCapabilities = {};
  let commands: ReadonlySet<string> = new Set();
  let pulls = false;
  const texts = new Texts(connection);
  const models = new Models(texts);
  const settings = new UserSettings(connection);
  const server: Server = { connection, texts, models, settings, turn, client: () => client, commands: () => commands };
  const requests = new Requests(server);
  const workspace = new Workspace(connection, texts, models, turn);
  const status = new Status(server, requests);
  const diagnostics = new Diagnostics(server, requests, workspace, (uri) => status.tell(uri));
  const registration = new PullRegistration(server);
  const answered = [
    look(server, requests),
    names(server, requests, workspace),
    outline(server, requests),
    typing(server, requests, workspace),
    actions(server, requests),
    files(server, requests, workspace),
  ];
  own(requests);

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    client = params.capabilities;
    commands = new Set(options.commands);
    pulls = client.textDocument?.diagnostic !== undefined && options.push !== true;
    diagnostics.start(pulls);
    models.folders = addressesOf(params.workspaceFolders ?? []);
    return {
      serverInfo: { name: "Shapewright" },
      capabilities: Object.assign({}, BASE, ...answered, pulls ? registration.announced() : {}) as ServerCapabilities,
    };
  });

  connection.onInitialized(() => {
    const { configuration, didChangeConfiguration } = client.workspace ?? {};
    settings.start(configuration === true, didChangeConfiguration?.dynamicRegistration === true);
    followFolders(server, workspace, requests, () => diagnostics.tellAgain());
    if (pulls) void requests.guard("registration", () => registration.follow());
  });

  settings.onChange(() => {
    diagnostics.tellAgain();
    if (pulls) void requests.guard("registration", () => registration.follow());
    const { inlayHint, codeLens } = client.workspace ?? {};
    void requests.guard("refresh", async () => {
      if (inlayHint?.refreshSupport) await connection.languages.inlayHint.refresh();
      if (codeLens?.refreshSupport) await connection.sendRequest("workspace/codeLens/refresh");
    });
  });

  connection.onShutdown(() => requests.end());
  connection.listen();
}

const BASE: ServerCapabilities = {
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
};
