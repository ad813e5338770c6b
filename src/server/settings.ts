/** What the user has set, asked of the client when it is first needed and again when it changes. */
import { type Connection, DidChangeConfigurationNotification } from "vscode-languageserver";
import type { HintSwitches } from "../ide/inlay_hints.ts";

export type Shown = "error" | "warning" | "information" | "hint" | "off";

export interface Settings {
  /** By code; the others are as the checker says. */
  readonly severity: ReadonlyMap<string, Shown>;
  /** Check all models of the workspace, or the open ones. */
  readonly workspace: boolean;
  readonly hints: HintSwitches;
  readonly lenses: boolean;
}

const SHOWN: ReadonlySet<unknown> = new Set<Shown>(["error", "warning", "information", "hint", "off"]);
const isShown = (value: unknown): value is Shown => SHOWN.has(value);

type Section = Readonly<Record<string, unknown>>;
const section = (value: unknown): Section => (typeof value === "object" && value !== null ? (value as Section) : {});

/** What is missing or of another kind counts as not set. */
export function settingsFrom(value: unknown): Settings {
  const { check, inlayHints, codeLens } = section(value);
  const { severity, workspace } = section(check);
  const { shapes, settings, arguments: args } = section(inlayHints);
  const { costs } = section(codeLens);
  return {
    severity: new Map(Object.entries(section(severity)).flatMap(([code, as]) => (isShown(as) ? [[code, as]] : []))),
    workspace: workspace === true,
    hints: { shapes: shapes !== false, settings: settings !== false, arguments: args !== false },
    lenses: costs !== false,
  };
}

export class UserSettings {
  readonly #connection: Connection;
  readonly #known = new Map<string, Promise<Settings>>();
  readonly #listeners: (() => void)[] = [];
  /** Of a client that does not answer questions: what it told. */
  #told: unknown;
  #asks = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onDidChangeConfiguration(({ settings }) => {
      this.#told = section(settings).shapewright;
      this.#known.clear();
      for (const listener of this.#listeners) listener();
    });
  }

  start(asks: boolean, registers: boolean): void {
    this.#asks = asks;
    if (registers)
      void this.#connection.client.register(DidChangeConfigurationNotification.type, { section: "shapewright" });
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** As they are for one file, or for the window. */
  of(uri?: string): Promise<Settings> {
    const key = uri ?? "";
    let known = this.#known.get(key);
    if (!known) this.#known.set(key, (known = this.#ask(uri)));
    return known;
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }

  async #ask(scopeUri?: string): Promise<Settings> {
    if (!this.#asks) return settingsFrom(this.#told);
    try {
      return settingsFrom(
        await this.#connection.workspace.getConfiguration({ section: "shapewright", ...(scopeUri && { scopeUri }) }),
      );
    } catch (error) {
      this.#connection.console.warn(`The client does not say what is set: ${String(error)}`);
      return settingsFrom(undefined);
    }
  }
}
