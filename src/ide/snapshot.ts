/**
 * What one check of one file found, as it was then: nothing in it changes. Editor features are functions of it; what
 * several of them need beyond it is worked out when it is first asked for, by `memo`.
 */
import type { Problem } from "../core/diagnostic.ts";
import type { Variant } from "../core/graph.ts";
import type { FileScope, Worked } from "../front/yaml/index.ts";

export type { FileScope, Worked };

export interface Snapshot {
  /** The URI of the file that was checked. */
  readonly root: string;
  /** That file; undefined when its text is missing. */
  readonly file: FileScope | undefined;
  /** It, the files that it uses, and those that they use, by URI. */
  readonly files: ReadonlyMap<string, FileScope>;
  /** In the order of the texts: the checked file's first. */
  readonly problems: readonly Problem[];
  /** The model at each choice of its parameters that the file names, its own first. */
  readonly variants: readonly Variant[];
  /** How each of them was worked out, and each block of the file that nothing places. */
  readonly worked: readonly Worked[];
  /** URIs whose texts are missing: ask again with them, or with a reason in `absent`. */
  readonly missing: readonly string[];
}

/** A function of an object that never changes, worked out once for as long as the object lives. */
export function memo<K extends object, V>(work: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (of) => {
    let found = known.get(of);
    if (!found) known.set(of, (found = { value: work(of) }));
    return found.value;
  };
}
