/** A name that is given another text means what it meant: in the text, and in what is worked out from it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Edit } from "../../src/core/diagnostic.ts";
import { pathOf } from "../../src/core/graph.ts";
import { applied } from "../../src/ide/edits.ts";
import { namesOf } from "../../src/ide/names/index.ts";
import { redeclare } from "../../src/ide/names/redeclare.ts";
import { rename } from "../../src/ide/rename.ts";
import type { FileScope, Snapshot } from "../../src/ide/snapshot.ts";
import { parseFixture } from "../harness/fixture.ts";
import { fcOptions } from "../harness/fuzz.ts";
import { cursor, examples, language, mistakes, open, rootOf } from "./corpus.ts";

/** What is added to a name; it reads as the names of every script do. */
const NEW = "_new";
const plain = (text: string): string => text.replaceAll(NEW, "");

type Texts = ReadonlyMap<string, string>;

const edited = (files: Texts, edits: readonly Edit[]): Texts =>
  new Map(
    [...files].map(([uri, text]) => [
      uri,
      applied(
        text,
        edits.filter((edit) => edit.uri === uri),
      ),
    ]),
  );

/** Everything that is told and worked out, without the places. */
function seen({ problems, variants }: Snapshot): unknown {
  return {
    // What is meant by a misspelt name is guessed by its letters.
    problems: problems.map((p) => [p.code, p.severity, p.uri, p.code === "unknown-name" ? "" : plain(p.message)]),
    variants: variants.map(({ graph, cases }) => ({
      outputs: graph.outputs.map((o) => plain(o.name)),
      cases: cases.length,
      nodes: graph.nodes.map((node) => [
        plain(pathOf(node)),
        node.outputs.map((shape) => shape && plain(graph.dims.printShape(shape))),
      ]),
    })),
  };
}

/** Every declaration of the files, as file and offset. */
const declared = (files: Iterable<FileScope>) =>
  [...files].flatMap((file) =>
    namesOf(file).occurrences.flatMap((o) =>
      o.kind === "declared" && o.role === "declaration" ? [{ file, at: o.span.start, text: o.text }] : [],
    ),
  );

const LIBRARY = "shapewright-library:";

describe("every name gets another one", () => {
  test.each([...examples, ...language])("$name", ({ files, root }) => {
    const before = open(files, root);
    let texts: Texts = files;
    let scopes = [...before.files.values()];
    let renamed = 0;
    const count = declared(scopes).length;
    for (let i = 0; i < count; i++) {
      const one = declared(scopes)[i];
      if (!one || one.file.def.uri.startsWith(LIBRARY) || one.text.endsWith(NEW)) continue;
      // What a used file declares is renamed from there as well.
      if (one.file.def.uri !== root && i % 4 > 0) continue;
      const result = rename(one.file, one.at, one.text + NEW, scopes);
      if ("refusal" in result) throw new Error(`${one.text}: ${result.refusal}`);
      expect(result.edits.length).toBeGreaterThan(0);
      texts = edited(texts, result.edits);
      scopes = [...redeclare(scopes, result.edits)];
      renamed++;
    }
    expect(renamed).toBeGreaterThan(0);
    expect(seen(open(texts, root))).toEqual(seen(before));
    const left = declared(open(texts, root).files.values()).filter(
      ({ file, text }) => file.def.uri === root && !text.endsWith(NEW),
    );
    expect(left.map(({ text }) => text)).toEqual([]);
  });
});

describe("a name that something else has", () => {
  const samples = [...examples, ...language.filter(({ files }) => files.size > 1)];

  test("is refused, or changes nothing that is worked out", () => {
    const opened = new Map<string, Snapshot>();
    let refused = 0;
    let accepted = 0;
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (which, from, to) => {
        const { name, files, root } = samples[which % samples.length] ?? (samples[0] as (typeof samples)[number]);
        let before = opened.get(name);
        if (!before) opened.set(name, (before = open(files, root)));
        const all = declared(before.files.values());
        const one = all[from % all.length];
        const others = [...new Set(namesOf(rootOf(before)).occurrences.map((o) => o.text))];
        const other = others[to % others.length];
        if (!one || other === undefined || other === one.text) return;
        const result = rename(one.file, one.at, other, before.files.values());
        if ("refusal" in result) {
          refused++;
          return;
        }
        accepted++;
        const after = open(edited(files, result.edits), root);
        expect(codes(after)).toEqual(codes(before));
        expect(shapes(after)).toEqual(shapes(before));
      }),
      fcOptions(150),
    );
    expect(refused).toBeGreaterThan(20);
    expect(accepted).toBeGreaterThan(20);
  });

  /** What a name that is nowhere declared is taken for is guessed by its letters. */
  const codes = ({ problems }: Snapshot) => problems.map(({ code }) => code.replace(/^unknown-.*/, "unknown"));

  /** Formulas aside, since a size may have been renamed. */
  const shapes = ({ variants }: Snapshot) =>
    variants.map(({ graph, cases }) => [
      graph.nodes.map((node) => node.outputs.map((shape) => shape?.map((dim) => dim.constant ?? "symbol"))),
      cases.map(({ at }) => [...at.values()]),
    ]);
});

/** Renames what is at `$0` of the first file; gives the texts, or the refusal. */
function renamed(fixture: string, name: string): string {
  const { files } = parseFixture(fixture);
  const first = files.find(({ text }) => text.includes("$0"));
  const { text, offset } = cursor(first?.text ?? "");
  const texts = new Map(files.map((file) => [file.uri, file === first ? text : file.text]));
  const snapshots = [...texts.keys()].map((uri) => open(texts, uri));
  const file = first && snapshots[0]?.files.get(first.uri);
  if (!file) throw new Error("no file");
  const result = rename(
    file,
    offset,
    name,
    snapshots.map((s) => rootOf(s)),
  );
  if ("refusal" in result) return result.refusal;
  return [...edited(texts, result.edits).values()].join("---\n");
}

describe("rename", () => {
  test("a layer, in chains, as a tensor, in outputs and in sizes", () => {
    expect(
      renamed(
        `inputs: { image: [1, 3, 8, 8] }
sizes: { a: [1, 4, 8, 8] }
layers:
  a$0: Conv2d(4, 1)
  b: a -> ReLU
  c: Add(a, b)
  d: image -> share(a)
outputs: [a, c, d]
`,
        "stem",
      ),
    ).toBe(`inputs: { image: [1, 3, 8, 8] }
sizes: { stem: [1, 4, 8, 8] }
layers:
  stem: Conv2d(4, 1)
  b: stem -> ReLU
  c: Add(stem, b)
  d: image -> share(stem)
outputs: [stem, c, d]
`);
  });

  test("one of several outputs, a counter, a weight, and a symbol wherever it is a size", () => {
    expect(
      renamed(
        "inputs: { x: [N, T, 48] }\nlayers:\n  q, k$0, v: Chunk(3, dim=-1)\n  o: Add(q, k)\n  p: Add(o, v)\n",
        "key",
      ),
    ).toContain("q, key, v: Chunk(3, dim=-1)\n  o: Add(q, key)");
    expect(
      renamed("inputs: { x: [1, 8, 64] }\nlayers:\n  a: Conv1d(8, 1, dilation=2 ** i) * 3 as i$0\n", "n"),
    ).toContain("dilation=2 ** n) * 3 as n");
    expect(renamed("inputs: { x: [N, 8] }\nweights: { w$0: [1, 8] }\nlayers:\n  a: Add(x, w)\n", "bias")).toContain(
      "weights: { bias: [1, 8] }\nlayers:\n  a: Add(x, bias)",
    );
    expect(
      renamed(
        "inputs: { x: [N, 3, H, H$0] }\nwhere: [H % 2 == 0, N <= H]\nsizes: { N: 1, H: 8 }\nlayers:\n  a: MaxPool2d(2) => [N, 3, H/2, H / 2]\n",
        "S",
      ),
    ).toBe(
      "inputs: { x: [N, 3, S, S] }\nwhere: [S % 2 == 0, N <= S]\nsizes: { N: 1, S: 8 }\nlayers:\n  a: MaxPool2d(2) => [N, 3, S/2, S / 2]\n",
    );
  });

  const TWO = `# file: main.arch.yaml
use: { lib: ./lib.arch.yaml }
inputs: { image: [1, 3, 8, 8] }
layers:
  net: lib.Net(image, width=4)
  part: net.inner.conv -> ReLU
  plain: image -> lib.Cell(4, act=GELU)
outputs: [part, plain]
# file: lib.arch.yaml
model: Net
params: { width: 8 }
inputs: { x: [N, C, H, W] }
blocks:
  Cell:
    params: { out: int, act: ReLU }
    layers:
      conv: Conv2d(out, 1)
      act1: act
layers:
  inner: Cell(width)
`;
  const at = (text: string): string => TWO.replace(text, `${text}$0`);

  test("what another file uses", () => {
    expect(renamed(at("Cel"), "Unit")).toContain("plain: image -> lib.Unit(4, act=GELU)");
    expect(renamed(at("Cel"), "Unit")).toContain("inner: Unit(width)");
    expect(renamed(at("{ widt"), "channels")).toContain("lib.Net(image, channels=4)");
    expect(renamed(at("int, ac"), "norm")).toContain("lib.Cell(4, norm=GELU)");
    expect(renamed(at("      con"), "c")).toContain("part: net.inner.c -> ReLU");
    expect(renamed(at("model: Ne"), "Small")).toContain("net: lib.Small(image, width=4)");
    expect(renamed(at("use: { li"), "blocks")).toContain("use: { blocks: ./lib.arch.yaml }");
    expect(renamed(at("use: { li"), "blocks")).toContain("net: blocks.Net(image, width=4)");
  });

  test("from a place in another file", () => {
    expect(renamed(at("lib.Cell(4, ac"), "norm")).toContain("params: { out: int, norm: ReLU }");
    expect(renamed(at("net.inne"), "cell")).toContain("cell: Cell(width)");
  });

  test("a setting of whichever block a parameter brings, in all of them", () => {
    const text = `params: { block: A if deep else B, deep: true }
inputs: { x: [1, 4, 8, 8] }
sizes: { deep: false }
blocks:
  A: { params: { stride$0: 1 }, inputs: { x: [N, C, H, W] }, layers: [] }
  B:
    params: { stride: 1 }
    layers:
      - MaxPool2d(stride)
  C:
    params: { stride: 1 }
    layers:
      - MaxPool2d(stride)
layers:
  a: block(stride=2)
  b: C(stride=1)
`;
    const after = renamed(text, "by");
    expect(after).toContain("A: { params: { by: 1 }");
    expect(after).toContain("  B:\n    params: { by: 1 }\n    layers:\n      - MaxPool2d(by)");
    expect(after).toContain("  C:\n    params: { stride: 1 }");
    expect(after).toContain("a: block(by=2)\n  b: C(stride=1)");
    expect(renamed(text.replace("else B", "else MaxPool2d(2)"), "by")).toBe(
      "`stride` is a setting of the operator MaxPool2d.",
    );
  });

  test("a layer that another file hands to a block brings its settings", () => {
    const text = `# file: main.arch.yaml
use: { s: ./s.arch.yaml }
inputs: { x: [1, 4, 8, 8] }
blocks:
  Cell:
    params: { out: int, step$0: 1 }
    layers:
      - Conv2d(out, 1, stride=step)
layers:
  a: s.Stage(Cell(out=4))
# file: s.arch.yaml
blocks:
  Stage:
    params: { cell: layer }
    layers:
      - cell(step=2)
      - cell
`;
    expect(renamed(text, "by")).toContain("- cell(by=2)");
    const [main = "", other = ""] = text.replace("$0", "").split("# file: s.arch.yaml\n");
    expect(renamed(`${main}# file: s.arch.yaml\n${other.replace("(st", "(s$0t")}`, "by")).toContain("out: int, by: 1");
  });

  test.each([
    [
      "params: { a$0: 1 }\nlayers:\n  - ReLU\n",
      "2b",
      "`2b` is no name: names are letters, digits and _, and begin with a letter.",
    ],
    [
      "params: { a$0: 1 }\nlayers:\n  - ReLU\n",
      "if",
      "`if` is no name: names are letters, digits and _, and begin with a letter.",
    ],
    ["layers:\n  - Re$0LU\n", "Relu", "ReLU is an operator of Shapewright."],
    ["layers:\n  - Conv2d(8, 3, pad$0ding=1)\n", "p", "`padding` is a setting of the operator Conv2d."],
    ["params: { a: in$0t }\n", "b", "`int` is a type of the language."],
    ["params: { a: m$0in(1, 2) }\n", "b", "`min` is a function of the language."],
    ["params: { a: same | cr$0op }\n", "b", '"crop" is a word of a choice, which strings may name as well.'],
    ["layers:\n  - frob$0\n", "b", 'It is not known what "frob" is.'],
    ["layers:\n  # a$0\n  - ReLU\n", "b", "There is no name here."],
    [
      "inputs: { x: [N] }\nlayers:\n  a: ReLU * 2\n  b: a.0$0 -> ReLU\n",
      "c",
      "Part 0 has no name: give its layer one where it stands, `- name: …`.",
    ],
    [
      "blocks:\n  A:\n    layers:\n      - x$0 -> ReLU\n",
      "y",
      '"x" is the input of a block that declares none: declare it first, `inputs: { x: [N, C, H, W] }`.',
    ],
    [
      "use: { tv: torchvision }\ninputs: { x: [1, 3, 64, 64] }\nlayers:\n  - tv.Bottle$0neck(64)\n",
      "y",
      '"Bottleneck" belongs to a file of the built-in library.',
    ],
    ["inputs: { x: [N, 8] }\nlayers:\n  a$0: ReLU\n  b: a -> GELU\n", "b", 'The name "b" is taken: a layer has it.'],
    ["inputs: { x: [N, 8] }\nlayers:\n  a$0: ReLU\n  b: a -> GELU\n", "N", 'The name "N" is taken: a size has it.'],
    [
      "blocks:\n  A:\n    params: { out: int, n$0: 1 }\n    layers:\n      - Linear(out * n)\n",
      "out",
      'The name "out" is taken: a parameter of "A" has it.',
    ],
    [
      "inputs: { x: [N, 8] }\nlayers:\n  a$0: ReLU\n  b: a -> GELU\n",
      "GELU",
      '"GELU" is an operator, which line 4 places: it would no longer be found.',
    ],
    [
      "params: { a$0: 2 }\ninputs: { x: [N, 8] }\nlayers:\n  - Linear(max(a, 4))\n",
      "max",
      '"max" is a function, which line 4 calls: it would no longer be found.',
    ],
    [
      "inputs: { x: [N, 8] }\nlayers:\n  a$0: ReLU\n  l:\n    - b: GELU\n    - Add(a, b)\n",
      "b",
      'The name "b" is taken: in line 6 it would mean a layer.',
    ],
  ])("%j to %s is refused", (text, name, refusal) => {
    expect(renamed(text, name)).toBe(refusal);
  });

  test("names of objects are ordinary", () => {
    for (const name of ["__proto__", "constructor", "toString", "größe", "層", "hasOwnProperty"]) {
      const once = renamed("inputs: { x: [N, 8] }\nlayers:\n  a$0: ReLU\n  b: a -> GELU\noutputs: b\n", name);
      expect(once).toBe(`inputs: { x: [N, 8] }\nlayers:\n  ${name}: ReLU\n  b: ${name} -> GELU\noutputs: b\n`);
      expect(renamed(once.replace(`${name}:`, `${name}$0:`), "a")).toBe(
        "inputs: { x: [N, 8] }\nlayers:\n  a: ReLU\n  b: a -> GELU\noutputs: b\n",
      );
    }
  });

  test("a name may be that of an operator which is not used", () => {
    expect(renamed("inputs: { x: [N, 8] }\nlayers:\n  a$0: ReLU\n  b: a -> GELU\n", "Tanh")).toContain(
      "b: Tanh -> GELU",
    );
  });
});

test("a mistake elsewhere hinders no rename, and nothing throws", () => {
  for (const { files, root } of mistakes) {
    const snapshot = open(files, root);
    for (const { file, at, text } of declared(snapshot.files.values())) {
      const result = rename(file, at, text + NEW, snapshot.files.values());
      if ("refusal" in result) expect(result.refusal).toMatch(/library|is no name|declares none|has the name/);
      else expect(result.edits.length).toBeGreaterThan(0);
    }
  }
});
