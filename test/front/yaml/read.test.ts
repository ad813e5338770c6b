import fc from "fast-check";
import { expect, test } from "vitest";
import { isMap, isScalar, isSeq, type Node, parseDocument, Scalar } from "yaml";
import { readYaml } from "../../../src/front/yaml/read.ts";
import type { YamlNode, YamlScalar } from "../../../src/front/yaml/tree.ts";
import { fcOptions } from "../../harness/fuzz.ts";
import { anEdit, edited, MODELS } from "./edits.ts";
import { docsOf, problemsOf, type Shown, shown } from "./show.ts";

/** What `yaml` reads, as pairs, so that keys may come twice. */
function theirs(node: Node | null): unknown {
  if (isMap<Node, Node>(node)) return node.items.map((p) => [theirs(p.key), theirs(p.value)]);
  if (isSeq<Node>(node)) return node.items.map(theirs);
  if (!isScalar(node)) return null;
  if (node.range && node.range[0] === node.range[1]) return null;
  return node.type === Scalar.PLAIN ? node.source : JSON.stringify(node.value);
}

/** The same of a tree: a line break in plain text is a space, and each further one a break. */
function ours(node: YamlNode | undefined): unknown {
  if (!node) return null;
  if (node.kind === "map") return node.entries.map((e) => [ours(e.key), ours(e.value)]);
  if (node.kind === "seq") return node.items.map((item) => ours(item.value));
  if (node.style !== "plain") return JSON.stringify(node.text);
  return node.text.replace(/[ \t]*\r?\n(?:[ \t]*\r?\n)*[ \t]*/g, (gap) => {
    const breaks = gap.split("\n").length - 1;
    return breaks === 1 ? " " : "\n".repeat(breaks - 1);
  });
}

function agrees(text: string): void {
  const document = parseDocument(text, { uniqueKeys: false, stringKeys: true, schema: "failsafe" });
  expect(document.errors).toEqual([]);
  expect(ours(readYaml(text).root)).toEqual(theirs(document.contents as Node | null));
}

test.each(MODELS)("$name is read without a problem, as `yaml` reads it", ({ text }) => {
  expect(problemsOf(readYaml(text))).toEqual([]);
  agrees(text);
});

const word = fc.constantFrom(
  "a",
  "b",
  "conv",
  "x1",
  "q, k",
  "Conv2d(3)",
  "H - 2*h",
  '1 if a == "b" else 0',
  "a -> b",
  "é",
  "...x",
);
const flowWord = fc.constantFrom("a", "N", "C // 2", "1", "2*h", "int", '"s, t"', "'it''s'", '"\\u00e9\\n"');
const quoted = fc.constantFrom('"x"', '""', "'it''s'", '"a: b # c"', '"\\t\\x41"', "'[1, 2'");

/** The lines of a valid value, the first of which stands beside its key; all but it are indented by `indent`. */
const value = fc.letrec<{ flow: string; block: (indent: number) => string; value: (indent: number) => string }>(
  (tie) => ({
    flow: fc.oneof(
      { depthSize: "small" },
      flowWord,
      fc.array(tie("flow"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
      fc
        .array(fc.tuple(fc.constantFrom("a", "b", "18", '"k"'), tie("flow")), { maxLength: 3 })
        .map((pairs) => (pairs.length === 0 ? "{}" : `{ ${pairs.map(([k, v]) => `${k}: ${v}`).join(", ")} }`)),
    ),
    block: fc.oneof(
      { depthSize: "small" },
      fc
        .array(fc.tuple(word, tie("value"), fc.constantFrom("", "\n", "# note\n", "   # deep\n")), {
          minLength: 1,
          maxLength: 4,
        })
        .map(
          (pairs) => (indent: number) =>
            pairs.map(([k, v, gap]) => `${gap}${" ".repeat(indent)}${k}:${v(indent)}`).join("\n"),
        ),
      fc
        .array(fc.tuple(tie("value"), fc.constantFrom("", "\n", "# note\n")), { minLength: 1, maxLength: 4 })
        .map(
          (items) => (indent: number) => items.map(([v, gap]) => `${gap}${" ".repeat(indent)}-${v(indent)}`).join("\n"),
        ),
    ),
    value: fc.oneof(
      { depthSize: "small" },
      word.map((w) => () => ` ${w.replace(/^\.\.\./, "d")}`),
      word.map((w) => () => `   ${w}  # beside`),
      fc.tuple(word, word, fc.constantFrom("\n", "\n\n")).map(
        ([a, b, gap]) =>
          (indent: number) =>
            ` ${a}${gap}${" ".repeat(indent + 3)}${b}`,
      ),
      quoted.map((q) => () => ` ${q}`),
      quoted.map((q) => () => ` ${q} # beside`),
      tie("flow").map((f) => () => ` ${f}`),
      tie("flow").map(
        (f) => (indent: number) => ` [ a,\n${" ".repeat(indent + 2)}${f}, # in it\n${" ".repeat(indent + 1)}]`,
      ),
      fc
        .constantFrom("|", ">-", "|+")
        .map(
          (h) => (indent: number) => ` ${h}\n${" ".repeat(indent + 2)}some # text\n${" ".repeat(indent + 2)}- more: x`,
        ),
      fc.constant(() => ""),
      tie("block").map((b) => (indent: number) => `\n${b(indent + 2)}`),
    ),
  }),
);

test("valid documents are read as `yaml` reads them", () => {
  fc.assert(
    fc.property(value.block, fc.constantFrom("\n", "\r\n"), (block, lineBreak) => {
      const text = `${block(0)}\n`.replaceAll("\n", lineBreak);
      fc.pre(parseDocument(text, { uniqueKeys: false, schema: "failsafe" }).errors.length === 0);
      agrees(text);
      expect(problemsOf(readYaml(text))).toEqual([]);
    }),
    fcOptions(1500),
  );
});

/** Calls with each node, and with each key, and where it stands. */
function places(
  node: YamlNode | undefined,
  at: number,
  visit: (node: YamlNode | YamlScalar, at: number) => void,
): void {
  if (!node) return;
  visit(node, at);
  if (node.kind === "scalar") return;
  let last = at;
  const children = node.kind === "map" ? node.entries : node.items;
  children.forEach((child, i) => {
    const start = at + (node.starts[i] ?? Number.NaN);
    expect(start).toBeGreaterThanOrEqual(last);
    expect(child.length).toBeGreaterThanOrEqual(child.valueAt + (child.value?.length ?? 0));
    last = start + child.length;
    const entry = node.kind === "map" ? node.entries[i] : undefined;
    if (entry) visit(entry.key, start);
    places(child.value, start + child.valueAt, visit);
  });
  expect(last).toBeLessThanOrEqual(at + node.length);
}

test.each([
  ["line feeds", (text: string) => text],
  ["CRLF", (text: string) => text.replaceAll("\n", "\r\n")],
  ["a byte order mark", (text: string) => `\ufeff${text}`],
  ["lone returns", (text: string) => text.replaceAll("\n", "\r")],
  ["characters of two units", (text: string) => `# \u{1f600}\n${text.replaceAll("# ", "# \u{1f600} \ud800 ")}`],
])("with %s every scalar stands where its text stands", (_, change) => {
  for (const model of MODELS) {
    const text = change(model.text);
    const tree = readYaml(text);
    expect(problemsOf(tree)).toEqual([]);
    expect(shown(tree.root)).toEqual(shown(readYaml(model.text).root));
    let seen = 0;
    places(tree.root, tree.rootAt, (node, at) => {
      seen++;
      const source = text.slice(at, at + node.length);
      if (node.kind !== "scalar") expect(source).toBe(source.trim());
      else if (node.style === "plain") expect(source.replace(/\r(?!\n)/g, "\n")).toBe(node.text);
      else expect(source.slice(1, -1)).toBe(node.text);
    });
    expect(seen).toBeGreaterThan(10);
  }
});

test("whatever the text, every place lies within it and within its parent", () => {
  fc.assert(
    fc.property(fc.nat(MODELS.length - 1), fc.array(anEdit, { maxLength: 30 }), (which, edits) => {
      let text = MODELS[which]?.text ?? "";
      for (const edit of edits) text = edited(text, edit, text);
      const tree = readYaml(text);
      places(tree.root, tree.rootAt, (node, at) => {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at + node.length).toBeLessThanOrEqual(text.length);
      });
      for (const p of problemsOf(tree)) {
        expect(p.start).toBeGreaterThanOrEqual(0);
        expect(p.end).toBeGreaterThanOrEqual(p.start);
        expect(p.end).toBeLessThanOrEqual(text.length);
      }
    }),
    fcOptions(200),
  );
});

const DOCUMENTED = `# Of the file.
model: M  # beside it

# Not directly above.

inputs:
  # One.
  # Two.
  x: [N, 8]   # three
  y: [
    N, # inside
  ]           # after
layers:       # a list
    # deeper than the item
  - ReLU      # first
  # above
  - conv: Conv2d(3)
  - Flatten
`;

test("comments above and beside document", () => {
  expect(docsOf(readYaml(DOCUMENTED))).toEqual({
    model: "Of the file.\nbeside it",
    x: "One.\nTwo.\nthree",
    y: "after",
    layers: "a list",
    0: "first",
    1: "above",
    conv: "above",
  });
});

test("strings say what they say in YAML, and keep the length of their source", () => {
  const text = 'a: "x\\n\\u0041"\nb: \'it\'\'s\'\nc: "over\n  lines"\nd: |\n  block\n    more\ne: "\\q"\n';
  const { root } = readYaml(text);
  const read: Shown = { a: '"x\\nA"', b: '"it\'s"', c: '"over lines"', d: '"block\\n  more\\n"', e: '"\\\\q"' };
  expect(shown(root)).toEqual(read);
  places(root, 0, (node, at) => {
    if (node.kind === "scalar" && node.style === "double") expect(text.slice(at, at + node.length)).toMatch(/^".*"$/s);
  });
  expect(problemsOf(readYaml(text)).map((p) => text.slice(p.start, p.end))).toEqual(['"\\q"']);
});
