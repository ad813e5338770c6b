/**
 * What client and server say to each other beside LSP. The server knows no file system, in any host: it asks the client
 * for the texts of files that are not open.
 */

/** What a client says of itself when it starts the server. */
export interface InitializationOptions {
  /** Those of the commands below that it has. */
  readonly commands?: readonly string[];
  /** It could ask for problems, but wants to be told: its own questions come late. */
  readonly push?: boolean;
}

/** Commands of the client that answers may name: the first takes a text, the second a code. */
export const COPY_TEXT = "shapewright.copyText";
export const EXPLAIN = "shapewright.explain";

/** Server to client: the text of a file that is not open. */
export const READ_FILE = "shapewright/readFile";
export interface ReadFileParams {
  readonly uri: string;
  /** The folder that it must not lie outside of, when links are followed; else that of the workspace that has it. */
  readonly workspace?: string;
}
/** `reason` is a clause that follows the file's name: "does not exist". */
export type ReadFileResult =
  | { readonly text: string }
  | {
      readonly reason: string;
      /** It lies outside the workspace, though its path does not say so. */
      readonly outside?: true;
    };

/** Server to client: the model files of the workspace, as URIs. */
export const FIND_MODELS = "shapewright/findModels";
export interface FindModelsResult {
  readonly uris: readonly string[];
}

/** Server to client, a notification for each check of an open model. */
export const STATUS = "shapewright/status";
export interface StatusParams {
  readonly uri: string;
  readonly version: number;
  /** The model's name; empty when it has none. */
  readonly model: string;
  readonly errors: number;
  readonly warnings: number;
  /** What follows "works for": "every size", "H % 8 == 0"; absent when there is nothing to say. */
  readonly sizes?: string;
}

/** Client to server: whether it is alive. In the web host nobody else says when a worker dies. */
export const PING = "shapewright/ping";

/** Client to server: the page of a code, as Markdown; null when there is no such code. */
export const PAGE = "shapewright/page";
export interface PageParams {
  readonly code: string;
}
export type PageResult = string | null;

/** Client to server: the text of a built-in library file by its URI; null when there is none. */
export const LIBRARY = "shapewright/library";
export interface LibraryParams {
  readonly uri: string;
}
export type LibraryResult = string | null;

/** The scheme of a page inside the editor: `shapewright-page:/concat-mismatch.shapewright.md`. */
export const PAGE_SCHEME = "shapewright-page";
export const LIBRARY_SCHEME = "shapewright-library";
