/**
 * How every request is answered: after the edits that came before it, on the text that it speaks of, and never with an
 * exception of ours but the one that is told here. Malformed params get an error and nothing else.
 */
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  MessageType,
  type Position,
  type Range,
  ResponseError,
  ShowMessageNotification,
} from "vscode-languageserver";
import type { FileScope, Snapshot } from "../ide/snapshot.ts";
import { canonical } from "./addresses.ts";
import type { Models } from "./models.ts";
import { offsetIn } from "./places.ts";
import type { UserSettings } from "./settings.ts";
import type { Texts } from "./texts.ts";
import { settled, type Turn, throwIfCancelled } from "./turns.ts";

/** What every feature has at hand. */
export interface Server {
  readonly connection: Connection;
  readonly texts: Texts;
  readonly models: Models;
  readonly settings: UserSettings;
  readonly turn: Turn;
  /** What the client can do; empty until it has said so. */
  readonly client: () => ClientCapabilities;
  /** Commands of the client that answers may name. */
  readonly commands: () => ReadonlySet<string>;
}

/** A request about one document, and what is known of it. */
export interface Asked {
  readonly uri: string;
  readonly snapshot: Snapshot;
  readonly file: FileScope;
}

interface OfDocument {
  readonly textDocument: { readonly uri: string };
}

interface OfPlace extends OfDocument {
  readonly position: Position;
}

/** A request of the protocol, by the type that has its params and result. */
export interface Method<P, R> {
  readonly method: string;
  readonly _: readonly [P, R, ...unknown[]] | undefined;
}

type Answer<A, P, R> = (asked: A, params: P, token: CancellationToken) => Promise<R> | R;

export class Requests {
  readonly #server: Server;
  #told = false;
  #ended = false;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Any request. What is thrown is logged with its stack, and shown to the user once. */
  on<P, R>(
    { method }: Method<P, R>,
    answer: (params: P, token: CancellationToken) => Promise<NoInfer<R>> | NoInfer<R>,
  ): void {
    this.#server.connection.onRequest<unknown, unknown>(method, async (params: P, token: CancellationToken) => {
      try {
        return await answer(params, token);
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        throw this.#failed(method, error);
      }
    });
  }

  /** About a document; null where there is no such text. */
  onFile<P extends OfDocument, R>(method: Method<P, R | null>, answer: Answer<Asked, P, NoInfer<R> | null>): void {
    this.on(method, async (params, token) => {
      const uri = uriOf(params);
      const version = this.#server.texts.version(uri);
      const asked = await this.ask(uri, token);
      if (!asked) return null;
      // What the request says of places is about the text of then.
      if (this.#server.texts.version(uri) !== version)
        throw new ResponseError(LSPErrorCodes.ContentModified, "The text has changed since.");
      return answer(asked, params, token);
    });
  }

  /** About a place in a document. */
  onPlace<P extends OfPlace, R>(
    method: Method<P, R | null>,
    answer: Answer<Asked & { readonly offset: number }, P, NoInfer<R> | null>,
  ): void {
    this.onFile(method, (asked, params: P, token) => {
      const offset = offsetIn(asked.file, checkedPosition(params.position));
      return answer({ ...asked, offset }, params, token);
    });
  }

  async ask(uri: string, token?: CancellationToken): Promise<Asked | undefined> {
    const { texts, models, turn } = this.#server;
    await settled(turn, () => texts.edits);
    throwIfCancelled(token);
    const snapshot = await models.snapshot(uri, token);
    throwIfCancelled(token);
    return snapshot?.file && { uri, snapshot, file: snapshot.file };
  }

  /** For what happens without a request; after the end nothing does. */
  async guard(name: string, work: () => Promise<void> | void): Promise<void> {
    if (this.#ended) return;
    try {
      await work();
    } catch (error) {
      if (!this.#ended) this.#failed(name, error);
    }
  }

  /** Nobody listens any more. */
  end(): void {
    this.#ended = true;
  }

  #failed(name: string, error: unknown): ResponseError<void> {
    const { connection } = this.#server;
    const said = error instanceof Error ? error.message : String(error);
    connection.console.error(`${name} failed: ${error instanceof Error ? (error.stack ?? said) : said}`);
    if (!this.#told) {
      this.#told = true;
      // No question: a client need not answer those, and whoever waits for it would fail in turn.
      void connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Error,
        message: `Shapewright could not answer a request (${name}). This is a mistake in Shapewright; its log has the details.`,
      });
    }
    return new ResponseError(ErrorCodes.InternalError, `${name} failed: ${said}`);
  }
}

export const invalid = (message: string): never => {
  throw new ResponseError(ErrorCodes.InvalidParams, message);
};

/** The address of the document that params speak of. */
export function uriOf(params: OfDocument | null | undefined): string {
  const uri: unknown = params?.textDocument?.uri;
  return typeof uri === "string" && uri !== "" ? canonical(uri) : invalid("`textDocument.uri` is missing.");
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

export function checkedPosition(position: Position | undefined): Position {
  return position && isCount(position.line) && isCount(position.character)
    ? position
    : invalid("A position has a `line` and a `character`, whole numbers from 0.");
}

export function checkedRange(range: Range | undefined): Range {
  return { start: checkedPosition(range?.start), end: checkedPosition(range?.end) };
}

export const checkedText = (value: unknown, name: string): string =>
  typeof value === "string" ? value : invalid(`\`${name}\` is missing.`);
