/** Where names lead, what shares a name, and what colour it has. */
import { describe, expect, test } from "vitest";
import { definition } from "../../src/ide/definition.ts";
import { highlights } from "../../src/ide/highlights.ts";
import { references } from "../../src/ide/references.ts";
import { semanticTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from "../../src/ide/semantic_tokens.ts";
import { workspaceSymbols } from "../../src/ide/workspace_symbols.ts";
import { cursor, examples, open, rootOf } from "./corpus.ts";

const MAIN = "file:///models/main.arch.yaml";
const LIB = "file:///models/lib.arch.yaml";

const LIB_TEXT = `# Cells that others are made of.
model: Net
params: { width: 8 }
inputs: { x: [N, C, H, W] }
blocks:
  Cell:
    params: { out: int, act: ReLU, join: same | crop }
    layers:
      conv: Conv2d(out, 1)
      both:
        - first: act
        - Dropout
    outputs: { main: both, early: conv }
layers:
  inner: Cell(width)
`;

const line = (text: string, at: number): string => {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return text.slice(start, text.indexOf("\n", at)).trim();
};

/** Where `$0` leads: the line, with the name in ⟨ ⟩. */
function lead(marked: string): string[] {
  const { text, offset } = cursor(marked);
  const files = new Map([
    [MAIN, text],
    [LIB, LIB_TEXT],
  ]);
  const snapshot = open(files, MAIN);
  return (definition(snapshot, rootOf(snapshot), offset)?.targets ?? []).map(({ uri, span }) => {
    const target = snapshot.files.get(uri)?.def.text ?? "";
    const shown = `${target.slice(0, span.start)}⟨${target.slice(span.start, span.end)}⟩${target.slice(span.end)}`;
    return `${uri === LIB ? "lib: " : ""}${line(shown, span.start)}`;
  });
}

describe("definition", () => {
  const model = (layers: string): string => `use: { lib: ./lib.arch.yaml }
params: { depth: 2, join: same | crop, cell: lib.Cell(4) }
inputs: { image: [N, 3, H, W] }
weights: { bias: [1, 3, 1, 1] }
layers:
${layers}
outputs: [a, { b: a }]
`;

  test.each([
    ["  a: Conv2d(4, 1)\n  b: a$0 -> ReLU", ["⟨a⟩: Conv2d(4, 1)"]],
    ["  a: ima$0ge -> ReLU", ["inputs: { ⟨image⟩: [N, 3, H, W] }"]],
    ["  a: Add(image, bia$0s)", ["weights: { ⟨bias⟩: [1, 3, 1, 1] }"]],
    ["  a: ReLU * depth$0", ["params: { ⟨depth⟩: 2, join: same | crop, cell: lib.Cell(4) }"]],
    ["  a: Conv2d(4, 1) => [N, 4, H$0, W]", ["inputs: { image: [N, 3, ⟨H⟩, W] }"]],
    ["  a: Conv2d(4, 1, dilation=i$0 + 1) * 2 as i", ["a: Conv2d(4, 1, dilation=i + 1) * 2 as ⟨i⟩"]],
    ['  a: (ReLU if join == "cr$0op")', ["params: { depth: 2, join: same | ⟨crop⟩, cell: lib.Cell(4) }"]],
    ['  a: lib.Cell(4, join="cr$0op")', ["lib: params: { out: int, act: ReLU, join: same | ⟨crop⟩ }"]],
    ["  a: lib.Ce$0ll(4)", ["lib: ⟨Cell⟩:"]],
    ["  a: li$0b.Cell(4)", ["lib: model: ⟨Net⟩"]],
    ["  a: lib.Ne$0t(image, width=4)", ["lib: model: ⟨Net⟩"]],
    ["  a: lib.Net(image, wid$0th=4)", ["lib: params: { ⟨width⟩: 8 }"]],
    ["  a: cell(ac$0t=GELU)", ["lib: params: { out: int, ⟨act⟩: ReLU, join: same | crop }"]],
    ["  n: lib.Net(image)\n  a: n.inn$0er -> ReLU", ["lib: ⟨inner⟩: Cell(width)"]],
    ["  n: lib.Net(image)\n  a: n.inner.con$0v -> ReLU", ["lib: ⟨conv⟩: Conv2d(out, 1)"]],
    ["  n: lib.Net(image)\n  a: n.inner.both.firs$0t -> ReLU", ["lib: - ⟨first⟩: act"]],
    ["  n: lib.Net(image)\n  a: n.inner.earl$0y -> ReLU", ["lib: outputs: { main: both, ⟨early⟩: conv }"]],
    ["  n: image -> cell * 2\n  a: n.1.con$0v -> ReLU", ["lib: ⟨conv⟩: Conv2d(out, 1)"]],
    ["  n: Conv2d(3, 1)\n  a: image -> share(n$0)", ["⟨n⟩: Conv2d(3, 1)"]],
    ["  q, k: Chunk(2)\n  a: k$0 -> ReLU", ["q, ⟨k⟩: Chunk(2)"]],
    ["  GELU: GE$0LU", []],
    ["  a: Re$0LU", []],
    ["  a: Conv2d(4, 1, pad$0ding=1)", []],
    ["  a: frob$0", []],
    ["  a: ReLU # a$0", []],
  ])("%j", (layers, expected) => {
    expect(lead(model(layers))).toEqual(expected);
  });

  test("the path of a used file leads to it; so does its name", () => {
    expect(lead(model("  a: ReLU").replace("./lib", "./l$0ib"))).toEqual(["lib: model: ⟨Net⟩"]);
    expect(lead(model("  a: ReLU").replace("use: { lib", "use: { li$0b"))).toEqual(["lib: model: ⟨Net⟩"]);
    expect(lead(model("  a: ReLU").replace("use: { lib: ./lib", "use: { li$0b: ./other"))).toEqual([
      "use: { ⟨lib⟩: ./other.arch.yaml }",
    ]);
    expect(lead(model("  a: ReLU").replace("./lib", "./o$0ther"))).toEqual([]);
  });

  test("a choice of sizes leads to its word, an entry to what it is the size of", () => {
    const sized = (entry: string) => model(`  a: ReLU\nsizes: { ${entry} }`);
    expect(lead(sized('join: "cr$0op"'))[0]).toContain("⟨crop⟩");
    expect(lead(sized("jo$0in: crop"))[0]).toContain("⟨join⟩");
    expect(lead(sized("H$0: 8"))[0]).toContain("⟨H⟩");
    expect(lead(sized("a$0: [1, 3, 8, 8]"))).toEqual(["⟨a⟩: ReLU"]);
  });

  test("what the used file does not have leads nowhere", () => {
    expect(lead("use: { lib: ./lib.arch.yaml }\ninputs: { x: [N, 3, 8, 8] }\nlayers:\n  a: lib.Nope$0(4)\n")).toEqual(
      [],
    );
  });

  test("a setting leads to each block that a parameter may bring", () => {
    const text = `params: { deep: true, block: A if deep else B }
inputs: { x: [1, 4, 8, 8] }
blocks:
  A:
    params: { by: 1 }
    layers:
      - MaxPool2d(by)
  B:
    params: { n: 1, by: 2 }
    layers:
      - MaxPool2d(by)
layers:
  a: block(b$0y=2)
`;
    expect(lead(text)).toEqual(["params: { ⟨by⟩: 1 }", "params: { n: 1, ⟨by⟩: 2 }"]);
  });

  test("the whole entry goes with the name", () => {
    const snapshot = open(new Map([[LIB, LIB_TEXT]]), LIB);
    const at = LIB_TEXT.indexOf("Cell(width)");
    const [target] = definition(snapshot, rootOf(snapshot), at)?.targets ?? [];
    expect(LIB_TEXT.slice(target?.whole.start, target?.whole.end)).toMatch(/^Cell:\n[\s\S]*early: conv }$/);
  });
});

describe("references", () => {
  const MODEL = `use: { lib: ./lib.arch.yaml }
inputs: { image: [N, 3, H, W] }
layers:
  n: lib.Net(image, width=4)
  a: n.inner.conv -> lib.Cell(8)
  b: image -> lib.Cell(4, act=GELU)
outputs: [a, b]
`;
  const files = new Map([
    [MAIN, MODEL],
    [LIB, LIB_TEXT],
  ]);
  const found = (uri: string, name: string, declaration = true): string[] => {
    const snapshot = open(files, MAIN);
    const file = snapshot.files.get(uri);
    if (!file) throw new Error(`no ${uri}`);
    const at = file.def.text.indexOf(name);
    return references(file, at, [rootOf(snapshot)], declaration).map(
      (r) => `${r.uri === LIB ? "lib" : "main"} ${line(files.get(r.uri) ?? "", r.span.start)}`,
    );
  };

  test("are found from either file, in both", () => {
    const cell = [
      "lib Cell:",
      "lib inner: Cell(width)",
      "main a: n.inner.conv -> lib.Cell(8)",
      "main b: image -> lib.Cell(4, act=GELU)",
    ];
    expect(found(LIB, "Cell:").sort()).toEqual(cell);
    expect(found(MAIN, "Cell(4").sort()).toEqual(cell);
    expect(found(LIB, "Cell:", false)).not.toContain("lib Cell:");
    expect(found(LIB, "act:").sort()).toEqual([
      "lib - first: act",
      "lib params: { out: int, act: ReLU, join: same | crop }",
      "main b: image -> lib.Cell(4, act=GELU)",
    ]);
    expect(found(LIB, "conv:")).toContain("main a: n.inner.conv -> lib.Cell(8)");
  });

  test("of an operator are none", () => {
    expect(found(LIB, "Dropout")).toEqual([]);
  });
});

describe("highlights", () => {
  const shown = (marked: string): string[] => {
    const { text, offset } = cursor(marked);
    const file = rootOf(open(new Map([[MAIN, text]]), MAIN));
    return highlights(file, offset).map(
      ({ span, kind }) => `${kind} ${text.slice(span.start, span.end)} ${span.start}`,
    );
  };

  test("a layer is written once and read elsewhere", () => {
    expect(shown("inputs: { x: [N, 8] }\nlayers:\n  a: ReLU\n  b: a$0 -> GELU\n  c: Add(a, b)\n")).toEqual([
      "write a 32",
      "read a 45",
      "read a 64",
    ]);
  });

  test("an operator, its settings, functions and the words of a choice share their places", () => {
    expect(shown("inputs: { x: [N, 8] }\nlayers:\n  - Re$0LU\n  - GELU\n  - ReLU\n")).toHaveLength(2);
    expect(
      shown("layers:\n  - Conv2d(8, 3, pad$0ding=1)\n  - Conv2d(8, 3, padding=2)\n  - MaxPool2d(2, padding=1)\n"),
    ).toHaveLength(2);
    expect(shown('params: { j: same | cr$0op }\nlayers:\n  - (ReLU if j == "crop")\n')).toHaveLength(2);
    expect(shown("params: { a: mi$0n(1, 2), b: min(3, 4) }\n")).toHaveLength(2);
    expect(shown("layers:\n  - frob\n  - fr$0ob\n")).toHaveLength(1);
    expect(shown("layers: # n$0\n  - ReLU\n")).toEqual([]);
  });
});

describe("semantic tokens", () => {
  const tokens = (text: string): string[] => {
    const file = rootOf(
      open(
        new Map([
          [MAIN, text],
          [LIB, LIB_TEXT],
        ]),
        MAIN,
      ),
    );
    return semanticTokens(file).map(
      ({ span, type, modifiers }) => `${text.slice(span.start, span.end)} ${[type, ...modifiers].join(".")}`,
    );
  };

  test("say what each name is", () => {
    expect(
      tokens(`model: Net
use: { lib: ./lib.arch.yaml }
params: { out: 4, k: int, join: same | crop }
inputs: { x: [N, 3, H, k] }
blocks:
  Cell: ReLU
layers:
  a: Conv2d(max(out, 2), 1, padding=i) * 1 as i
  b: Cell
  c: lib.Cell(4)
  d: x -> LSTM(8)
  e: d.h_n -> frob
  f: (ReLU if join == "crop")
outputs: { g: a }
`),
    ).toEqual([
      "Net type.declaration",
      "lib namespace.declaration",
      "out parameter.declaration",
      "k parameter.declaration",
      "int type.defaultLibrary",
      "join parameter.declaration",
      "same enumMember",
      "crop enumMember",
      "x variable.declaration.readonly",
      "N typeParameter.declaration",
      "H typeParameter.declaration",
      "k parameter",
      "Cell type.declaration",
      "ReLU class.defaultLibrary",
      "a variable.declaration",
      "Conv2d class.defaultLibrary",
      "max function.defaultLibrary",
      "out parameter",
      "padding property",
      "i parameter",
      "i parameter.declaration",
      "b variable.declaration",
      "Cell type",
      "c variable.declaration",
      "lib namespace",
      "Cell type",
      "d variable.declaration",
      "x variable.readonly",
      "LSTM class.defaultLibrary",
      "e variable.declaration",
      "d variable",
      "h_n property",
      "f variable.declaration",
      "ReLU class.defaultLibrary",
      "join parameter",
      "g property.declaration",
      "a variable",
    ]);
  });

  test("of a range are those that touch it, and all are in the legend", () => {
    for (const { files, root } of examples) {
      const file = rootOf(open(files, root));
      const all = semanticTokens(file);
      for (const { type, modifiers } of all) {
        expect(TOKEN_TYPES).toContain(type);
        for (const modifier of modifiers) expect(TOKEN_MODIFIERS).toContain(modifier);
      }
      const range = { start: file.def.text.length >> 2, end: file.def.text.length >> 1 };
      expect(semanticTokens(file, range)).toEqual(
        all.filter(({ span }) => span.start <= range.end && span.end >= range.start),
      );
    }
  });
});

describe("workspace symbols", () => {
  const files = examples.map(({ files: texts, root }) => rootOf(open(texts, root)));
  const names = (query: string) => workspaceSymbols(files, query).map(({ name }) => name);

  test("the best come first", () => {
    expect(names("Bottleneck")[0]).toBe("Bottleneck");
    expect(names("unet")[0]).toBe("UNet");
    expect(names("DC")[0]).toBe("DoubleConv");
    expect(names("dconv")[0]).toBe("DoubleConv");
    expect(names("b3")).toEqual(expect.arrayContaining(["bn3"]));
    expect(names("zzz")).toEqual([]);
  });

  test("each is what it says it is, where it says; they are limited", () => {
    const all = workspaceSymbols(files, "");
    expect(all.length).toBe(256);
    expect(all.findLastIndex(({ kind }) => kind === "model")).toBeLessThan(
      all.findIndex(({ kind }) => kind === "layer"),
    );
    for (const { name, uri, span, whole } of all) {
      const file = files.find(({ def }) => def.uri === uri);
      expect(file?.def.text.slice(span.start, span.end)).toBe(name);
      expect(whole.start <= span.start && span.end <= whole.end).toBe(true);
    }
    const cells = workspaceSymbols(files, "DoubleConv").filter(({ name }) => name === "DoubleConv");
    expect(new Set(cells.map(({ container }) => container)).has("UNet")).toBe(true);
  });
});
