/**
 * Problems, told when they change: pulled by clients that can, pushed to the others. What is found in files that are not
 * open is part of the answer where the client takes it, else it is pushed. After every edit, whatever uses the edited
 * file is checked again; a client that pulls is asked to pull again when that changed something it was told.
 */
import {
  type CancellationToken,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  type FullDocumentDiagnosticReport,
  type RelatedFullDocumentDiagnosticReport,
  type RelatedUnchangedDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { isLibrary } from "../ide/addresses.ts";
import { canonical } from "./addresses.ts";
import type { Glance } from "./models.ts";
import { diagnosticsOf, markOf } from "./problems.ts";
import { type Requests, type Server, uriOf } from "./requests.ts";
import { settled, throwIfCancelled } from "./turns.ts";
import type { Workspace } from "./workspace.ts";

interface Report {
  readonly items: readonly Diagnostic[];
  readonly mark: string;
}

const EMPTY: Report = { items: [], mark: markOf([]) };

export class Diagnostics {
  readonly #server: Server;
  readonly #requests: Requests;
  readonly #workspace: Workspace;
  readonly #checked: (uri: string) => void;
  /** Marks of what the client was told last, by address. */
  readonly #pulled = new Map<string, string>();
  readonly #pushed = new Map<string, string>();
  /** Files that are not open of which an open one's answer spoke. */
  readonly #related = new Map<string, ReadonlySet<string>>();
  readonly #edited = new Set<string>();
  #pulls = false;
  #following = false;

  /** `checked` is called for every open file that was checked, once its problems were told. */
  constructor(server: Server, requests: Requests, workspace: Workspace, checked: (uri: string) => void) {
    this.#server = server;
    this.#requests = requests;
    this.#workspace = workspace;
    this.#checked = checked;
    server.texts.onChange((uri) => this.#follow(uri));
    requests.on(DocumentDiagnosticRequest.type, (params, token) =>
      this.#pull(uriOf(params), params.previousResultId, token),
    );
    requests.on(WorkspaceDiagnosticRequest.type, async (params, token) => {
      const told = new Map(params.previousResultIds.map(({ uri, value }) => [canonical(uri), value]));
      return { items: await this.#pullAll(told, token) };
    });
  }

  start(pulls: boolean): void {
    this.#pulls = pulls;
  }

  /** What is told depends on settings as well. */
  tellAgain(): void {
    if (this.#pulls) this.#refresh();
    for (const uri of this.#server.texts.open.keys()) this.#follow(uri);
  }

  // ── What there is to tell ──────────────────────────────────────────────────────────────────────────────────────

  /** Of one file, as it and the files that use it were checked last; the open ones, unless others are given. */
  async #report(uri: string, own?: Glance, users?: readonly Glance[]): Promise<Report> {
    const { models, texts, settings, client } = this.#server;
    const check = own ?? models.last(uri);
    const text = check?.file?.def.text ?? texts.all.get(uri);
    const others = users ?? models.users(uri).map(({ snapshot }) => snapshot);
    // A place in another text is none in this one.
    const same = others.filter(({ files }) => text === undefined || files.get(uri)?.def.text === text);
    const checks = [...(check ? [check] : []), ...same];
    if (!checks.some(({ problems }) => problems.some((p) => p.uri === uri))) return EMPTY;
    const look = {
      settings: await settings.of(texts.sent(uri)),
      client: client(),
      sent: (one: string) => texts.sent(one),
    };
    const items = diagnosticsOf(uri, checks, look);
    return { items, mark: markOf(items) };
  }

  /** Files that are not open in which open ones found something. */
  #elsewhere(checks: Iterable<Glance>): ReadonlySet<string> {
    const out = new Set<string>();
    for (const { problems } of checks)
      for (const { uri } of problems) if (!this.#server.texts.open.has(uri) && !isLibrary(uri)) out.add(uri);
    return out;
  }

  // ── Pull ───────────────────────────────────────────────────────────────────────────────────────────────────────

  async #pull(
    uri: string,
    previous: string | undefined,
    token: CancellationToken,
  ): Promise<RelatedFullDocumentDiagnosticReport | RelatedUnchangedDocumentDiagnosticReport> {
    const asked = isLibrary(uri) ? undefined : await this.#requests.ask(uri, token);
    const report = asked ? await this.#report(uri, asked.snapshot) : EMPTY;
    const related = asked && this.#takesRelated() ? await this.#relatedTo(uri, asked.snapshot) : {};
    throwIfCancelled(token);
    const mark = Object.keys(related).length === 0 ? report.mark : markOf([report.mark, related]);
    if (this.#server.texts.open.has(uri)) this.#pulled.set(uri, report.mark);
    return {
      ...answer({ ...report, mark }, previous),
      ...(Object.keys(related).length > 0 ? { relatedDocuments: related } : {}),
    };
  }

  async #relatedTo(root: string, check: Glance): Promise<Record<string, FullDocumentDiagnosticReport>> {
    const now = this.#elsewhere([check]);
    const out: Record<string, FullDocumentDiagnosticReport> = {};
    for (const uri of new Set([...now, ...(this.#related.get(root) ?? [])])) {
      if (this.#server.texts.open.has(uri)) continue;
      const { items, mark } = await this.#report(uri);
      out[uri] = { kind: DocumentDiagnosticReportKind.Full, resultId: mark, items: [...items] };
    }
    this.#related.set(root, now);
    return out;
  }

  #takesRelated(): boolean {
    return this.#pulls && this.#server.client().textDocument?.diagnostic?.relatedDocumentSupport === true;
  }

  async #pullAll(
    told: ReadonlyMap<string, string>,
    token: CancellationToken,
  ): Promise<WorkspaceDocumentDiagnosticReport[]> {
    const { settings, texts, models } = this.#server;
    const wanted = (await settings.of()).workspace ? await this.#workspace.models() : [];
    const checks = new Map<string, Glance | undefined>();
    for (const uri of wanted) checks.set(uri, await this.#workspace.glance(uri, token));
    const users = usersIn([...checks.values()]);
    const out: WorkspaceDocumentDiagnosticReport[] = [];
    for (const [uri, check] of checks) {
      const report = check ? await this.#report(uri, check, users.get(uri) ?? []) : EMPTY;
      out.push({ uri: texts.sent(uri), version: texts.version(uri) ?? null, ...answer(report, told.get(uri)) });
    }
    // What is not asked for any more, or is gone, has no problems.
    const rest = [...told].filter(([uri, mark]) => !wanted.includes(uri) && mark !== EMPTY.mark);
    for (const [uri] of rest)
      if (!models.last(uri)) out.push({ uri: texts.sent(uri), version: null, ...answer(EMPTY, undefined) });
    return out;
  }

  // ── After an edit ──────────────────────────────────────────────────────────────────────────────────────────────

  #follow(uri: string): void {
    this.#edited.add(uri);
    if (this.#following) return;
    this.#following = true;
    void this.#requests.guard("check", async () => {
      try {
        while (this.#edited.size > 0) await this.#followOnce();
      } finally {
        this.#following = false;
      }
    });
  }

  async #followOnce(): Promise<void> {
    const { texts, models, turn } = this.#server;
    await settled(turn, () => texts.edits);
    const edited = new Set(this.#edited);
    this.#edited.clear();
    for (const uri of edited) if (!texts.open.has(uri)) this.#closed(uri);
    const { edits } = texts;
    const stale = [...texts.open.keys()].filter((uri) => !edited.has(uri) && !models.isCurrent(uri));
    const todo = [...edited].filter((uri) => texts.open.has(uri)).concat(stale);
    for (const [index, uri] of todo.entries()) {
      await models.snapshot(uri);
      // Requests that came while it was checked are answered first.
      await turn();
      if (texts.edits !== edits) {
        // The rest is checked with the latest text.
        for (const one of todo.slice(index)) this.#edited.add(one);
        return;
      }
      if (!this.#pulls) await this.#push(uri);
      this.#checked(uri);
    }
    await this.#spread(edited);
  }

  #closed(uri: string): void {
    this.#server.models.close(uri);
    this.#pulled.delete(uri);
    this.#related.delete(uri);
    this.#server.settings.forget(uri);
  }

  /** What an edit changed in other files. */
  async #spread(edited: ReadonlySet<string>): Promise<void> {
    const { texts, models, settings } = this.#server;
    const open = [...texts.open.keys()];
    let again = false;
    for (const uri of open) {
      if (!this.#pulls) await this.#push(uri);
      else if (!edited.has(uri) && this.#pulled.has(uri))
        again ||= this.#pulled.get(uri) !== (await this.#report(uri)).mark;
      // Pushed while it was closed; now the client asks for it.
      if (this.#pulls && this.#pushed.has(uri)) await this.#send(uri, EMPTY);
    }
    if (!this.#takesRelated()) {
      const elsewhere = new Set(this.#elsewhere(open.flatMap((uri) => models.last(uri) ?? [])));
      // Those of the workspace are asked for, when that is set.
      if (this.#pulls && (await settings.of()).workspace)
        for (const uri of await this.#workspace.models()) elsewhere.delete(uri);
      for (const uri of elsewhere) await this.#push(uri);
      for (const uri of [...this.#pushed.keys()])
        if (!texts.open.has(uri) && !elsewhere.has(uri)) await this.#send(uri, EMPTY);
    }
    if (again) this.#refresh();
  }

  #refresh(): void {
    if (this.#server.client().workspace?.diagnostics?.refreshSupport)
      void this.#requests.guard("refresh", () => this.#server.connection.languages.diagnostics.refresh());
  }

  // ── Push ───────────────────────────────────────────────────────────────────────────────────────────────────────

  async #push(uri: string): Promise<void> {
    if (!isLibrary(uri)) await this.#send(uri, await this.#report(uri));
  }

  async #send(uri: string, { items, mark }: Report): Promise<void> {
    const { texts, connection } = this.#server;
    const version = texts.version(uri);
    const key = `${mark} ${version ?? ""}`;
    if ((this.#pushed.get(uri) ?? (version === undefined ? EMPTY.mark : "")) === key.trimEnd()) return;
    if (items.length > 0 || version !== undefined) this.#pushed.set(uri, key.trimEnd());
    else this.#pushed.delete(uri);
    await connection.sendDiagnostics({
      uri: texts.sent(uri),
      diagnostics: [...items],
      ...(version === undefined ? {} : { version }),
    });
  }
}

/** For each file the checks of others that found something in it. */
function usersIn(checks: readonly (Glance | undefined)[]): ReadonlyMap<string, readonly Glance[]> {
  const out = new Map<string, Glance[]>();
  for (const check of checks) {
    if (!check) continue;
    const found = new Set(check.problems.map(({ uri }) => uri));
    found.delete(check.root);
    for (const uri of found) out.set(uri, [...(out.get(uri) ?? []), check]);
  }
  return out;
}

function answer(
  { items, mark }: Report,
  previous: string | undefined,
): (FullDocumentDiagnosticReport & { resultId: string }) | UnchangedDocumentDiagnosticReport {
  return previous === mark
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: mark }
    : { kind: DocumentDiagnosticReportKind.Full, resultId: mark, items: [...items] };
}
