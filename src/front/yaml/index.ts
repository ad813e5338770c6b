/**
 * The YAML front end: texts in, the model's graphs and what cannot be read out. It knows no operators and no files of its
 * own; both are given.
 */
import type { Problem } from "../../core/diagnostic.ts";
import { Dims } from "../../core/dim/index.ts";
import type { Variant } from "../../core/graph.ts";
import { Inference } from "../../core/infer.ts";
import type { Op } from "../../core/op.ts";
import type { Memory, Worked } from "./elaboration.ts";
import { type Absence, Files, Loader, type Sources } from "./files.ts";
import type { FileScope } from "./frame.ts";
import { buildModel } from "./model.ts";
import { Report } from "./report.ts";
import { SettingsReader } from "./settings.ts";
import { symbolNames } from "./symbols.ts";
import { checkUnplaced } from "./unplaced.ts";
import { tellUnused } from "./unused.ts";

export type * from "./declared.ts";
export type { FunctionName } from "./evaluate.ts";
export type { Binding, FileScope, Frame, Placed } from "./frame.ts";
export type * from "./tree.ts";
export type { Absence, Sources, Worked };

export interface Analysis {
  /** The file itself, with what it uses; undefined when its text is missing. */
  readonly file: FileScope | undefined;
  /** It and every file that was looked at, by URI. */
  readonly files: ReadonlyMap<string, FileScope>;
  /** The model at each choice of its parameters that the file names, its own first. */
  readonly variants: readonly Variant[];
  /** How each of them was worked out, and each block that nothing places. */
  readonly worked: readonly Worked[];
  readonly problems: readonly Problem[];
  /** Whether a problem that is found in the graphs lies in a line which could be read in part only. */
  readonly follows: (problem: Problem) => boolean;
  /** URIs that were asked for and are neither among the texts nor known to be absent. */
  readonly missing: readonly string[];
}

/** All is made anew once it holds so much, and so many times what its first model took: edits leave rubbish. */
const MIN_SIZES = 4_000;
const GROWTH = 4;

const sizeOf = ({ inference, literal, settings }: Memory): number => inference.dims.size + literal.size + settings.size;

/** What checks share. It changes how fast an answer comes, never the answer. */
export class YamlFrontEnd {
  private readonly ops: ReadonlyMap<string, Op>;
  private readonly files: Files;
  private memory: { readonly key: string; readonly of: Memory; readonly limit: number } | undefined;

  constructor(ops: ReadonlyMap<string, Op>, library: ReadonlyMap<string, string>) {
    this.ops = ops;
    this.files = new Files(library);
  }

  analyse(root: string, sources: Sources, params?: ReadonlyMap<string, string>): Analysis {
    const report = new Report();
    const loader = new Loader(this.files, sources, report);
    const file = loader.load(root);
    if (!file)
      return {
        file,
        files: new Map(),
        variants: [],
        worked: [],
        problems: [],
        follows: () => false,
        missing: [root],
      };
    this.files.keep(loader.files);
    const { def } = file;
    const key = JSON.stringify(symbolNames(def.model).map((n) => n.text));
    const memory = this.memoryFor(key);
    const catalogue = { ops: this.ops };
    const models = def.model.layers.length === 0 ? [] : buildModel(file, catalogue, memory, report, params);
    const unplaced = checkUnplaced(file, tellUnused(def, report), catalogue, memory, report);
    this.keep(key, memory);
    return {
      file,
      files: loader.files,
      variants: models.map(({ variant }) => variant),
      worked: [...models, ...unplaced],
      problems: report.problems,
      follows: (problem) => report.follows(problem),
      missing: [...loader.missing],
    };
  }

  /** The order in which symbols are first met must not depend on what was checked before. */
  private memoryFor(key: string): Memory {
    const { memory } = this;
    if (memory?.key === key && sizeOf(memory.of) <= memory.limit) return memory.of;
    const dims = new Dims();
    return { inference: new Inference(dims), settings: new SettingsReader(dims), literal: new Map() };
  }

  private keep(key: string, of: Memory): void {
    if (this.memory?.of !== of) this.memory = { key, of, limit: Math.max(MIN_SIZES, GROWTH * sizeOf(of)) };
  }
}
