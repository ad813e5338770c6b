/**
 * Runs files of reference data: `npm run golden -- FILE…` prints passed and total of each group of rows and the first
 * failures in full, and ends with 1 when anything falls short. `npm run golden -- --dump FILE` writes `{id, got}`, one
 * line a row, whatever the file expects.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  byGroup,
  formatOf,
  type GoldenFormat,
  jsonLine,
  type Outcome,
  type Row,
  rowsOf,
  runRows,
} from "../test/harness/golden.ts";
import { formats } from "../test/harness/golden_formats.ts";

const usage = "usage: npm run golden -- [--failures N] FILE…, or npm run golden -- --dump FILE…";

interface Opened {
  readonly path: string;
  readonly rows: readonly Row[];
  readonly format: GoldenFormat;
}

function open(path: string, known: readonly GoldenFormat[]): Opened {
  try {
    const rows = rowsOf(readFileSync(path, "utf8"));
    return { path, rows, format: formatOf(rows, known) };
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The report of one file, a line an entry. */
export function report(
  outcomes: readonly Outcome[],
  failures: number,
): { readonly lines: string[]; readonly failed: number } {
  const counted = outcomes.filter(({ result }) => !result.skipped);
  const failing = counted.filter(({ result }) => !result.passed);
  const lines: string[] = [];
  for (const [group, members] of byGroup(counted, (outcome) => outcome.group)) {
    const passed = members.filter(({ result }) => result.passed).length;
    lines.push(`  ${passed === members.length ? " " : "✗"} ${`${passed}/${members.length}`.padStart(11)}  ${group}`);
  }
  const missing = [
    ...byGroup(
      outcomes.filter(({ result }) => result.skipped),
      ({ group }) => group,
    ).keys(),
  ];
  if (missing.length > 0) {
    lines.push(
      `  not run, ${outcomes.length - counted.length} rows of operators that do not exist yet: ${missing.join(", ")}`,
    );
  }
  lines.push(`  ${counted.length - failing.length}/${counted.length} passed`);
  for (const { id, row, result } of failing.slice(0, failures)) {
    lines.push("", `  ✗ ${id}`, `    row ${jsonLine(row)}`, `    got ${jsonLine(result.got)}`);
  }
  if (failing.length > failures) lines.push("", `  and ${failing.length - failures} more`);
  return { lines, failed: failing.length };
}

export function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { dump: { type: "boolean", default: false }, failures: { type: "string", default: "5" } },
  });
  const shown = Number(values.failures);
  if (positionals.length === 0 || !Number.isInteger(shown)) {
    console.error(usage);
    return 2;
  }
  let failed = 0;
  for (const path of positionals) {
    let file: Opened;
    try {
      file = open(path, formats);
    } catch (error) {
      console.error(error instanceof Error ? error.message : String(error));
      return 2;
    }
    const outcomes = runRows(file.rows, file.format);
    if (values.dump) {
      process.stdout.write(outcomes.map(({ id, result }) => `${jsonLine({ id, got: result.got })}\n`).join(""));
      continue;
    }
    const told = report(outcomes, shown);
    failed += told.failed;
    console.log([`${path} (${file.format.name})`, ...told.lines, ""].join("\n"));
  }
  return failed > 0 ? 1 : 0;
}
