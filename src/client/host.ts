/** What differs between the editor's hosts: a node process beside the files, or a web worker that has only the editor. */
import type { Uri } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

export interface RunningClient {
  readonly client: BaseLanguageClient;
  /** Ends a server that answers no more. */
  readonly kill: () => void;
}

export interface Host {
  readonly createClient: (options: LanguageClientOptions) => RunningClient;
  /** Whether a server can die without a word. */
  readonly silentDeath: boolean;
  /** Where a file lies when its links are followed; absent where that cannot be known. */
  readonly realPath?: (uri: Uri) => Promise<string>;
}

export const CLIENT_ID = "shapewright";
export const CLIENT_NAME = "Shapewright";
