import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readYaml } from "../../../src/front/yaml/read.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlTree } from "../../../src/front/yaml/tree.ts";
import { fcOptions } from "../../harness/fuzz.ts";
import { anEdit, edited, MODELS } from "./edits.ts";

/** Every node of a tree. */
function nodesOf(tree: YamlTree): Set<YamlNode> {
  const out = new Set<YamlNode>();
  const todo: (YamlNode | undefined)[] = [tree.root];
  while (todo.length > 0) {
    const node = todo.pop();
    if (!node) continue;
    out.add(node);
    if (node.kind === "map") todo.push(...node.entries.map((e) => e.value));
    if (node.kind === "seq") todo.push(...node.items.map((e) => e.value));
  }
  return out;
}

const LISTS = `inputs: # all
  x: [N,
    8]
layers:
- a: ReLU
- b: X
  # c
- ReLU -> x
-
  z: x
  y: w
- - a
  - |+
    x

# d
- q: "x
     y"
outputs: x
`;

const MODEL = MODELS[0]?.text ?? "";
const STARTS: readonly string[] = [
  ...MODELS.map((model) => model.text),
  LISTS,
  LISTS.replaceAll("\n", "\r\n"),
  MODEL.replaceAll("\n", "\r\n"),
  `\ufeff${MODEL}`,
  `---\n${MODEL}`,
];

test("after any edits the tree is that of a fresh reading", () => {
  fc.assert(
    fc.property(fc.constantFrom(...STARTS), fc.array(anEdit, { minLength: 20, maxLength: 60 }), (start, edits) => {
      let text = start;
      let previous = text;
      let tree = readYaml(text);
      for (const edit of edits) {
        const next = edited(text, edit, previous);
        previous = text;
        text = next;
        tree = readYaml(text, tree);
        const fresh = readYaml(text);
        if (!isDeepStrictEqual(tree, fresh)) expect(tree).toStrictEqual(fresh);
      }
    }),
    fcOptions(260),
  );
});

test("one edit of a whole model is that of a fresh reading, whatever model it is", () => {
  fc.assert(
    fc.property(anEdit, (edit) => {
      for (const { text } of MODELS) {
        const now = edited(text, edit, text);
        const tree = readYaml(now, readYaml(text));
        const fresh = readYaml(now);
        if (!isDeepStrictEqual(tree, fresh)) expect(tree).toStrictEqual(fresh);
      }
    }),
    fcOptions(100),
  );
});

const entry = (map: YamlNode | undefined, key: string): YamlEntry => {
  const found = (map as YamlMap).entries.find((e) => e.key.text === key);
  if (!found) throw new Error(`no entry ${key}`);
  return found;
};

function layered(count: number): string {
  const layers = Array.from({ length: count }, (_, i) => `  l${i}: Conv2d(64, 3, padding=1) -> ReLU\n`);
  return `model: M\ninputs:\n  x: [N, 3, H, W]\nlayers:\n${layers.join("")}outputs: l0\n`;
}

test("typing in one layer keeps every other node", () => {
  const text = layered(1000);
  const before = readYaml(text);
  const at = text.indexOf("l500:") + 15;
  const now = readYaml(`${text.slice(0, at)}8${text.slice(at)}`, before);
  const old = nodesOf(before);
  const fresh = [...nodesOf(now)].filter((node) => !old.has(node));
  // The line, the layers and the file.
  expect(fresh.map((node) => node.kind).sort()).toEqual(["map", "map", "scalar"]);
  expect(entry(entry(now.root, "layers").value, "l500").value).toMatchObject({
    text: "Conv2d(648, 3, padding=1) -> ReLU",
  });
});

test.each([
  ["a line inserted", (text: string) => text.replace("  l5:", "  new: ReLU\n  l5:"), 3],
  ["a line removed", (text: string) => text.replace(/ {2}l5:.*\n/, ""), 2],
  ["a line half typed", (text: string) => text.replace("  l5:", "  ne\n  l5:"), 2],
  ["a comment above", (text: string) => text.replace("  l5:", "  # a note\n  l5:"), 2],
  ["two lines swapped", (text: string) => text.replace(/( {2}l5:.*\n)( {2}l6:.*\n)/, "$2$1"), 2],
])("%s keeps the other lines", (_, change, fresh) => {
  const text = layered(20);
  const before = readYaml(text);
  const old = nodesOf(before);
  const now = readYaml(change(text), before);
  expect([...nodesOf(now)].filter((node) => !old.has(node))).toHaveLength(fresh);
  const entries = new Set((entry(before.root, "layers").value as YamlMap).entries);
  const kept = (entry(now.root, "layers").value as YamlMap).entries.filter((e) => entries.has(e));
  expect(kept.length).toBeGreaterThanOrEqual(19);
});

test("the same text is the same tree", () => {
  const before = readYaml(layered(3));
  expect(readYaml(layered(3), before)).toBe(before);
});

test("nodes that are kept through many edits do not keep the texts of those edits", () => {
  let text = layered(2000);
  let tree = readYaml(text);
  const size = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  for (let i = 0; i < 50; i++)
    tree = readYaml((text = text.replace(`l${i}: Conv2d(64, 3`, `l${i}: Conv2d(64, 5`)), tree);
  const before = size();
  for (let i = 50; i < 1000; i++)
    tree = readYaml((text = text.replace(`l${i}: Conv2d(64, 3`, `l${i}: Conv2d(64, 5`)), tree);
  // A text of each edit would be 90 MB.
  expect(size() - before).toBeLessThan(45e6);
  expect(tree).toStrictEqual(readYaml(text));
});
