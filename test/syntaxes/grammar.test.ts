/**
 * The colours that stand before the server answers. The models beside this file have the scopes of their tokens written
 * under them; the snapshot holds those of a whole example.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, test } from "vitest";
import { createRegistry } from "vscode-tmgrammar-test/dist/common/index.js";

const require = createRequire(import.meta.url);
const own = "syntaxes/shapewright.tmLanguage.json";
const yaml = require.resolve("tm-grammars/grammars/yaml.json");

type Grammar = NonNullable<Awaited<ReturnType<ReturnType<typeof createRegistry>["loadGrammar"]>>>;
let grammar: Grammar;
beforeAll(async () => {
  const registry = createRegistry([
    { path: own, scopeName: "source.shapewright" },
    { path: yaml, scopeName: "source.yaml" },
  ]);
  const loaded = await registry.loadGrammar("source.shapewright");
  if (!loaded) throw new Error(`${own} cannot be read.`);
  grammar = loaded;
});

interface Token {
  readonly text: string;
  /** From the outermost in, without the grammar's own. */
  readonly scopes: readonly string[];
}

function tokensOf(text: string): Token[][] {
  let stack: Parameters<Grammar["tokenizeLine"]>[1] = null;
  return text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.map((t) => ({ text: line.slice(t.startIndex, t.endIndex), scopes: t.scopes.slice(1) }));
  });
}

/** One line a token, below the line that it stands in. */
const printed = (text: string): string =>
  tokensOf(text)
    .flatMap((tokens) => [
      tokens.map((t) => t.text).join(""),
      ...tokens
        .filter((t) => t.text.trim() !== "")
        .map((t) => `    ${t.text.trim()}  ${t.scopes.map((s) => s.replace(/\.shapewright$/, "")).join(" ")}`),
    ])
    .join("\n");

describe("scopes", () => {
  test.each(readdirSync("test/syntaxes").filter((name) => name.endsWith(".arch.yaml")))("%s", (name) => {
    const command = require.resolve("vscode-tmgrammar-test/dist/unit.js");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [command, "--compact", "-g", own, "-g", yaml, `test/syntaxes/${name}`],
      { encoding: "utf8" },
    );
    expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
  });

  test("of a whole example", async () => {
    await expect(printed(readFileSync("examples/unet.arch.yaml", "utf8"))).toMatchFileSnapshot("unet.scopes");
  });
});

const examples = readdirSync("examples").filter((name) => name.endsWith(".arch.yaml"));
const read = (name: string): string => readFileSync(`examples/${name}`, "utf8").replaceAll("\r\n", "\n");

test.each(examples)("every word of %s has a scope of the language", (name) => {
  const bare = tokensOf(read(name))
    .flat()
    .filter((t) => t.text.trim() !== "" && !t.scopes.some((s) => !s.startsWith("meta.") && s.endsWith(".shapewright")));
  expect(bare).toEqual([]);
});

test.each(examples)("cutting a layer of %s anywhere leaves the colours of the lines after it", (name) => {
  const lines = read(name).split("\n");
  // `meta` scopes have no colour.
  const colours = (text: string, from: number): Token[][] =>
    tokensOf(text)
      .slice(from)
      .map((line) =>
        line
          .filter((t) => t.text.trim() !== "")
          .map((t) => ({ ...t, scopes: t.scopes.filter((s) => !s.startsWith("meta.")) })),
      );
  for (const [at, line] of lines.entries()) {
    // A line that others continue, or that opens a section, has a say in what follows.
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    const deeper = /^( *)\S/.exec(lines[at + 1] ?? "")?.[1]?.length ?? 0;
    if (indent === 0 || deeper > indent || line.trim() === "") continue;
    const whole = colours(lines.join("\n"), at + 1);
    for (let end = indent + 1; end < line.length; end += 7) {
      const cut = [...lines.slice(0, at), line.slice(0, end), ...lines.slice(at + 1)].join("\n");
      expect(colours(cut, at + 1), line.slice(0, end)).toEqual(whole);
    }
  }
});
