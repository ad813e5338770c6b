/**
 * Texts in, everything that is known about a model out. A session remembers what the last check worked out, so that the
 * next one costs what has changed; its answers are those of a fresh one.
 */
import { checkModel } from "../check/index.ts";
import type { Problem } from "../core/diagnostic.ts";
import type { Variant } from "../core/graph.ts";
import { ops } from "../core/ops/index.ts";
import { type Absence, type Sources, YamlFrontEnd } from "../front/yaml/index.ts";
import { files as library } from "../library/files.ts";
import type { Snapshot } from "./snapshot.ts";

export type { Absence };

export interface CheckRequest extends Sources {
  /** The URI of the file to check; its text is among `files`. */
  readonly root: string;
  /** Other values for the model's parameters, as text. */
  readonly params?: ReadonlyMap<string, string>;
}

export interface CheckResult {
  /** In the order of the texts: the checked file's first. */
  readonly problems: readonly Problem[];
  readonly variants: readonly Variant[];
  /** URIs whose texts are missing: ask again with them, or with a reason in `absent`. */
  readonly missing: readonly string[];
}

export interface Session {
  check(request: CheckRequest): CheckResult;
  /** The same, with everything that editor features ask of it. */
  snapshot(request: CheckRequest): Snapshot;
}

export function createSession(): Session {
  const front = new YamlFrontEnd(ops, new Map(Object.entries(library)));
  const snapshot = ({ root, params, ...sources }: CheckRequest): Snapshot => {
    const { follows, problems: read, ...known } = front.analyse(root, sources, params);
    // What needs a text that is still to come cannot be judged yet.
    if (known.missing.length > 0) return { root, ...known, problems: read };
    const found = checkModel(known.variants).filter((problem) => !follows(problem));
    return { root, ...known, problems: ordered(settled([...read, ...found], read), root) };
  };
  return { check: snapshot, snapshot };
}

/** What cannot be read may be the very use that something seems to lack. */
function settled(problems: readonly Problem[], read: readonly Problem[]): readonly Problem[] {
  if (!read.some((p) => p.severity === "error")) return problems;
  return problems.filter((p) => p.tag !== "unnecessary" || !p.code.startsWith("unused-"));
}

function ordered(problems: readonly Problem[], root: string): Problem[] {
  return [...problems].sort(
    (a, b) =>
      Number(b.uri === root) - Number(a.uri === root) ||
      (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end,
  );
}
