import { expect, test } from "vitest";
import { printGithub } from "../../src/export/github.ts";
import { report } from "./report.ts";

test("one workflow command a problem, escaped so that none ends early", () => {
  expect(printGithub(report).split("\n")).toEqual([
    "::warning file=models/a b.arch.yaml,line=3,endLine=3,col=8,endColumn=24,title=concat-mismatch::`skip` has H and `up` has 2·⌊H/2⌋ rows: 100%25 equal, only sometimes",
    "::error file=models/a b.arch.yaml,line=4,endLine=4,col=8,endColumn=12,title=unknown-op::There is no op `Nope`,%0Anor \\u{202e}anything\\x1b[31m like it",
    "::notice file=models/a b.arch.yaml,line=3,endLine=3,col=3,endColumn=6,title=unused-layer::Nothing takes `cat`",
    "",
  ]);
});

test("a path or a code cannot add properties", () => {
  const odd = {
    ...report,
    files: [
      {
        uri: "x",
        path: "a,b:c\nd%.yaml",
        problems: [{ uri: "x", span: { start: 0, end: 0 }, code: "a,b", severity: "error" as const, message: "m" }],
      },
    ],
  };
  expect(printGithub(odd)).toBe(
    "::error file=a%2Cb%3Ac%0Ad%25.yaml,line=1,endLine=1,col=1,endColumn=1,title=a%2Cb::m\n",
  );
});

test("a problem over several lines has no columns", () => {
  const [file] = report.files;
  const [problem] = file?.problems ?? [];
  if (!file || !problem) throw new Error("the report is empty");
  const long = { ...report, files: [{ ...file, problems: [{ ...problem, span: { start: 0, end: 20 } }] }] };
  expect(printGithub(long)).toMatch(/^::warning file=models\/a b\.arch\.yaml,line=1,endLine=3,title=/);
});
