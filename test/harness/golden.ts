/**
 * Reference data in files: which format a file has, which rows belong together, and the rows run through the project's
 * own rules. What a row means is known by the runner of its format only; nothing here looks at an expected value.
 */

export interface GoldenResult {
  readonly passed: boolean;
  /** What the project says, as JSON; it never depends on what the row expects. */
  readonly got: unknown;
  /** The row is about an operator that does not exist yet. */
  readonly skipped?: true;
}

export type Row = Readonly<Record<string, unknown>>;

export interface GoldenFormat {
  readonly name: string;
  /** Whether rows like this one are of the format; must hold as well when every expected value is removed. */
  readonly matches: (row: Row) => boolean;
  readonly id: (row: Row) => string;
  /** Rows with one group are counted together, and are one test. */
  readonly group: (row: Row) => string;
  readonly run: (row: Row) => GoldenResult;
}

export interface Outcome {
  readonly id: string;
  readonly group: string;
  readonly row: Row;
  readonly result: GoldenResult;
}

const isRow = (value: unknown): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);

/** The rows of a file: the list beside `meta`, whatever its name, or the whole file when that is a list. */
export function rowsOf(text: string): readonly Row[] {
  const data: unknown = JSON.parse(text);
  const lists = isRow(data) ? Object.entries(data).filter(([key]) => key !== "meta") : [["", data] as const];
  const rows = lists.map(([, list]) => list).find(Array.isArray);
  if (!rows?.every(isRow)) throw new Error("holds no list of rows");
  return rows;
}

export function formatOf(rows: readonly Row[], formats: readonly GoldenFormat[]): GoldenFormat {
  const first = rows[0];
  const format = first && formats.find(({ matches }) => matches(first));
  if (!format) throw new Error(`has rows of no format that is known (${formats.map(({ name }) => name).join(", ")})`);
  return format;
}

export function runRow(format: GoldenFormat, row: Row): GoldenResult {
  try {
    return format.run(row);
  } catch (error) {
    // No row may make the rules throw, so this is a failure like any other, and the rest is still run.
    return { passed: false, got: { threw: error instanceof Error ? (error.stack ?? error.message) : String(error) } };
  }
}

export const runRows = (rows: readonly Row[], format: GoldenFormat): readonly Outcome[] =>
  rows.map((row) => ({ id: format.id(row), group: format.group(row), row, result: runRow(format, row) }));

export function byGroup<T>(items: readonly T[], group: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = group(item);
    const members = groups.get(key);
    if (members) members.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** One line of JSON; whole numbers beyond 2^53 are written exactly, as strings. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
