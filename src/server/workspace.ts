/** The models of the workspace, open or not, as far as names and problems go. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import { isLibrary } from "../ide/addresses.ts";
import type { FileScope } from "../ide/snapshot.ts";
import { FIND_MODELS, type FindModelsResult } from "../protocol/messages.ts";
import { canonical } from "./addresses.ts";
import type { Glance, Models } from "./models.ts";
import type { Texts } from "./texts.ts";
import type { Turn } from "./turns.ts";

export class Workspace {
  readonly #connection: Connection;
  readonly #texts: Texts;
  readonly #models: Models;
  readonly #turn: Turn;
  #found: Promise<readonly string[]> | undefined;

  constructor(connection: Connection, texts: Texts, models: Models, turn: Turn) {
    this.#connection = connection;
    this.#texts = texts;
    this.#models = models;
    this.#turn = turn;
  }

  /** Files came or went. */
  forget(): void {
    this.#found = undefined;
  }

  /** Addresses of all models: those that the client finds, and those that are open. */
  async models(): Promise<readonly string[]> {
    this.#found ??= this.#find();
    const open = [...this.#texts.open.keys()].filter((uri) => !isLibrary(uri));
    return [...new Set([...open, ...(await this.#found)])];
  }

  /** One at a time, so that other requests come between. */
  async glance(uri: string, token?: CancellationToken): Promise<Glance | undefined> {
    if (!this.#models.isKnown(uri)) await this.#turn();
    return this.#models.glance(uri, token);
  }

  async scopes(token?: CancellationToken): Promise<readonly FileScope[]> {
    const out: FileScope[] = [];
    for (const uri of await this.models()) {
      const file = (await this.glance(uri, token))?.file;
      if (file) out.push(file);
    }
    return out;
  }

  async #find(): Promise<readonly string[]> {
    try {
      const { uris } = await this.#connection.sendRequest<FindModelsResult>(FIND_MODELS);
      return uris.map(canonical);
    } catch (error) {
      this.#connection.console.warn(`The client lists no models: ${String(error)}`);
      return [];
    }
  }
}
