/**
 * The server's life: started with the extension, started again when it dies, left dead when it dies too often, and
 * started anew when the user asks. A new client brings the open documents with it, so that nothing is lost but time.
 */
import { type Disposable, type Event, EventEmitter, type LogOutputChannel } from "vscode";
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  type LanguageClientOptions,
  State,
} from "vscode-languageclient";
import { PING } from "../protocol/messages.ts";
import { countCrashes } from "./crashes.ts";
import { watchPulse } from "./heartbeat.ts";
import type { Host, RunningClient } from "./host.ts";

/** `failed`: it did not start, or died too often; it stays so until the user restarts it. */
export type ServerState = "starting" | "running" | "stopped" | "failed";

const STOP_MS = 1_000;

export class Connection implements Disposable {
  readonly #host: Host;
  readonly #options: LanguageClientOptions;
  readonly #log: LogOutputChannel;
  readonly #prepare: (client: BaseLanguageClient) => void;
  readonly #changed = new EventEmitter<ServerState>();
  readonly #crashes = countCrashes();
  #running: RunningClient | undefined;
  #ready: Promise<void> = Promise.resolve();
  #stopPulse: () => void = () => {};
  #state: ServerState = "stopped";
  /** Between a death and the next start the client says "stopped", which it is not for long. */
  #startsAgain = false;

  readonly onDidChangeState: Event<ServerState> = this.#changed.event;

  /** `prepare` registers what the server may ask; it is called for every client, before it starts. */
  constructor(
    host: Host,
    options: LanguageClientOptions,
    log: LogOutputChannel,
    prepare: (client: BaseLanguageClient) => void,
  ) {
    this.#host = host;
    this.#options = options;
    this.#log = log;
    this.#prepare = prepare;
  }

  get state(): ServerState {
    return this.#state;
  }

  start(): void {
    const errorHandler: ErrorHandler = {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        this.#startsAgain = this.#running === running && this.#mayStartAgain();
        return { action: this.#startsAgain ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
      },
    };
    const running = this.#host.createClient({ ...this.#options, errorHandler });
    const { client } = running;
    this.#running = running;
    client.onDidChangeState(({ newState }) => {
      if (this.#running === running) this.#follow(client, newState);
    });
    this.#prepare(client);
    this.#ready = client.start();
    this.#ready.catch((error: unknown) => this.#log.error("The language server did not start.", String(error)));
  }

  /** When the user asks for it: earlier crashes are forgiven. */
  async restart(): Promise<void> {
    this.#crashes.forget();
    await this.#end();
    this.start();
  }

  /** Waits until the server is there. */
  async request<R>(method: string, params: unknown): Promise<R> {
    await this.#ready;
    const client = this.#running?.client;
    if (!client) throw new Error("The language server is stopped.");
    return client.sendRequest<R>(method, params);
  }

  async dispose(): Promise<void> {
    await this.#end();
    this.#changed.dispose();
  }

  #follow(client: BaseLanguageClient, state: State): void {
    this.#stopPulse();
    if (state === State.Running && this.#host.silentDeath)
      this.#stopPulse = watchPulse(
        () => client.sendRequest(PING),
        () => void this.#onSilence(),
      );
    if (state === State.Running) this.#become("running");
    else
      this.#become(state === State.Starting || (state === State.Stopped && this.#startsAgain) ? "starting" : "failed");
    if (state !== State.Stopped) this.#startsAgain = false;
  }

  async #onSilence(): Promise<void> {
    const again = this.#mayStartAgain();
    await this.#end();
    if (again) this.start();
    else this.#become("failed");
  }

  #mayStartAgain(): boolean {
    const again = this.#crashes.add(Date.now());
    this.#log.error(`The language server has died. ${again ? "It is started again." : "It died too often to go on."}`);
    return again;
  }

  async #end(): Promise<void> {
    this.#stopPulse();
    const ended = this.#running;
    this.#running = undefined;
    this.#become("stopped");
    try {
      // One that is still starting cannot be asked to stop.
      if (ended?.client.state === State.Running) await ended.client.dispose(STOP_MS);
    } catch (error) {
      this.#log.warn("The language server did not stop when it was asked; it is ended.", String(error));
    }
    ended?.kill();
  }

  #become(state: ServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#changed.fire(state);
  }
}
