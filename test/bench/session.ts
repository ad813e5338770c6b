/** The checker as the benchmarks use it: one file, opened once or changed again and again. */

export interface BenchSession {
  /** Checks the text and gives the number of problems. */
  readonly check: (text: string) => number;
}

/** Absent as long as there is no checker. */
export const openSession: (() => BenchSession) | undefined = undefined;
