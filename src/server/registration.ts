/**
 * That problems can be asked for. Whether those of the whole workspace can is a setting, so it is registered once that is
 * known, and again when it changes; with a client that takes no registrations it is announced, for open files.
 */
import { type Disposable, DocumentDiagnosticRequest, type ServerCapabilities } from "vscode-languageserver";
import type { Server } from "./requests.ts";

const PROVIDER = { identifier: "shapewright", interFileDependencies: true };

export class PullRegistration {
  readonly #server: Server;
  #registered: { readonly workspace: boolean; readonly by: Disposable } | undefined;
  /** One after another: two at once would both register, and every problem be there twice. */
  #turn: Promise<void> = Promise.resolve();

  constructor(server: Server) {
    this.#server = server;
  }

  announced(): ServerCapabilities {
    return this.#isDynamic() ? {} : { diagnosticProvider: { ...PROVIDER, workspaceDiagnostics: false } };
  }

  follow(): Promise<void> {
    if (!this.#isDynamic()) return Promise.resolve();
    const turn = this.#turn.then(() => this.#follow());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #follow(): Promise<void> {
    const { workspace } = await this.#server.settings.of();
    if (this.#registered?.workspace === workspace) return;
    this.#registered?.by.dispose();
    const by = await this.#server.connection.client.register(DocumentDiagnosticRequest.type, {
      documentSelector: null,
      ...PROVIDER,
      workspaceDiagnostics: workspace,
    });
    this.#registered = { workspace, by };
  }

  #isDynamic(): boolean {
    return this.#server.client().textDocument?.diagnostic?.dynamicRegistration === true;
  }
}
