import type { Run } from "./runs.ts";

/** Integers from `lowest` on; `sizes.ts` makes these in their one form. */
export interface SizeSet {
  readonly modulus: number;
  /** Residues of the modulus; empty when the set is finite. */
  readonly runs: readonly Run[];
  /** Where the periodic part begins. */
  readonly from: number;
  /** Further members: all of them below `from`, unless the set is finite. */
  readonly extra: readonly Run[];
  readonly lowest: number;
}
