/**
 * A client for tests: the server in the same process, behind a real connection over two streams. It holds documents as an
 * editor does, answers what the server asks, and waits for what is told, never for time.
 */
import { PassThrough } from "node:stream";
import { expect, onTestFinished } from "vitest";
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  type FileChangeType,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { FIND_MODELS, READ_FILE, type ReadFileResult, STATUS, type StatusParams } from "../../src/protocol/messages.ts";
import { serve } from "../../src/server/server.ts";

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly string[];
  /** Files that are not open, by URI. */
  readonly disk?: Map<string, string>;
  readonly settings?: Record<string, unknown>;
  readonly commands?: readonly string[];
}

export const PULL: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
    publishDiagnostics: { versionSupport: true },
    hover: { contentFormat: ["markdown"] },
    definition: { linkSupport: true },
    completion: { completionItem: { snippetSupport: true } },
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
};

/** A client without pull. */
export const PUSH: ClientCapabilities = {
  ...PULL,
  textDocument: { publishDiagnostics: { versionSupport: true } },
};

interface Waiting {
  readonly done: () => boolean;
  readonly resolve: () => void;
}

export class TestClient {
  readonly connection: ProtocolConnection;
  readonly disk: Map<string, string>;
  /** What was pushed last, by URI. */
  readonly pushed = new Map<string, PublishDiagnosticsParams>();
  /** Every push, in order. */
  readonly pushes: PublishDiagnosticsParams[] = [];
  readonly statuses: StatusParams[] = [];
  /** Files that the server asked for, in order. */
  readonly read: string[] = [];
  readonly messages: string[] = [];
  readonly log: string[] = [];
  /** Capabilities that were registered later, by method. */
  readonly registered = new Map<string, unknown>();
  settings: Record<string, unknown>;
  refreshes = 0;
  hintRefreshes = 0;
  result: InitializeResult = { capabilities: {} };
  /** Held back until it resolves, when set. */
  readHold: Promise<void> | undefined;
  readonly #texts = new Map<string, { version: number }>();
  #waiting: Waiting[] = [];

  constructor({ disk, settings }: ClientOptions) {
    const [up, down] = [new PassThrough(), new PassThrough()];
    serve(
      createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)),
      () => new Promise((resolve) => setImmediate(resolve)),
    );
    this.connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    this.disk = disk ?? new Map();
    this.settings = settings ?? {};
    this.#listen();
    this.connection.listen();
  }

  #listen(): void {
    this.#answer(READ_FILE, async ({ uri }: { uri: string }): Promise<ReadFileResult> => {
      this.read.push(uri);
      await this.readHold;
      const text = this.disk.get(uri);
      return text === undefined ? { reason: "does not exist" } : { text };
    });
    this.#answer(FIND_MODELS, () => ({ uris: [...this.disk.keys()] }));
    this.#answer("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => this.settings));
    this.#answer("workspace/diagnostic/refresh", () => this.#told(() => this.refreshes++));
    this.#answer("workspace/inlayHint/refresh", () => this.#told(() => this.hintRefreshes++));
    this.#answer("workspace/codeLens/refresh", () => null);
    this.#answer(
      "client/registerCapability",
      ({ registrations }: { registrations: { method: string; registerOptions?: unknown }[] }) =>
        this.#told(() => {
          for (const { method, registerOptions } of registrations) this.registered.set(method, registerOptions);
        }),
    );
    this.#answer("client/unregisterCapability", () => null);
    this.#follow<PublishDiagnosticsParams>("textDocument/publishDiagnostics", (params) => {
      this.pushes.push(params);
      this.pushed.set(params.uri, params);
    });
    this.#follow<StatusParams>(STATUS, (params) => this.statuses.push(params));
    this.#follow<{ message: string }>("window/logMessage", ({ message }) => this.log.push(message));
    this.#follow<{ message: string }>("window/showMessage", ({ message }) => this.messages.push(message));
  }

  #follow<P>(method: string, note: (params: P) => unknown): void {
    this.connection.onNotification(method, (params: P) => void this.#told(() => note(params)));
  }

  /** What the server asks. Types are the protocol's word, so they are not checked here. */
  #answer<P>(method: string, answer: (params: P) => unknown): void {
    this.connection.onRequest<unknown, unknown>(method, (params: P) => answer(params));
  }

  #told(note: () => unknown): null {
    note();
    const ready = this.#waiting.filter(({ done }) => done());
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    for (const { resolve } of ready) resolve();
    return null;
  }

  /** Resolves once something that the server told makes it so. */
  until(done: () => boolean): Promise<void> {
    return done() ? Promise.resolve() : new Promise((resolve) => this.#waiting.push({ done, resolve }));
  }

  // ── Documents ──────────────────────────────────────────────────────────────────────────────────────────────────

  open(uri: string, text: string): void {
    this.#texts.set(uri, { version: 1 });
    void this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: "shapewright", version: 1, text },
    });
  }

  /** All of the text, or what stands at a range. */
  change(uri: string, text: string, range?: Range): void {
    const known = this.#texts.get(uri);
    if (!known) throw new Error(`${uri} is not open`);
    known.version++;
    void this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version: known.version },
      contentChanges: [range ? { range, text } : { text }],
    });
  }

  version(uri: string): number | undefined {
    return this.#texts.get(uri)?.version;
  }

  close(uri: string): void {
    this.#texts.delete(uri);
    void this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  watched(uri: string, type: FileChangeType): void {
    void this.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri, type }] });
  }

  // ── Questions ──────────────────────────────────────────────────────────────────────────────────────────────────

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  async problems(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.pull(uri);
    if (report.kind !== "full") throw new Error("nothing was told before");
    return report.items;
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.connection.sendRequest(method, params);
  }

  at<R>(method: string, uri: string, position: Position, more: object = {}): Promise<R> {
    return this.request(method, { textDocument: { uri }, position, ...more });
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    this.connection.end();
    this.connection.dispose();
  }
}

/** For one test: stopped at its end, and nothing may have been shown to the user by then. */
export async function start(options: ClientOptions = {}): Promise<TestClient> {
  const client = await startClient(options);
  onTestFinished(async () => {
    expect(client.messages).toEqual([]);
    await client.stop();
  });
  return client;
}

export async function startClient(options: ClientOptions = {}): Promise<TestClient> {
  const client = new TestClient(options);
  client.result = await client.connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? PULL,
    workspaceFolders: (options.folders ?? ["file:///work"]).map((uri) => ({ uri, name: uri })),
    initializationOptions: { commands: options.commands ?? [] },
  });
  void client.connection.sendNotification(InitializedNotification.type, {});
  return client;
}

/** The position of a mark in a text, `|` unless told; the text is given without it. */
export function cursor(marked: string, mark = "|"): { readonly text: string; readonly position: Position } {
  const at = marked.indexOf(mark);
  const before = marked.slice(0, at).split("\n");
  return {
    text: marked.slice(0, at) + marked.slice(at + mark.length),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
