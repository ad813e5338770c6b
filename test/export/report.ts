/** A report with one of everything, for the tests of every format. */
import type { Problem } from "../../src/core/diagnostic.ts";
import type { Report } from "../../src/export/report.ts";

export const uri = "file:///w/models/a%20b.arch.yaml";
const other = "file:///elsewhere/other.arch.yaml";

export const text = "model: A\nlayers:\n  cat: Concat(skip, up)\n  😀x: Nope\n";

const at = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });

export const mismatch: Problem = {
  uri,
  span: at("Concat(skip, up)"),
  code: "concat-mismatch",
  severity: "warning",
  message: "`skip` has H and `up` has 2·⌊H/2⌋ rows: 100% equal, only sometimes",
  related: [
    { uri, span: at("skip"), message: "`skip` is made here" },
    { uri: other, span: { start: 0, end: 5 }, message: "the backbone, in another file" },
  ],
  condition: ["H % 2 == 0"],
  counterexample: { H: 3 },
  nearest: { H: { below: 2, above: 4 }, W: { below: null, above: 2 } },
  fixes: [
    { title: "Add `where: H % 2 == 0`", edits: [{ uri, span: { start: 9, end: 9 }, text: "where: H % 2 == 0\n" }] },
  ],
};

export const unknown: Problem = {
  uri,
  span: at("Nope"),
  code: "unknown-op",
  severity: "error",
  message: "There is no op `Nope`,\nnor \u202eanything\u001b[31m like it",
};

export const unused: Problem = {
  uri,
  span: at("cat"),
  code: "unused-layer",
  severity: "hint",
  message: "Nothing takes `cat`",
  tag: "unnecessary",
};

export const report: Report = {
  files: [
    { uri, path: "models/a b.arch.yaml", problems: [mismatch, unknown, unused] },
    { uri: other, path: "../elsewhere/other.arch.yaml", problems: [] },
  ],
  textOf: (one) => (one === uri ? text : one === other ? "model: Other\n" : undefined),
  pathOf: (one) => (one === uri ? "models/a b.arch.yaml" : one),
};
