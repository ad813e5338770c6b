/**
 * Files that change, come, go and are moved, and the folders of the workspace. What was read of them is forgotten, and
 * asked for again when a model needs it.
 */
import {
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type FileOperationRegistrationOptions,
  ResponseError,
  type ServerCapabilities,
  WillRenameFilesRequest,
  type WorkspaceFolder,
} from "vscode-languageserver";
import { movedFiles } from "../ide/moved_files.ts";
import { canonical } from "./addresses.ts";
import { workspaceEdit } from "./edits.ts";
import type { Requests, Server } from "./requests.ts";
import type { Workspace } from "./workspace.ts";

const MODELS: FileOperationRegistrationOptions = {
  filters: [
    { pattern: { glob: "**/*.arch.{yaml,yml}", matches: "file" } },
    { pattern: { glob: "**", matches: "folder" } },
  ],
};

const PATTERN = "**/*.arch.{yaml,yml}";

export function files(server: Server, requests: Requests, workspace: Workspace): ServerCapabilities {
  const { connection, texts } = server;
  const forget = (uris: readonly { readonly uri: string }[]): void => {
    workspace.forget();
    for (const { uri } of uris) texts.forget(canonical(uri));
  };
  connection.onDidChangeWatchedFiles(({ changes }) => forget(changes));
  connection.workspace.onDidCreateFiles(({ files: created }) => forget(created));
  connection.workspace.onDidDeleteFiles(({ files: deleted }) => forget(deleted));
  connection.workspace.onDidRenameFiles(({ files: renamed }) =>
    forget(renamed.flatMap(({ oldUri, newUri }) => [{ uri: oldUri }, { uri: newUri }])),
  );
  requests.on(WillRenameFilesRequest.type, async ({ files: renamed }, token) => {
    if (!Array.isArray(renamed)) throw new ResponseError(ErrorCodes.InvalidParams, "`files` is missing.");
    const moves = renamed.map(({ oldUri, newUri }) => ({ from: canonical(oldUri), to: canonical(newUri) }));
    const scopes = await workspace.scopes(token);
    const edits = movedFiles(scopes, moves, server.models.folders);
    if (edits.length === 0) return null;
    return workspaceEdit(server, new Map(scopes.map((file) => [file.def.uri, file])), edits);
  });
  return {
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didCreate: MODELS, didDelete: MODELS, didRename: MODELS, willRename: MODELS },
    },
  };
}

/** Called once the client is ready: what it can only be told then. */
export function followFolders(server: Server, workspace: Workspace, requests: Requests, changed: () => void): void {
  const { connection, models, client } = server;
  if (client().workspace?.workspaceFolders)
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(addressesOf(removed));
      models.folders = [...models.folders.filter((folder) => !gone.has(folder)), ...addressesOf(added)];
      workspace.forget();
      changed();
    });
  if (client().workspace?.didChangeWatchedFiles?.dynamicRegistration)
    void requests.guard("watch", async () => {
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: PATTERN }],
      });
    });
}

export const addressesOf = (folders: readonly WorkspaceFolder[]): readonly string[] =>
  folders.map(({ uri }) => canonical(uri).replace(/\/+$/, ""));
