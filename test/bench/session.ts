/** The checker as the benchmarks use it: one file, opened once or changed again and again. */
import { createSession } from "../../src/ide/session.ts";

export interface BenchSession {
  /** Checks the text and gives the number of problems. */
  readonly check: (text: string) => number;
}

const root = "file:///bench.arch.yaml";

export function openSession(): BenchSession {
  const session = createSession();
  return { check: (text) => session.check({ files: new Map([[root, text]]), root }).problems.length };
}
