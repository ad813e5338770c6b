/** The command line run inside the test: what it wrote, and what it ended with. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Io } from "../../src/cli/io.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** Whether standard output is a terminal. */
  readonly terminal?: boolean;
}

export function runIn(
  cwd: string,
  main: (args: readonly string[], io: Io) => number,
  args: readonly string[],
  world: World = {},
): Ran {
  let out = "";
  let err = "";
  const code = main(args, {
    cwd,
    env: { LANG: "en_US.UTF-8", ...world.env },
    platform: "linux",
    stdout: {
      write: (text) => {
        out += text;
      },
      isTTY: world.terminal,
      columns: world.columns,
    },
    stderr: {
      write: (text) => {
        err += text;
      },
    },
  });
  return { code, out, err };
}

export interface Folder {
  readonly path: string;
  readonly write: (name: string, text: string | Uint8Array) => string;
  readonly remove: () => void;
}

export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "shapewright-cli-"));
  return {
    path,
    write: (name, text) => {
      const full = join(path, name);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
      return full;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
