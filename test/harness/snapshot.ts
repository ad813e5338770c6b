/** A text as an editor has it: checked, with a cursor at `$0` where it has one. */
import { readdirSync, readFileSync } from "node:fs";
import type { FileScope, Snapshot } from "../../src/ide/snapshot.ts";
import { snapshotOf } from "./actions.ts";

export interface Opened {
  readonly snapshot: Snapshot;
  readonly file: FileScope;
  readonly text: string;
  /** Of `$0`; -1 without one. */
  readonly offset: number;
}

export const MAIN = "file:///models/main.arch.yaml";

/** Other files stand beside it, by name. */
export function open(marked: string, others: Readonly<Record<string, string>> = {}): Opened {
  const offset = marked.indexOf("$0");
  const text = offset < 0 ? marked : marked.slice(0, offset) + marked.slice(offset + 2);
  const beside = Object.entries(others).map(([name, other]) => [`file:///models/${name}`, other] as const);
  const snapshot = snapshotOf(new Map([...beside, [MAIN, text]]), MAIN);
  if (!snapshot.file) throw new Error("the text that was given is there");
  return { snapshot, file: snapshot.file, text, offset };
}

/** The text with `$0` before what is looked for. */
export function before(text: string, what: string, nth = 0): string {
  let at = -1;
  for (let i = 0; i <= nth; i++) at = text.indexOf(what, at + 1);
  if (at < 0) throw new Error(`${JSON.stringify(what)} is not in the text`);
  return `${text.slice(0, at)}$0${text.slice(at)}`;
}

/** The examples by name. */
export const examples: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync("examples")
    .filter((name) => name.endsWith(".arch.yaml"))
    .map((name) => [name, readFileSync(`examples/${name}`, "utf8")]),
);
