/**
 * The two lines behind the language's entry in the status bar: what is known of the model that is being edited, and how
 * the server is.
 */
import {
  type Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  l10n,
  languages,
  type TextEditor,
  window,
  workspace,
} from "vscode";
import type { StatusParams } from "../protocol/messages.ts";
import type { ServerState } from "./connection.ts";
import { isOurs, isWorkedOn, selector } from "./documents.ts";

export class Status implements Disposable {
  readonly #model: LanguageStatusItem;
  readonly #server: LanguageStatusItem;
  /** Of each open model, the last that the server said. */
  readonly #known = new Map<string, StatusParams>();
  readonly #owned: readonly Disposable[];

  constructor() {
    this.#model = languages.createLanguageStatusItem("shapewright.model", selector);
    this.#model.name = l10n.t("Shapewright Model");
    this.#model.command = { command: "workbench.actions.view.problems", title: l10n.t("Problems") };
    this.#server = languages.createLanguageStatusItem("shapewright.server", selector);
    this.#server.name = l10n.t("Shapewright Server");
    this.#owned = [
      this.#model,
      this.#server,
      window.onDidChangeActiveTextEditor((editor) => this.#show(editor)),
      workspace.onDidCloseTextDocument(({ uri }) => this.#known.delete(uri.toString())),
    ];
    this.serverIs("starting");
    this.#show(window.activeTextEditor);
  }

  /** `uri` as the editor writes it. */
  modelIs(uri: string, status: StatusParams): void {
    this.#known.set(uri, status);
    this.#show(window.activeTextEditor);
  }

  serverIs(state: ServerState): void {
    const server = this.#server;
    server.busy = state === "starting";
    server.severity = state === "failed" ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    server.text = serverText(state);
    server.command =
      state === "failed" || state === "stopped"
        ? { command: "shapewright.restart", title: l10n.t("Restart") }
        : { command: "shapewright.showLog", title: l10n.t("Show Log") };
    // What was said before the server went is not known to hold still.
    if (state !== "running") this.#known.clear();
    this.#show(window.activeTextEditor);
  }

  dispose(): void {
    for (const one of this.#owned) one.dispose();
  }

  #show(editor: TextEditor | undefined): void {
    if (!editor || !isOurs(editor.document)) return;
    const { uri } = editor.document;
    const status = this.#known.get(uri.toString());
    if (status) {
      this.#model.text = status.model === "" ? counts(status) : `${status.model}: ${counts(status)}`;
      this.#model.detail = status.sizes === undefined ? "" : l10n.t("works for {0}", status.sizes);
    } else {
      this.#model.text = isWorkedOn(uri) ? l10n.t("Not checked yet") : l10n.t("Not checked: it is only shown");
      this.#model.detail = "";
    }
  }
}

function serverText(state: ServerState): string {
  switch (state) {
    case "starting":
      return l10n.t("Shapewright is starting");
    case "running":
      return l10n.t("Shapewright is running");
    case "stopped":
      return l10n.t("Shapewright is stopped");
    case "failed":
      return l10n.t("Shapewright has stopped working");
  }
}

function counts({ errors, warnings }: StatusParams): string {
  const parts: string[] = [];
  if (errors > 0) parts.push(errors === 1 ? l10n.t("1 error") : l10n.t("{0} errors", errors));
  if (warnings > 0) parts.push(warnings === 1 ? l10n.t("1 warning") : l10n.t("{0} warnings", warnings));
  return parts.length > 0 ? parts.join(", ") : l10n.t("no problems");
}
