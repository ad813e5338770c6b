/**
 * Texts to declarations: a file and the files that it `use`s, each read once for as long as its text stays the same.
 * Nothing is loaded here. A text that is asked for and not given is named in `missing`, and the host asks again with it.
 */
import type { Problem } from "../../core/diagnostic.ts";
import type { Line } from "../expression/ast.ts";
import { declareFile } from "./declare.ts";
import type { FileDef, UseDef } from "./declared.ts";
import type { FileScope } from "./frame.ts";
import { libraryUri, resolveUse } from "./imports.ts";
import { readYaml } from "./read.ts";
import { Report } from "./report.ts";
import type { YamlTree } from "./tree.ts";

/** Why a file that was asked for cannot be had: a clause that follows its name. */
export interface Absence {
  readonly reason: string;
  /** It lies outside the workspace, though its path does not say so. */
  readonly outside?: true;
}

export interface Sources {
  /** Texts by URI. */
  readonly files: ReadonlyMap<string, string>;
  /** What was asked for and cannot be had. */
  readonly absent?: ReadonlyMap<string, Absence>;
  /** The workspace's folders as URIs; files outside them stay in the folder that they are in. */
  readonly folders?: readonly string[];
}

interface Known {
  readonly tree: YamlTree;
  readonly def: FileDef;
  readonly problems: readonly Problem[];
}

/** Lines of equal text are parsed once. All are forgotten at so many, and so many times those of the first text. */
const MIN_LINES = 2_000;
const GROWTH = 4;

/** What is remembered of files between checks. */
export class Files {
  readonly library: ReadonlyMap<string, string>;
  private readonly known = new Map<string, Known>();
  private lines = new Map<string, Line>();
  private limit = MIN_LINES;

  constructor(library: ReadonlyMap<string, string>) {
    this.library = library;
  }

  read(uri: string, text: string): Known {
    const before = this.known.get(uri);
    if (before?.tree.text === text) return before;
    const tree = readYaml(text, before?.tree);
    const report = new Report();
    const fresh = this.lines.size > this.limit;
    if (fresh) this.lines = new Map();
    const known = { tree, def: declareFile(uri, tree, report, this.lines), problems: report.problems };
    if (fresh || this.known.size === 0) this.limit = Math.max(MIN_LINES, GROWTH * this.lines.size);
    this.known.set(uri, known);
    return known;
  }

  /** Forgets files that the last check did not need. */
  keep(uris: ReadonlyMap<string, unknown>): void {
    for (const uri of this.known.keys()) if (!uris.has(uri)) this.known.delete(uri);
  }
}

/** A file with everything that it uses, found through `sources`. One for each check. */
export class Loader {
  readonly missing = new Set<string>();
  /** What was read, by URI. */
  readonly files = new Map<string, FileScope>();
  private readonly memory: Files;
  private readonly sources: Sources;
  private readonly report: Report;
  private readonly scopes = new Map<string, FileScope | undefined>();
  /** Files that are being opened, outermost first. */
  private readonly open: string[] = [];

  constructor(memory: Files, sources: Sources, report: Report) {
    this.memory = memory;
    this.sources = sources;
    this.report = report;
  }

  load(uri: string): FileScope | undefined {
    if (this.scopes.has(uri)) return this.scopes.get(uri);
    const text = this.sources.files.get(uri) ?? this.libraryText(uri);
    if (text === undefined) return undefined;
    const { tree, def, problems } = this.memory.read(uri, text);
    this.report.readInPart(uri, def.partial);
    for (const problem of problems) this.report.take(problem);
    const uses = new Map<string, FileScope | undefined>();
    this.open.push(uri);
    for (const use of def.uses) uses.set(use.name.text, this.use(def, use));
    this.open.pop();
    const scope: FileScope = { tree, def, uses };
    this.files.set(uri, scope);
    this.scopes.set(uri, scope);
    return scope;
  }

  private use(def: FileDef, use: UseDef): FileScope | undefined {
    const found = resolveUse(def.uri, use.target, this.sources.folders ?? [], this.memory.library);
    if ("problem" in found) {
      this.report.add(def.uri, use.span, found.problem.code, found.problem.message);
      return undefined;
    }
    const { uri } = found;
    const at = this.open.indexOf(uri);
    if (at >= 0 || this.open.length > MAX_CHAIN) {
      const round = [...this.open.slice(Math.max(at, 0)), uri].map(fileName);
      const message =
        at < 0
          ? `Files use files more than ${MAX_CHAIN} deep here.`
          : round.length === 2
            ? "A file cannot use itself."
            : `Files use each other in a circle: ${round.slice(0, 12).join(" → ")}.`;
      this.report.add(def.uri, use.span, "import-cycle", message);
      return undefined;
    }
    const absence = this.sources.absent?.get(uri);
    if (absence) {
      const code = absence.outside ? "import-outside-workspace" : "import-not-found";
      this.report.add(def.uri, use.span, code, `"${use.target}" ${absence.reason}.`);
      return undefined;
    }
    const scope = this.load(uri);
    if (!scope && !this.scopes.has(uri)) this.missing.add(uri);
    return scope;
  }

  private libraryText(uri: string): string | undefined {
    for (const [name, text] of this.memory.library) if (libraryUri(name) === uri) return text;
    return undefined;
  }
}

/** A chain of imports longer than this is no model. It also bounds the recursion above. */
const MAX_CHAIN = 200;

const fileName = (uri: string): string => uri.slice(uri.lastIndexOf("/") + 1);
