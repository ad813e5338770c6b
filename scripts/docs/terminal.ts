/** What the command line prints, for documentation: run in this process, at the root of the project. */
import { main } from "../../src/cli/cli.ts";
import type { Io } from "../../src/cli/io.ts";

/** `check "a b" --at H=1` → its words; quotes hold one word together and are taken off. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

/** The output of `shapewright LINE` on a terminal of 100 columns. Throws where the command was called wrongly. */
export function outputOf(root: string, line: string, colour = false): string {
  let out = "";
  let complaint = "";
  const io: Io = {
    cwd: root,
    env: { LANG: "C.UTF-8" },
    platform: "linux",
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (complaint += text) },
  };
  main([...wordsOf(line), colour ? "--color" : "--no-color"], io);
  if (complaint !== "") throw new Error(`shapewright ${line}: ${complaint}`);
  return out.trimEnd();
}
