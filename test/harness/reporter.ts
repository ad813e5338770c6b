/**
 * Ends a test run with its ten slowest tests and one plain line: `12 passed, 0 failed`, and `, 1 skipped` if any. One of
 * several runs that belong together leaves its counts in the file that SHAPEWRIGHT_TALLY names; a run inside a test does
 * so too, but ends before the run that it is in.
 */
import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const closingLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

/** A file that cannot be loaded, and an error outside every test, count as one failure each. */
export function tally(modules: readonly TestModule[], strayErrors: number): Tally {
  let passed = 0;
  let failed = strayErrors;
  let skipped = 0;
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") passed++;
      else if (state === "failed") failedHere++;
      else skipped++;
    }
    failed += failedHere === 0 && module.state() === "failed" ? 1 : failedHere;
  }
  return { passed, failed, skipped };
}

export function slowest(modules: readonly TestModule[], count: number): string[] {
  const timed: { readonly test: TestCase; readonly file: string; readonly ms: number }[] = [];
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      timed.push({ test, file: module.relativeModuleId, ms: test.diagnostic()?.duration ?? 0 });
    }
  }
  timed.sort((a, b) => b.ms - a.ms);
  return timed
    .slice(0, count)
    .map(({ test, file, ms }) => `${`${Math.round(ms)} ms`.padStart(9)}  ${file} > ${test.fullName}`);
}

export default class ClosingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = tally(modules, errors.length);
    const file = process.env.SHAPEWRIGHT_TALLY;
    if (file) writeFileSync(file, JSON.stringify(counts));
    const lines = ["The slowest tests:", ...slowest(modules, 10), "", closingLine(counts)];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
}
