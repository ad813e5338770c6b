/** Medians of repeated runs. */

export interface Measured {
  readonly median: number;
  readonly runs: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low, high] = [sorted[half - 1] ?? Number.NaN, sorted[half] ?? Number.NaN];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
};

/**
 * Times `run` in milliseconds after a warm-up, until `budget` milliseconds are spent: at least 5 runs, at most 200.
 * `prepare` is not timed; it gets the number of the run.
 */
export function measure<T>(run: (prepared: T) => unknown, prepare: (n: number) => T, budget = 1500): Measured {
  const times: number[] = [];
  const warm = performance.now();
  let n = 0;
  while (n < 3 || (performance.now() - warm < budget / 3 && n < 50)) run(prepare(n++));
  const start = performance.now();
  while (times.length < 5 || (performance.now() - start < budget && times.length < 200)) {
    const prepared = prepare(n++);
    const from = performance.now();
    run(prepared);
    times.push(performance.now() - from);
  }
  return { median: median(times), runs: times.length };
}

/** Columns aligned to the right, the first to the left. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export const ms = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);
