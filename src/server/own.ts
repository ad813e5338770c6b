/** What client and server say beside the protocol: pages, library texts, the pulse, and how each open model is. */
import { RequestType } from "vscode-languageserver";
import { summary } from "../ide/summary.ts";
import { libraryText, pageOf } from "../ide/texts.ts";
import {
  LIBRARY,
  type LibraryParams,
  type LibraryResult,
  PAGE,
  type PageParams,
  type PageResult,
  PING,
  STATUS,
  type StatusParams,
} from "../protocol/messages.ts";
import { canonical } from "./addresses.ts";
import { checkedText, type Requests, type Server } from "./requests.ts";
import { settled } from "./turns.ts";

export function own(requests: Requests): void {
  requests.on(
    new RequestType<PageParams, PageResult, void>(PAGE),
    (params) => pageOf(checkedText(params?.code, "code")) ?? null,
  );
  requests.on(
    new RequestType<LibraryParams, LibraryResult, void>(LIBRARY),
    (params) => libraryText(canonical(checkedText(params?.uri, "uri"))) ?? null,
  );
  requests.on(new RequestType<void, null, void>(PING), () => null);
}

/** For which sizes a model works can take as long as the check, and is read when typing pauses: it is told then. */
const PAUSE_MS = 80;

export class Status {
  readonly #server: Server;
  readonly #requests: Requests;
  readonly #todo = new Set<string>();
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(server: Server, requests: Requests) {
    this.#server = server;
    this.#requests = requests;
  }

  tell(uri: string): void {
    this.#todo.add(uri);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#requests.guard("status", () => this.#tellAll()), PAUSE_MS);
  }

  async #tellAll(): Promise<void> {
    const { texts, models, turn, connection } = this.#server;
    const todo = [...this.#todo];
    this.#todo.clear();
    for (const uri of todo) {
      await settled(turn, () => texts.edits);
      const snapshot = models.last(uri);
      const version = texts.version(uri);
      // Edited meanwhile: it is checked and told again.
      if (!snapshot || version === undefined || !models.isCurrent(uri)) continue;
      const { sizes, ...counts } = summary(snapshot);
      const params: StatusParams = {
        uri: texts.sent(uri),
        version,
        ...counts,
        ...(sizes === undefined ? {} : { sizes }),
      };
      await connection.sendNotification(STATUS, params);
    }
  }
}
