/**
 * Texts that come with the extension and open like files: the page of each code, and the models of the built-in
 * library. The server has both. They are file systems, read only, rather than documents made on demand: the editor
 * watches what it shows, and wakes the extension for a tab that it brings back.
 */
import { Disposable, EventEmitter, FileSystemError, type FileSystemProvider, FileType, Uri, workspace } from "vscode";
import {
  LIBRARY,
  LIBRARY_SCHEME,
  type LibraryParams,
  type LibraryResult,
  PAGE,
  PAGE_SCHEME,
  type PageParams,
  type PageResult,
} from "../protocol/messages.ts";

/** Asks the server, once that it is there. */
export type Ask = <R>(method: string, params: unknown) => Promise<R>;

const PAGE_ENDING = ".shapewright.md";

export const pageOf = (code: string): Uri => Uri.from({ scheme: PAGE_SCHEME, path: `/${code}${PAGE_ENDING}` });

export function providePages(ask: Ask): readonly Disposable[] {
  const page = async ({ path }: Uri): Promise<string | null> => {
    if (!path.endsWith(PAGE_ENDING)) return null;
    const params: PageParams = { code: path.slice(1, -PAGE_ENDING.length) };
    return ask<PageResult>(PAGE, params);
  };
  const model = async (uri: Uri): Promise<string | null> => {
    const params: LibraryParams = { uri: uri.toString() };
    return ask<LibraryResult>(LIBRARY, params);
  };
  const options = { isReadonly: true, isCaseSensitive: true };
  return [
    workspace.registerFileSystemProvider(PAGE_SCHEME, readOnly(page), options),
    workspace.registerFileSystemProvider(LIBRARY_SCHEME, readOnly(model), options),
  ];
}

/** The files of one scheme, all beside each other; null for those that are not there. */
function readOnly(textOf: (uri: Uri) => Promise<string | null>): FileSystemProvider {
  const bytesOf = async (uri: Uri): Promise<Uint8Array> => {
    const text = await textOf(uri);
    if (text === null) throw FileSystemError.FileNotFound(uri);
    return new TextEncoder().encode(text);
  };
  const refuse = (uri: Uri): never => {
    throw FileSystemError.NoPermissions(uri);
  };
  return {
    onDidChangeFile: new EventEmitter<never>().event,
    watch: () => new Disposable(() => {}),
    stat: async (uri) =>
      uri.path === "/"
        ? { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 }
        : { type: FileType.File, ctime: 0, mtime: 0, size: (await bytesOf(uri)).length },
    readDirectory: () => [],
    readFile: bytesOf,
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
