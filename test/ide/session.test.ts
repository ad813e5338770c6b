/** A session answers as a fresh one does, whatever was checked before. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pathOf } from "../../src/core/graph.ts";
import { type CheckResult, createSession, type Session } from "../../src/ide/session.ts";
import { fcOptions } from "../harness/fuzz.ts";

const folder = join(import.meta.dirname, "../../examples");
const files = readdirSync(folder).filter((file) => file.endsWith(".arch.yaml"));
const texts = new Map(
  files.map((file) => [pathToFileURL(join(folder, file)).href, readFileSync(join(folder, file), "utf8")]),
);

/** Everything that can be seen of a result, places included. */
function seen({ problems, variants, missing }: CheckResult): unknown {
  return {
    problems,
    missing,
    variants: variants.map(({ overrides, graph, cases }) => ({
      overrides: [...overrides],
      symbols: [...graph.symbols.values()].map((s) => [s.name, graph.dims.print(s.dim), s.declared]),
      outputs: graph.outputs.map((o) => [o.name, o.tensor?.node.id, o.site]),
      cases: cases.map((c) => [c.site, [...c.at], c.expected]),
      nodes: graph.nodes.map((node) => [
        pathOf(node),
        node.site,
        node.outputs.map((shape) => shape && graph.dims.printShape(shape)),
        node.kind === "op"
          ? [node.op.name, node.inputs.map((t) => [t.node.id, t.output]), [...node.written]]
          : node.kind,
      ]),
    })),
  };
}

const check = (session: Session, root: string, text: string): CheckResult =>
  session.check({ root, files: new Map([...texts, [root, text]]), folders: [pathToFileURL(folder).href] });

interface Edit {
  readonly kind: "insert" | "delete" | "move line" | "copy line" | "delete line" | "undo";
  readonly at: number;
  readonly to: number;
  readonly text: string;
}

/** What people type, and what goes wrong between two keys. */
const PIECES = [
  "a",
  "1",
  " ",
  "\n",
  "  ",
  ",",
  "(",
  ")",
  ":",
  ": ",
  "-",
  "->",
  " -> ReLU",
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  "#",
  " # c",
  "x",
  "=> [N, _]",
  "* 2",
  "\t",
  "é",
  "😀",
  "ReLU",
  "Conv2d(8, 3)",
  "\n  new: ReLU",
  "\n  - GELU",
  "stride=2",
  "H",
  "0",
  "\r\n",
];

function apply(text: string, { kind, at, to, text: piece }: Edit, before: readonly string[]): string {
  const start = Math.floor(at * (text.length + 1));
  const lines = text.split("\n");
  const from = Math.floor(at * lines.length);
  const target = Math.floor(to * lines.length);
  switch (kind) {
    case "insert":
      return text.slice(0, start) + piece + text.slice(start);
    case "delete":
      return text.slice(0, start) + text.slice(start + 1 + Math.floor(to * 6));
    case "move line": {
      const [line = ""] = lines.splice(from, 1);
      lines.splice(target, 0, line);
      return lines.join("\n");
    }
    case "copy line":
      lines.splice(target, 0, lines[from] ?? "");
      return lines.join("\n");
    case "delete line":
      lines.splice(from, 1);
      return lines.join("\n");
    case "undo":
      return before.at(-2) ?? text;
  }
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(
    "insert",
    "insert",
    "insert",
    "delete",
    "delete",
    "move line",
    "copy line",
    "delete line",
    "undo",
    "undo",
  ),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  text: fc.constantFrom(...PIECES),
});

describe("a session", () => {
  // Together 10,000 edits; the answer is compared after each run of eight.
  test.each([...texts])("gives what a fresh check gives after any edits of %s", (root, text) => {
    const runs = Math.ceil(10_000 / 8 / texts.size / 4);
    fc.assert(
      fc.property(
        fc.array(fc.array(edit, { minLength: 8, maxLength: 8 }), { minLength: 4, maxLength: 4 }),
        (bursts) => {
          const session = createSession();
          const history = [text];
          for (const burst of bursts) {
            for (const one of burst) {
              history.push(apply(history.at(-1) ?? text, one, history));
              check(session, root, history.at(-1) ?? text);
            }
            const now = history.at(-1) ?? text;
            expect(seen(check(session, root, now))).toEqual(seen(check(createSession(), root, now)));
            if (burst[0] && burst[0].at < 0.3) history.push(text);
          }
        },
      ),
      fcOptions(runs),
    );
  });

  test("what thousands of edits leave behind is forgotten", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const session = createSession();
    const root = "file:///m.arch.yaml";
    const text = (n: number) =>
      `model: M\ninputs: { x: [N, 3, H, W] }\nlayers:\n${Array.from({ length: 40 }, (_, i) => `  l${i}: Conv2d(${i === 20 ? n : 8}, 3, padding=1) -> ReLU\n`).join("")}`;
    const heapAfter = (from: number, to: number): number => {
      for (let n = from; n < to; n++) session.check({ root, files: new Map([[root, text(n)]]) });
      collect();
      return process.memoryUsage().heapUsed / 1e6;
    };
    const early = heapAfter(1, 2_000);
    // Nothing forgotten would be some 30 MB more.
    expect(heapAfter(2_000, 10_000) - early).toBeLessThan(10);
  });

  test("asks for the files that a model uses, and again for those that they use", () => {
    const session = createSession();
    const root = "file:///c%3A/models/main.arch.yaml";
    const main = "model: M\nuse: { a: ./a.arch.yaml }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  y: a.Block\n";
    const a = "use: { b: ./deep/b.arch.yaml }\nblocks:\n  Block:\n    layers:\n      - b.Inner\n";
    const b = "blocks:\n  Inner:\n    layers:\n      - ReLU\n";
    const files = new Map([[root, main]]);
    expect(session.check({ root, files }).missing).toEqual(["file:///c%3A/models/a.arch.yaml"]);
    files.set("file:///c%3A/models/a.arch.yaml", a);
    expect(session.check({ root, files }).missing).toEqual(["file:///c%3A/models/deep/b.arch.yaml"]);
    files.set("file:///c%3A/models/deep/b.arch.yaml", b);
    const { missing, problems, variants } = session.check({ root, files });
    expect([missing, problems]).toEqual([[], []]);
    expect(variants[0]?.graph.nodes.map(pathOf)).toEqual(["x", "y.0.0"]);
  });

  test("a file without a folder uses nothing but the library", () => {
    const session = createSession();
    const root = "untitled:Untitled-1";
    const model = (use: string) =>
      `model: M\nuse: { a: ${use} }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  y: a.BasicBlock(64)\n`;
    const beside = session.check({ root, files: new Map([[root, model("./a.arch.yaml")]]) });
    expect(beside.problems.map((p) => p.code)).toEqual(["import-not-found"]);
    const library = session.check({ root, files: new Map([[root, model("torchvision")]]) });
    expect(library.problems).toEqual([]);
  });

  test("with several workspace folders a file uses those of its own", () => {
    const session = createSession();
    const folders = ["file:///one", "file:///two"];
    const root = "file:///one/main.arch.yaml";
    const model = (use: string) => `model: M\nuse: { a: ${use} }\ninputs: { x: [N, 3, H, W] }\nlayers:\n  y: a.Block\n`;
    const of = (use: string) => session.check({ root, folders, files: new Map([[root, model(use)]]) });
    expect(of("./sub/a.arch.yaml").missing).toEqual(["file:///one/sub/a.arch.yaml"]);
    expect(of("../two/a.arch.yaml").problems.map((p) => p.code)).toEqual(["import-outside-workspace"]);
  });

  test("parameters can be set from outside", () => {
    const session = createSession();
    const root = [...texts.keys()].find((uri) => uri.endsWith("/resnet.arch.yaml")) ?? "";
    const { variants, problems } = session.check({ root, files: texts, params: new Map([["depth", "18"]]) });
    expect(problems).toEqual([]);
    expect(variants.map((v) => [...v.overrides])).toEqual([[["depth", "18"]]]);
    expect(variants[0]?.cases).toHaveLength(1);
    const wrong = session.check({ root, files: texts, params: new Map([["detph", "18"]]) });
    expect(wrong.problems[0]?.message).toContain('did you mean "depth"');
  });
});
