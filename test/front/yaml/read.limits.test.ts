/** Files that are made to do harm: each is read calmly, with a bounded number of problems. */
import { expect, test } from "vitest";
import { readYaml } from "../../../src/front/yaml/read.ts";
import type { YamlMap } from "../../../src/front/yaml/tree.ts";
import { problemsOf } from "./show.ts";

const NESTED: readonly (readonly [string, (depth: number) => string, boolean])[] = [
  ["[", (n) => `a: ${"[".repeat(n)}\nb: 1\n`, true],
  ["[ closed", (n) => `a: ${"[".repeat(n)}${"]".repeat(n)}\nb: 1\n`, true],
  ["{a: ", (n) => `a: ${"{a: ".repeat(n)}\nb: 1\n`, true],
  ["{a: closed", (n) => `a: ${"{a: ".repeat(n)}1${"}".repeat(n)}\nb: 1\n`, true],
  ["- ", (n) => `a:\n  ${"- ".repeat(n)}x\nb: 1\n`, true],
  ["- a: ", (n) => `a:\n  ${"- a: ".repeat(n)}x\nb: 1\n`, false],
  ["? ", (n) => `${"? ".repeat(n)}x\nb: 1\n`, false],
  ["a: ", (n) => `${"a: ".repeat(n)}x\nb: 1\n`, false],
  ["{ a: 1 b: 2 b: 2 …", (n) => `a: { a: 1${" b: 2".repeat(n)} }\nb: 1\n`, false],
  ["(", (n) => `a: { c: ${"(".repeat(n)}, d: 1 }\nb: 1\n`, false],
  ["&a ", (n) => `a: ${"&a ".repeat(n)}x\nb: 1\n`, false],
];

test.each(NESTED)("%s, nested ten to a hundred thousand times, three times over", (_, text, deep) => {
  for (const n of [10, 1000, 100_000]) {
    for (let time = 0; time < 3; time++) {
      const tree = readYaml(text(n));
      const { entries } = tree.root as YamlMap;
      expect(entries.at(-1)).toMatchObject({ key: { text: "b" }, value: { text: "1" } });
      if (deep && n > 64) {
        expect(problemsOf(tree)).toHaveLength(1);
        expect(problemsOf(tree)[0]?.message).toContain("deeper than 64");
      }
    }
  }
});

test("indentation that goes on and on", () => {
  const text = Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n");
  const problems = problemsOf(readYaml(`${text}\nb: 1\n`));
  expect(problems.map((p) => p.message)).toEqual([expect.stringContaining("deeper than 64")]);
});

test("strings that nothing closes, each indented further", () => {
  const text = Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a: "x`).join("\n");
  const tree = readYaml(`${text}\nb: 1\n`);
  expect((tree.root as YamlMap).entries.at(-1)?.key.text).toBe("b");
});

test("aliases and merge keys are told and never followed", () => {
  const bomb = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`).join("\n");
  const bombed = readYaml(`a0: &a0 x\n${bomb}\n`);
  expect((bombed.root as YamlMap).entries).toHaveLength(31);
  const merge = `base: &b\n${Array.from({ length: 3000 }, (_, i) => `  k${i}: 1\n`).join("")}`;
  const uses = Array.from({ length: 3000 }, (_, i) => `u${i}:\n  <<: *b\n`).join("");
  const merged = readYaml(merge + uses);
  expect((merged.root as YamlMap).entries).toHaveLength(3001);
  expect(problemsOf(merged)).toHaveLength(3001);
});

test("a hundred thousand keys, the same one and others", () => {
  const keys = Array.from({ length: 100_000 }, (_, i) => `  k${i % 50_000}: ReLU\n`).join("");
  const tree = readYaml(`layers:\n${keys}`);
  const layers = (tree.root as YamlMap).entries[0]?.value as YamlMap;
  expect(layers.entries).toHaveLength(100_000);
  expect(problemsOf(tree)).toEqual([]);
});

test.each([
  ["ten megabytes", "a: ReLU -> ReLU -> ReLU\n".repeat(450_000)],
  ["one line of ten megabytes", `a: ${"x".repeat(10_000_000)}`],
  ["a million blank lines", "\n".repeat(1_000_000)],
  ["a million blank lines that end in \\r", "\r".repeat(1_000_000)],
])("%s are not read, and that is told once", (_, text) => {
  const tree = readYaml(text);
  expect(tree.root).toBeUndefined();
  expect(tree.problems).toHaveLength(1);
  expect(tree.problems[0]?.code).toBe("file-too-large");
  expect(tree.problems[0]?.end).toBeLessThanOrEqual(200);
});

test.each([
  ["broken lines", "  b\n"],
  ["items among entries", "  - x\n"],
  ["comments within a chain", "     # x\n     -> ReLU\n"],
  ["unclosed brackets", "  b: [1\n"],
  ["unclosed quotes", '  b: "x\n'],
  ["keys without a space", "  b:x\n"],
  ["tabs", "\tb: x\n"],
  ["directives", "%a\n"],
  ["merge conflicts", "<<<<<<< a\n=======\n>>>>>>> b\n"],
])("twenty thousand %s take time in proportion", (_, line) => {
  const text = `layers:\n  a: ReLU\n${line.repeat(20_000)}z: 1\n`;
  const tree = readYaml(text);
  expect((tree.root as YamlMap).entries.at(-1)?.key.text).toBe("z");
  expect(problemsOf(tree).length).toBeGreaterThan(1000);
});

test.each([["\0"], ["\ud800"], ["\udfff\ud800"], ["__proto__"], ["constructor"]])(
  "a name and a value like %j are text",
  (odd) => {
    const { root } = readYaml(`${odd}: ${odd}\nb: 1\n`);
    expect((root as YamlMap).entries.map((e) => e.key.text)).toEqual([odd, "b"]);
    expect((root as YamlMap).entries[0]?.value).toMatchObject({ text: odd });
  },
);
