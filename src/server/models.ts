/**
 * What is known of each model. An open one has a session of its own, so that an edit costs what it changed; its snapshot
 * holds until one of its texts is another. Of files that are not open only texts are kept.
 */
import type { CancellationToken } from "vscode-languageserver";
import { isLibrary } from "../ide/addresses.ts";
import { createSession, type Session } from "../ide/session.ts";
import type { FileScope, Snapshot } from "../ide/snapshot.ts";
import { folderOf, isInside } from "./addresses.ts";
import type { Texts } from "./texts.ts";
import { throwIfCancelled } from "./turns.ts";

/** More would be no model but a mistake or an attack. */
const MAX_IMPORTS = 2000;

/** What is kept of a model that is not open: its names and problems. */
export type Glance = Pick<Snapshot, "root" | "file" | "files" | "problems">;

interface Known {
  readonly session: Session;
  snapshot?: Snapshot;
  arrivals: number;
}

export class Models {
  readonly #texts: Texts;
  readonly #open = new Map<string, Known>();
  readonly #closed = new Map<string, { readonly glance: Glance; readonly arrivals: number }>();
  /** Files that are not open are checked one after another, and share what they use. */
  #visits: Session = createSession();
  #folders: readonly string[] = [];

  constructor(texts: Texts) {
    this.#texts = texts;
    texts.onChange((uri) => this.#closed.delete(uri));
  }

  /** The workspace's folders, by address. */
  set folders(folders: readonly string[]) {
    this.#folders = folders;
    this.#texts.forgetAbsent();
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  /** Of the text as it is now; undefined where there is none. */
  async snapshot(uri: string, token?: CancellationToken): Promise<Snapshot | undefined> {
    const known = this.#known(uri);
    const asked = new Set<string>();
    for (;;) {
      if (known.snapshot && this.#holds(known.snapshot, known.arrivals)) return known.snapshot;
      if (!this.#texts.all.has(uri) && !isLibrary(uri)) await this.#texts.load(uri, this.#homeOf(uri));
      if (!this.#texts.all.has(uri) && !isLibrary(uri)) return undefined;
      throwIfCancelled(token);
      const arrivals = this.#texts.arrivals;
      const { all: files, absent } = this.#texts;
      const snapshot = known.session.snapshot({ root: uri, files, absent, folders: this.#folders });
      if (snapshot.missing.length === 0) {
        known.snapshot = snapshot;
        known.arrivals = arrivals;
        return snapshot;
      }
      await Promise.all(snapshot.missing.map((one) => this.#load(one, uri, asked)));
    }
  }

  /** The last one of an open file, though its text may be another by now. */
  last(uri: string): Snapshot | undefined {
    return this.#open.get(uri)?.snapshot;
  }

  /** Whether nothing has changed since it was last checked. */
  isCurrent(uri: string): boolean {
    const known = this.#open.get(uri);
    return known !== undefined && this.#holds(known.snapshot, known.arrivals);
  }

  /** Of any file, open or not; of those that are not only this much is kept. */
  async glance(uri: string, token?: CancellationToken): Promise<Glance | undefined> {
    const known = this.#closed.get(uri);
    if (known && this.isKnown(uri)) return known.glance;
    this.#closed.delete(uri);
    const { arrivals } = this.#texts;
    const snapshot = await this.snapshot(uri, token);
    if (!snapshot || this.#texts.open.has(uri)) return snapshot;
    const { root, file, files, problems } = snapshot;
    const glance: Glance = { root, file, files, problems };
    this.#closed.set(uri, { glance, arrivals });
    return glance;
  }

  /** Whether a glance costs nothing. */
  isKnown(uri: string): boolean {
    const known = this.#closed.get(uri);
    return this.#texts.open.has(uri)
      ? this.isCurrent(uri)
      : known !== undefined && this.#holds(known.glance, known.arrivals);
  }

  /** What open files found that use this one, as far as they were checked. */
  users(uri: string): readonly { readonly snapshot: Snapshot; readonly file: FileScope }[] {
    return [...this.#open].flatMap(([root, { snapshot }]) => {
      const file = root === uri ? undefined : snapshot?.files.get(uri);
      return snapshot && file ? [{ snapshot, file }] : [];
    });
  }

  close(uri: string): void {
    this.#open.delete(uri);
    if (this.#open.size === 0) this.#visits = createSession();
  }

  #known(uri: string): Known {
    if (!this.#texts.open.has(uri)) return { session: this.#visits, arrivals: -1 };
    let known = this.#open.get(uri);
    if (!known) this.#open.set(uri, (known = { session: createSession(), arrivals: -1 }));
    return known;
  }

  #holds(snapshot: Glance | undefined, arrivals: number): boolean {
    if (!snapshot || arrivals !== this.#texts.arrivals) return false;
    for (const [uri, { def }] of snapshot.files)
      if (this.#texts.all.get(uri) !== def.text && !(isLibrary(uri) && !this.#texts.all.has(uri))) return false;
    return true;
  }

  async #load(uri: string, root: string, asked: Set<string>): Promise<void> {
    asked.add(uri);
    if (asked.size > MAX_IMPORTS)
      this.#texts.refuse(uri, { reason: `is one import too many: a model may use ${MAX_IMPORTS} files` });
    else await this.#texts.load(uri, this.#homeOf(root));
  }

  /** Outside the workspace a model uses the files beside it. */
  #homeOf(uri: string): string | undefined {
    return this.#folders.some((folder) => isInside(uri, folder)) ? undefined : folderOf(uri);
  }
}
