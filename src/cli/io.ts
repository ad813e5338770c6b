/** The world as the commands see it, so that tests can give them another. Files are read in `files.ts`. */

export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform?: string;
  readonly stdout: Stream;
  readonly stderr: Stream;
}

/** What a command ends with. */
export const exit = { clean: 0, problems: 1, usage: 2, ours: 70 } as const;

/** Something the caller can put right, said in a sentence. */
export interface Refusal {
  readonly refusal: string;
}

export const refuse = (refusal: string): Refusal => ({ refusal });

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "refusal" in value;
