/** While a model is typed letter by letter, every answer is there, and whatever is taken from it can be read. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Problem } from "../../src/core/diagnostic.ts";
import { complete } from "../../src/ide/complete/index.ts";
import { createSession } from "../../src/ide/session.ts";
import { signatureHelp } from "../../src/ide/signature.ts";
import type { Snapshot } from "../../src/ide/snapshot.ts";
import { fcOptions } from "../harness/fuzz.ts";
import { examples, language } from "./corpus.ts";
import { taken } from "./editor.ts";

const session = createSession();

const check = (files: ReadonlyMap<string, string>, root: string, text: string): Snapshot =>
  session.snapshot({ root, files: new Map([...files, [root, text]]), folders: ["file:///models"] });

test("every prefix of every example is answered, typed letter by letter", () => {
  for (const { root, files, name } of examples) {
    const text = files.get(root) ?? "";
    for (let offset = 0; offset <= text.length; offset++) {
      const typed = text.slice(0, offset);
      const snapshot = check(files, root, typed);
      const { file, problems } = snapshot;
      const where = `${name}, ${offset} characters`;
      expect(file?.def.text, where).toBe(typed);
      if (!file) continue;
      const told = problems.map(({ code, message, span, uri }) => JSON.stringify([uri, code, message, span]));
      expect(told.length, `${where}: a problem is told twice`).toBe(new Set(told).size);
      for (const { label, edit, more = [] } of complete(snapshot, file, offset)?.items ?? [])
        for (const { span } of [edit, ...more])
          expect(0 <= span.start && span.start <= span.end && span.end <= typed.length, `${where}: ${label}`).toBe(
            true,
          );
      const help = signatureHelp(snapshot, file, offset);
      for (const { label } of help?.parameters ?? [])
        expect(help?.label.slice(...label), `${where}: a parameter of ${help?.label}`).toMatch(/^[*\w].*/);
    }
  }
}, 600_000);

const SYNTAX: ReadonlySet<string> = new Set(["syntax", "yaml-syntax"]);
/** They join what is to come, and a key has its value still to come. */
const OPEN: ReadonlySet<string> = new Set(["if", "else", "as", "and", "or", "not", "in"]);

const PAIRS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** What an editor has closed by itself. */
function closers(line: string): string {
  const open: string[] = [];
  let quote = "";
  for (const c of line.replace(/(^|\s)#.*$/, "")) {
    if (quote) quote = c === quote ? "" : quote;
    else if (c === '"') quote = c;
    else if (PAIRS[c]) open.unshift(PAIRS[c]);
    else if (c === open[0]) open.shift();
  }
  return quote + open.join("");
}

const samples = [...examples, ...language].filter(({ files, root }) => (files.get(root)?.length ?? 0) > 40);

/** One item taken at one place: how many mistakes of syntax there are before and after. */
function take(sample: number, place: number, cut: boolean, choice: number): { more: boolean; told: string } {
  const { root, files, name } = samples[sample % samples.length] ?? never();
  const whole = files.get(root) ?? "";
  const offset = place % whole.length;
  const newline = whole.indexOf("\n", offset);
  const start = whole.lastIndexOf("\n", offset - 1) + 1;
  const rest = closers(whole.slice(start, offset)) + whole.slice(newline < 0 ? whole.length : newline);
  const text = cut ? whole.slice(0, offset) + rest : whole;
  const before = check(files, root, text);
  const list = before.file && complete(before, before.file, offset, [...files.keys()]);
  const items = (list?.items ?? []).filter(
    ({ label, edit, kind }) => !OPEN.has(label) && kind !== "key" && !/:\s*(\$\{0\})?$/.test(edit.text),
  );
  // The first ones are taken most.
  const item = items[choice % Math.max(1, choice % 2 === 0 ? items.length : Math.min(8, items.length))];
  if (!item) return { more: false, told: "nothing is offered" };
  const after = taken(item, text);
  const lineOf = (of: string): string =>
    JSON.stringify(of.slice(of.lastIndexOf("\n", offset - 1) + 1).split("\n", 1)[0]);
  const found = syntax(check(files, root, after).problems, root);
  return {
    more: found.length > syntax(before.problems, root).length,
    told: `${name}: ${item.label} makes ${lineOf(text)} to ${lineOf(after)}: ${found.map(({ message }) => message).join(" ")}`,
  };
}

test("what is taken leaves a line that can be read", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1_000_000), fc.boolean(), fc.nat(1_000_000), (sample, place, cut, choice) => {
      const { more, told } = take(sample, place, cut, choice);
      expect(more, told).toBe(false);
    }),
    // A smaller place in the same text says no more.
    { ...fcOptions(200), endOnFailure: true },
  );
}, 120_000);

function never(): never {
  throw new Error("there are samples");
}

const syntax = (problems: readonly Problem[], root: string): readonly Problem[] =>
  problems.filter(({ code, uri }) => uri === root && SYNTAX.has(code));
