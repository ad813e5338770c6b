/**
 * Every name that an example uses, as its author types it: after the first letter, with the rest of the file as it is, it
 * must be offered, and stand among the first few that an editor shows.
 */
import { expect, test } from "vitest";
import { complete } from "../../src/ide/complete/index.ts";
import { namesOf, type Occurrence } from "../../src/ide/names/index.ts";
import { createSession } from "../../src/ide/session.ts";
import type { Snapshot } from "../../src/ide/snapshot.ts";
import { examples, open, rootOf } from "./corpus.ts";
import { shown } from "./editor.ts";

interface Use {
  readonly root: string;
  readonly files: ReadonlyMap<string, string>;
  readonly text: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Words that a choice lists are made up there, and a number is no name that is looked up by a letter. */
function isUse(occurrence: Occurrence): boolean {
  if (occurrence.role !== "use" || occurrence.kind === "unknown" || occurrence.kind === "number") return false;
  if (occurrence.kind !== "word") return true;
  const { declaration } = occurrence;
  const value = declaration.kind === "param" ? declaration.def.value : undefined;
  const syntax = value?.kind === "syntax" ? value : undefined;
  return !(
    syntax?.syntax.kind === "choice" &&
    syntax.syntax.words.some(({ span }) => span.start + syntax.at === occurrence.span.start)
  );
}

const uses: readonly Use[] = examples.flatMap(({ root, files }) => {
  const file = rootOf(open(files, root));
  return namesOf(file)
    .occurrences.filter(isUse)
    .map(({ text: name, span }) => ({ root, files, text: file.def.text, name, ...span }));
});

test("every name of the examples is offered after its first letter", () => {
  const session = createSession();
  const missing: string[] = [];
  const late: string[] = [];
  for (const use of uses) {
    const { root, files, start, end, name } = use;
    const text = use.text.slice(0, start + 1) + use.text.slice(end);
    const snapshot: Snapshot = session.snapshot({
      root,
      files: new Map([...files, [root, text]]),
      folders: ["file:///models"],
    });
    const list = complete(snapshot, rootOf(snapshot), start + 1, [...files.keys()]);
    const labels = shown(list, text, start + 1).map(({ label }) => label.replace(/^"|"$|=$/g, ""));
    const at = labels.indexOf(name);
    const line = use.text.slice(use.text.lastIndexOf("\n", start - 1) + 1).split("\n", 1)[0] ?? "";
    const where = `${name} in \`${line.trim()}\` of ${root.slice(root.lastIndexOf("/") + 1)}`;
    if (at < 0) missing.push(where);
    else if (at >= 5) late.push(`${where}: number ${at + 1}, after ${labels.slice(0, 5).join(", ")}`);
  }
  const tried = uses.length;
  const figures = `${tried} names: ${tried - missing.length} offered, ${tried - missing.length - late.length} among the first five`;
  const report = [figures, "not offered:", ...missing, "late:", ...late].join("\n");
  if (process.env.SHOW) console.log(report);
  expect((tried - missing.length) / tried, report).toBeGreaterThanOrEqual(0.99);
  expect((tried - missing.length - late.length) / tried, report).toBeGreaterThanOrEqual(0.95);
}, 120_000);
