/** What an editor asks of the text alone: the outline, folding, growing selections and links. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Span } from "../../src/core/span.ts";
import { type DocumentSymbol, documentSymbols } from "../../src/ide/document_symbols.ts";
import { foldingRanges } from "../../src/ide/folding.ts";
import { documentLinks } from "../../src/ide/links.ts";
import { selectionRange } from "../../src/ide/selection.ts";
import type { FileScope } from "../../src/ide/snapshot.ts";
import { fcOptions } from "../harness/fuzz.ts";
import { cursor, examples, language, mistakes, open, rootOf } from "./corpus.ts";

const ROOT = "file:///models/main.arch.yaml";
const fileOf = (text: string, others: readonly (readonly [string, string])[] = []): FileScope =>
  rootOf(open(new Map([[ROOT, text], ...others]), ROOT));

const MODEL = `# The first of
# two lines.
model: Net
use: { other: ./other.arch.yaml, gone: ./gone.arch.yaml }
params:
  classes: 10
inputs:
  image: [N, 3, H, W]

# region blocks
blocks:
  Up:
    inputs: [x, skip]
    params: { out: int }
    layers:
      - Concat(skip, x)
      - conv1: Conv2d(out, 3)
  BN: BatchNorm2d(eps=0.001)
# endregion
layers:
  features:
    - Conv2d(8, 3)
       -> BN
       -> ReLU
    - other.Other
  a, b: Chunk(2)
  head: a -> Conv2d(
    classes,
    kernel_size=1)
outputs: { logits: head, head: head }
`;

describe("the outline", () => {
  const drawn = (symbols: readonly DocumentSymbol[], indent = ""): string[] =>
    symbols.flatMap((s) => [
      `${indent}${s.kind} ${s.name}${s.detail ? ` | ${s.detail}` : ""}`,
      ...drawn(s.children, `${indent}  `),
    ]);

  test("of a model with blocks and nested layers", () => {
    expect(drawn(documentSymbols(fileOf(MODEL)))).toEqual([
      "model Net",
      "  param classes | 10",
      "  input image | [N, 3, H, W]",
      "  block Up",
      "    input x",
      "    input skip",
      "    param out | int",
      "    layer Concat(skip, x)",
      "    layer conv1 | Conv2d(out, 3)",
      "  block BN | BatchNorm2d(eps=0.001)",
      "  layer features",
      "    layer Conv2d(8, 3) -> BN -> ReLU",
      "    layer other.Other",
      "  layer a, b | Chunk(2)",
      "  layer head | a -> Conv2d( classes, kernel_size=1)",
      "  output logits | head",
      "  output head",
    ]);
  });

  test("a model without a name goes by its file", () => {
    expect(drawn(documentSymbols(fileOf("layers:\n  - ReLU\n")))).toEqual(["model main", "  layer ReLU"]);
    expect(documentSymbols(fileOf(""))).toEqual([]);
  });
});

test("what can be folded", () => {
  const line = (offset: number): number => MODEL.slice(0, offset).split("\n").length;
  const found = foldingRanges(fileOf(MODEL)).map(({ span, kind }) => [line(span.start), line(span.end), kind ?? ""]);
  expect(found).toEqual([
    [1, 2, "comment"],
    [5, 6, ""],
    [7, 8, ""],
    [10, 19, "region"],
    [11, 18, ""],
    [12, 17, ""],
    [15, 17, ""],
    [20, 29, ""],
    [21, 25, ""],
    [22, 24, ""],
    [27, 29, ""],
  ]);
});

describe("a selection grows", () => {
  const grown = (marked: string): string[] => {
    const { text, offset } = cursor(marked);
    return selectionRange(fileOf(text), offset).map(({ start, end }) => text.slice(start, end));
  };

  test("from a number to the file", () => {
    const text = "model: A\nlayers:\n  a: x -> (Conv2d(2*h + 1, padding=1) -> ReLU) * 2 => [N]\n  b: ReLU\n";
    expect(grown(text.replace("2*h", "2*$0h"))).toEqual([
      "h",
      "2*h",
      "2*h + 1",
      "2*h + 1, padding=1",
      "Conv2d(2*h + 1, padding=1)",
      "Conv2d(2*h + 1, padding=1) -> ReLU",
      "(Conv2d(2*h + 1, padding=1) -> ReLU)",
      "x -> (Conv2d(2*h + 1, padding=1) -> ReLU) * 2",
      "x -> (Conv2d(2*h + 1, padding=1) -> ReLU) * 2 => [N]",
      "a: x -> (Conv2d(2*h + 1, padding=1) -> ReLU) * 2 => [N]",
      "a: x -> (Conv2d(2*h + 1, padding=1) -> ReLU) * 2 => [N]\n  b: ReLU",
      "layers:\n  a: x -> (Conv2d(2*h + 1, padding=1) -> ReLU) * 2 => [N]\n  b: ReLU",
      text.trimEnd(),
      text,
    ]);
  });

  test("from a part of a path", () =>
    expect(grown("layers:\n  - encoder.la$0yer3 -> ReLU\n").slice(0, 3)).toEqual([
      "layer3",
      "encoder.layer3",
      "encoder.layer3 -> ReLU",
    ]));

  test("from a word in quotes, in braces", () =>
    expect(grown('sizes: { N: 1, join: "cr$0op" }\n')).toEqual([
      "crop",
      '"crop"',
      'join: "crop"',
      ' N: 1, join: "crop" ',
      '{ N: 1, join: "crop" }',
      'sizes: { N: 1, join: "crop" }',
      'sizes: { N: 1, join: "crop" }\n',
    ]));

  test("in a comment and in a line that cannot be read", () => {
    expect(grown("# one tw$0o\nmodel: A\n")).toEqual(["two", "# one two", "# one two\nmodel: A\n"]);
    expect(grown("layers:\n  a: Conv2d(1,, n$0m\n").slice(0, 2)).toEqual(["nm", "Conv2d(1,, nm"]);
  });
});

test("links lead to files that are there, and to addresses in comments", () => {
  const text = MODEL.replace(
    "two lines.",
    "two (https://arxiv.org/abs/1512.03385), https://en.wikipedia.org/wiki/A_(b).",
  );
  const other = ["file:///models/other.arch.yaml", "model: Other\nlayers:\n  - ReLU\n"] as const;
  const links = documentLinks(fileOf(text, [other]));
  expect(links.map(({ span, target }) => [text.slice(span.start, span.end), target])).toEqual([
    ["https://arxiv.org/abs/1512.03385", "https://arxiv.org/abs/1512.03385"],
    ["https://en.wikipedia.org/wiki/A_(b)", "https://en.wikipedia.org/wiki/A_(b)"],
    ["./other.arch.yaml", other[0]],
  ]);
});

// ── Every text ───────────────────────────────────────────────────────────────────────────────────────────────────

const holds = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function well(file: FileScope, offsets: readonly number[]): void {
  const document = { start: 0, end: file.def.text.length };
  const nested = (symbols: readonly DocumentSymbol[], outer: Span): void => {
    for (const s of symbols) {
      expect(s.name.trim()).not.toBe("");
      expect(holds(outer, s.span) && holds(s.span, s.nameSpan)).toBe(true);
      nested(s.children, s.span);
    }
  };
  nested(documentSymbols(file), document);
  let last = -1;
  for (const { span } of foldingRanges(file)) {
    expect(holds(document, span)).toBe(true);
    expect(span.start).toBeGreaterThan(last);
    last = span.start;
  }
  for (const { span, target } of documentLinks(file)) {
    expect(holds(document, span) && span.start < span.end).toBe(true);
    expect(target).not.toBe("");
  }
  for (const offset of offsets) {
    const spans = selectionRange(file, offset);
    expect(spans.at(-1)).toEqual(document);
    spans.forEach((span, i) => {
      expect(span.start <= offset && offset <= span.end).toBe(true);
      const inner = spans[i - 1];
      if (inner) expect(holds(span, inner) && span.end - span.start > inner.end - inner.start).toBe(true);
    });
  }
}

describe("ranges lie in the document and in each other", () => {
  test.each([...examples, ...language, ...mistakes].map((s) => [s.name, s] as const))("%s", (_, { files, root }) => {
    const file = rootOf(open(files, root));
    const { length } = file.def.text;
    well(
      file,
      Array.from({ length: 60 }, (_, i) => Math.round((i * length) / 59)),
    );
  });

  test("of examples with any edits, or cut short", () => {
    const piece = fc.constantFrom(
      "\n",
      "  ",
      "\t",
      "(",
      "[",
      "{",
      "}",
      ",",
      ":",
      "- ",
      "->",
      "#",
      '"',
      "*",
      "\r\n",
      "a: ",
    );
    const texts = examples.map(({ files, root }) => files.get(root) ?? "");
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(fc.record({ at: fc.nat(4000), cut: fc.nat(6), piece }), { minLength: 1, maxLength: 3 }),
        fc.nat(4000),
        (text, edits, to) => {
          let out = text.slice(0, 1 + (to % text.length));
          for (const { at, cut, piece } of edits) {
            const start = at % (out.length + 1);
            out = out.slice(0, start) + piece + out.slice(start + cut);
          }
          well(fileOf(out), [0, to % (out.length + 1), out.length]);
        },
      ),
      fcOptions(120),
    );
  });
});
