/**
 * What an author can have done at a place, and what those who propose it are given. A proposal that changes what a model
 * computes is tried first: the edited text is checked, and what does not mend its problem is not offered.
 */
import type { Edit, Problem } from "../../core/diagnostic.ts";
import type { FileScope, Snapshot } from "../snapshot.ts";

export interface CodeAction {
  /** Says exactly what happens; code stands in backticks. */
  readonly title: string;
  readonly kind: "quickfix" | "source.fixAll" | "refactor";
  /** What it mends. */
  readonly problem?: Problem;
  readonly edits: readonly Edit[];
  /** The one thing that is usually meant. */
  readonly preferred?: true;
}

/** A way to mend a problem. */
export interface Proposal {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly preferred?: true;
  /** It mends the sizes and changes what the layer is for: offered last. */
  readonly unlikely?: true;
}

/** A problem, where it is. */
export interface Ask {
  readonly snapshot: Snapshot;
  /** The file of the problem. */
  readonly file: FileScope;
  readonly problem: Problem;
  /** Whether the problem is gone with these edits and nothing is wrong that was not; false once too much was tried. */
  mends(edits: readonly Edit[]): boolean;
}

/** In the order of what is most likely meant. */
export type Proposer = (ask: Ask) => readonly Proposal[];
