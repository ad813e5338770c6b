/** While a line is typed, at most one thing is said of it, and nothing is said of the syntax of other lines. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSession } from "../../src/ide/session.ts";
import { fcOptions } from "../harness/fuzz.ts";

const folder = join(import.meta.dirname, "../../examples");
const uri = (file: string) => `file:///models/${file}`;
const texts = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith(".arch.yaml"))
    .map((file) => [uri(file), readFileSync(join(folder, file), "utf8")]),
);

/** Every place in a line of an example where one may be while typing it. */
const PLACES = [...texts].flatMap(([file, text]) =>
  text.split("\n").flatMap((line, i) => {
    const start = line.length - line.trimStart().length;
    return /^\s*(?:#|$)/.test(line)
      ? []
      : Array.from({ length: line.length - start - 1 }, (_, k) => ({ file, line: i, typed: start + k + 1 }));
  }),
);

/** The beginning of one name may be the whole of another, so that is a mistake of its own. */
const OTHER = new Set(["duplicate-name"]);

test("a line that is being typed has one problem at most", () => {
  const session = createSession();
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), ({ file, line, typed }) => {
      const lines = (texts.get(file) ?? "").split("\n");
      const before = lines.slice(0, line).reduce((n, l) => n + l.length + 1, 0);
      lines[line] = (lines[line] ?? "").slice(0, typed);
      const text = lines.join("\n");
      const { problems } = session.check({
        root: file,
        files: new Map([...texts, [file, text]]),
        folders: ["file:///models"],
      });
      const errors = problems.filter((p) => p.uri === file && p.severity === "error");
      const here = errors.filter((p) => p.span.start >= before && p.span.start <= before + typed);
      expect(
        here
          .filter((p) => !OTHER.has(p.code))
          .map((p) => p.message)
          .slice(1),
      ).toEqual([]);
      const elsewhere = errors.filter((p) => !here.includes(p));
      expect(elsewhere.filter((p) => p.code === "syntax" || p.code === "yaml-syntax").map((p) => p.message)).toEqual(
        [],
      );
    }),
    fcOptions(150),
  );
});
