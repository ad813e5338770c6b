/** Where things are named: definition, references, rename, symbols of the workspace. */
import {
  DefinitionRequest,
  type Location,
  type LocationLink,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ResponseError,
  type ServerCapabilities,
  type SymbolInformation,
  SymbolKind,
  WorkspaceSymbolRequest,
} from "vscode-languageserver";
import { definition } from "../ide/definition.ts";
import { references } from "../ide/references.ts";
import { prepareRename, rename } from "../ide/rename.ts";
import type { FileScope } from "../ide/snapshot.ts";
import { type WorkspaceSymbol, workspaceSymbols } from "../ide/workspace_symbols.ts";
import { workspaceEdit } from "./edits.ts";
import { rangeIn, rangeOf } from "./places.ts";
import { type Asked, checkedText, type Requests, type Server } from "./requests.ts";
import type { Workspace } from "./workspace.ts";

export function names(server: Server, requests: Requests, workspace: Workspace): ServerCapabilities {
  const { texts } = server;
  requests.onPlace(DefinitionRequest.type, ({ snapshot, file, offset }): Location[] | LocationLink[] | null => {
    const found = definition(snapshot, file, offset);
    if (!found) return null;
    if (!server.client().textDocument?.definition?.linkSupport)
      return found.targets.map((target) => ({ uri: texts.sent(target.uri), range: rangeOf(snapshot, target) }));
    return found.targets.map((target) => ({
      originSelectionRange: rangeIn(file, found.origin),
      targetUri: texts.sent(target.uri),
      targetRange: rangeOf(snapshot, { uri: target.uri, span: target.whole }),
      targetSelectionRange: rangeOf(snapshot, target),
    }));
  });

  requests.onPlace(ReferencesRequest.type, async (asked, { context }, token) => {
    const others = await workspace.scopes(token);
    const files = filesOf(asked, others);
    const found = references(asked.file, asked.offset, others, context?.includeDeclaration !== false);
    return found.map((place) => ({ uri: texts.sent(place.uri), range: rangeOf({ files }, place) }));
  });

  requests.onPlace(PrepareRenameRequest.type, ({ file, offset }) => {
    const found = prepareRename(file, offset);
    return "refusal" in found
      ? refuse(found.refusal)
      : { range: rangeIn(file, found.span), placeholder: found.placeholder };
  });

  requests.onPlace(RenameRequest.type, async (asked, { newName }, token) => {
    const others = await workspace.scopes(token);
    const found = rename(asked.file, asked.offset, checkedText(newName, "newName"), others);
    return "refusal" in found ? refuse(found.refusal) : workspaceEdit(server, filesOf(asked, others), found.edits);
  });

  requests.on(WorkspaceSymbolRequest.type, async ({ query }, token) => {
    const scopes = await workspace.scopes(token);
    const files = new Map(scopes.map((file) => [file.def.uri, file]));
    return workspaceSymbols(scopes, checkedText(query, "query")).map((symbol) => symbolOf(symbol, files, server));
  });

  return {
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    workspaceSymbolProvider: true,
  };
}

function refuse(reason: string): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

/** Every file that a place can be in. */
function filesOf({ snapshot }: Asked, others: readonly FileScope[]): ReadonlyMap<string, FileScope> {
  const files = new Map(others.map((file) => [file.def.uri, file]));
  const add = (file: FileScope): void => {
    for (const used of file.uses.values())
      if (used && !files.has(used.def.uri)) {
        files.set(used.def.uri, used);
        add(used);
      }
  };
  for (const file of others) add(file);
  for (const [uri, file] of snapshot.files) files.set(uri, file);
  return files;
}

const KIND: Readonly<Record<WorkspaceSymbol["kind"], SymbolKind>> = {
  model: SymbolKind.Module,
  block: SymbolKind.Class,
  layer: SymbolKind.Variable,
};

function symbolOf(
  symbol: WorkspaceSymbol,
  files: ReadonlyMap<string, FileScope>,
  { texts }: Server,
): SymbolInformation {
  const { name, kind, uri, container } = symbol;
  return {
    name,
    kind: KIND[kind],
    location: { uri: texts.sent(uri), range: rangeOf({ files }, symbol) },
    ...(container === "" ? {} : { containerName: container }),
  };
}
