/** What every command of the command line is: its words for `--help`, its options, and what it does. */
import type { Args, Options } from "./args.ts";
import type { Io } from "./io.ts";
import type { Look } from "./terminal.ts";

export interface Command {
  readonly name: string;
  /** What follows the name: `FILE…`. */
  readonly takes: string;
  /** One line. */
  readonly summary: string;
  readonly options: Options;
  /** What `--help` says beyond the options: how to read the output, examples. */
  readonly about: string;
  readonly run: (args: Args, io: Io, look: Look) => number;
}

/** A sentence about a wrong call. */
export function complain(io: Io, text: string): void {
  io.stderr.write(`shapewright: ${text}\n`);
}
