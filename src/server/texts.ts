/**
 * The texts that models are checked on: what is open, over what was read for them. A file that is not open is asked of the
 * client once, and kept until the client says that it changed.
 */
import { type Connection, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Absence } from "../ide/session.ts";
import { READ_FILE, type ReadFileParams, type ReadFileResult } from "../protocol/messages.ts";
import { canonical, isInside, isModel } from "./addresses.ts";

/** What the client is to say of a file that it will not read. */
const NO_FILES: Absence = { reason: "cannot be read: this editor gives no files that are not open" };

interface Reading {
  done: Promise<void>;
}

export class Texts {
  readonly #connection: Connection;
  readonly #open = new Map<string, TextDocument>();
  /** By address: open texts as they are now, and texts that were read. */
  readonly #all = new Map<string, string>();
  readonly #absent = new Map<string, Absence>();
  readonly #reading = new Map<string, Reading>();
  readonly #listeners: ((uri: string) => void)[] = [];
  #edits = 0;
  #arrivals = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    const documents = new TextDocuments(TextDocument);
    documents.onDidChangeContent(({ document }) => this.#changed(canonical(document.uri), document));
    documents.onDidClose(({ document }) => this.#closed(canonical(document.uri)));
    documents.listen(connection);
  }

  /** Texts by address. It changes with every edit. */
  get all(): ReadonlyMap<string, string> {
    return this.#all;
  }

  get absent(): ReadonlyMap<string, Absence> {
    return this.#absent;
  }

  /** Grows with every change of any text. */
  get edits(): number {
    return this.#edits;
  }

  /** Grows when a file that was absent may be there now. */
  get arrivals(): number {
    return this.#arrivals;
  }

  get open(): ReadonlyMap<string, TextDocument> {
    return this.#open;
  }

  /** As the client writes it, if it has. */
  sent(uri: string): string {
    return this.#open.get(uri)?.uri ?? uri;
  }

  version(uri: string): number | undefined {
    return this.#open.get(uri)?.version;
  }

  onChange(listener: (uri: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Afterwards the file is among the texts or the absent. `workspace` is the folder that it must not lead out of. */
  async load(uri: string, workspace: string | undefined): Promise<void> {
    while (!this.#all.has(uri) && !this.#absent.has(uri)) {
      await (this.#reading.get(uri) ?? this.#read(uri, workspace)).done;
    }
  }

  refuse(uri: string, absence: Absence): void {
    this.#absent.set(uri, absence);
  }

  /** It changed, came or went, and so did everything below it should it be a folder. */
  forget(uri: string): void {
    for (const one of this.#knownIn(uri)) {
      this.#reading.delete(one);
      if (this.#open.has(one)) continue;
      if (this.#absent.delete(one)) this.#arrivals++;
      this.#all.delete(one);
      this.#tell(one);
    }
  }

  /** The name says what is a model; thousands of them may change at once, and a folder seldom does. */
  #knownIn(uri: string): ReadonlySet<string> {
    if (isModel(uri)) return new Set([uri]);
    const known = [...this.#all.keys(), ...this.#absent.keys(), ...this.#reading.keys()];
    return new Set(known.filter((each) => isInside(each, uri)));
  }

  /** Another folder of the workspace: what may be read is another. */
  forgetAbsent(): void {
    this.#absent.clear();
    this.#reading.clear();
    this.#arrivals++;
  }

  #read(uri: string, workspace: string | undefined): Reading {
    const reading: Reading = { done: Promise.resolve() };
    this.#reading.set(uri, reading);
    reading.done = this.#ask({ uri, ...(workspace === undefined ? {} : { workspace }) }).then((result) => {
      // Forgotten or opened meanwhile: what came is the text of before.
      if (this.#reading.get(uri) === reading) this.#keep(uri, result);
    });
    return reading;
  }

  async #ask(params: ReadFileParams): Promise<ReadFileResult> {
    try {
      return await this.#connection.sendRequest<ReadFileResult>(READ_FILE, params);
    } catch (error) {
      this.#connection.console.warn(`The client does not read ${params.uri}: ${String(error)}`);
      return NO_FILES;
    }
  }

  #keep(uri: string, result: ReadFileResult): void {
    this.#reading.delete(uri);
    if ("text" in result) this.#all.set(uri, result.text);
    else this.#absent.set(uri, { reason: result.reason, ...(result.outside ? { outside: true } : {}) });
  }

  #changed(uri: string, document: TextDocument): void {
    if (!this.#open.has(uri)) this.#reading.delete(uri);
    this.#open.set(uri, document);
    this.#all.set(uri, document.getText());
    if (this.#absent.delete(uri)) this.#arrivals++;
    this.#tell(uri);
  }

  #closed(uri: string): void {
    this.#open.delete(uri);
    this.#all.delete(uri);
    this.#tell(uri);
  }

  #tell(uri: string): void {
    this.#edits++;
    for (const listener of this.#listeners) listener(uri);
  }
}
