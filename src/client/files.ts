/**
 * Files for the server, which knows no file system: the text of one that is not open, and the list of all models. Only
 * plain files are read, and what one file imports only from inside its workspace, links followed: a model that came from
 * elsewhere must not read the rest of the disk.
 */
import { FileSystemError, FileType, Uri, workspace } from "vscode";
import { type BaseLanguageClient, ResponseError } from "vscode-languageclient";
import {
  FIND_MODELS,
  type FindModelsResult,
  READ_FILE,
  type ReadFileParams,
  type ReadFileResult,
} from "../protocol/messages.ts";
import { MODEL_PATTERN } from "./documents.ts";
import type { Host } from "./host.ts";
import {
  type FileKind,
  isInside,
  LEADS_ANYWHERE,
  LEADS_OUT,
  refusalOfBytes,
  refusalOfError,
  refusalOfKind,
  refusalOfName,
  stepsTo,
} from "./reasons.ts";

const MAX_MODELS = 10_000;
const INVALID_PARAMS = -32602;

export function serveFiles(client: BaseLanguageClient, host: Host): void {
  client.onRequest<ReadFileResult, void>(READ_FILE, (params: ReadFileParams) => {
    if (typeof params?.uri !== "string") throw new ResponseError(INVALID_PARAMS, "`uri` is missing.");
    const folder = params.workspace === undefined ? undefined : Uri.parse(params.workspace);
    return readModel(Uri.parse(params.uri), folder, host);
  });
  client.onRequest(FIND_MODELS, findModels);
}

/** Without an `exclude` of ours the user's `files.exclude` holds. */
async function findModels(): Promise<FindModelsResult> {
  const found = await workspace.findFiles(MODEL_PATTERN, undefined, MAX_MODELS);
  return { uris: found.map((uri) => uri.toString()) };
}

async function readModel(uri: Uri, folder: Uri | undefined, host: Host): Promise<ReadFileResult> {
  const ofName = refusalOfName(uri.path);
  if (ofName) return { reason: ofName };
  try {
    const leads = await whereLinksLead(uri, folder ?? workspace.getWorkspaceFolder(uri)?.uri, host);
    if (leads) return { reason: leads, outside: true };
    const ofKind = refusalOfKind(kindOf(await workspace.fs.stat(uri)));
    if (ofKind) return { reason: ofKind };
    const bytes = await workspace.fs.readFile(uri);
    const ofBytes = refusalOfBytes(bytes);
    // A byte order mark is dropped, as the editor does when it opens the file: places would differ otherwise.
    return ofBytes ? { reason: ofBytes } : { text: new TextDecoder("utf-8").decode(bytes) };
  } catch (error) {
    return { reason: refusalOfError(codeOf(error)) };
  }
}

async function whereLinksLead(uri: Uri, folder: Uri | undefined, host: Host): Promise<string | undefined> {
  if (!folder || folder.scheme !== uri.scheme) return undefined;
  if (host.realPath && uri.scheme === "file") {
    const [path, root] = await Promise.all([host.realPath(uri), host.realPath(folder)]);
    return isInside(path, root) ? undefined : LEADS_OUT;
  }
  for (const path of stepsTo(uri.path, folder.path)) {
    const { type } = await workspace.fs.stat(uri.with({ path }));
    if (type & FileType.SymbolicLink) return LEADS_ANYWHERE;
  }
  return undefined;
}

function kindOf({ type, size }: { readonly type: FileType; readonly size: number }): FileKind {
  const kind = type & FileType.Directory ? "directory" : type & FileType.File ? "file" : "other";
  return { kind, size };
}

/** Node's own errors come from following links. */
function codeOf(error: unknown): string {
  if (error instanceof FileSystemError) return error.code;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "FileNotFound";
  return code === "EACCES" || code === "EPERM" ? "NoPermissions" : "";
}
