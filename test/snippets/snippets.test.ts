/** Every snippet and every template is a model that the checker has nothing against, or a part of one. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createSession } from "../../src/ide/session.ts";

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: string | readonly string[];
}

const snippets = JSON.parse(readFileSync("snippets/shapewright.json", "utf8")) as Readonly<Record<string, Snippet>>;

/** What stands in the editor when nothing is changed at any stop: two spaces a level, as the language's settings say. */
function inserted({ body }: Snippet): string {
  let text = typeof body === "string" ? body : body.join("\n");
  text = text.replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1").replace(/\$\{\d+:([^{}]*)\}/g, "$1");
  text = text.replace(/\$\d+/g, "").replaceAll("\t", "  ");
  if (/\$\{/.test(text)) throw new Error(`A stop is left in ${text}`);
  return text;
}

const problemsOf = (text: string, uri = "file:///models/main.arch.yaml") => {
  const files = new Map([
    [uri, text],
    ["file:///models/resnet.arch.yaml", readFileSync("examples/resnet.arch.yaml", "utf8")],
  ]);
  const { problems, missing } = createSession().check({ root: uri, files, folders: ["file:///models"] });
  expect(missing).toEqual([]);
  return problems.filter((p) => p.uri === uri);
};

/** Where a snippet is meant to be used: `‹›` is the cursor, with the indentation that the editor gives to its lines. */
const image = "model: Host\ninputs: { image: [N, 64, H, W], mate: [N, 32, H, W] }\n";
const tokens = "model: Host\ninputs: { image: [N, T, 64] }\n";
const chain = `${image}params: { norm: true }\nlayers:\n  a: image -> ‹›\n`;
const hosts: Readonly<Record<string, string>> = {
  Model: "‹›",
  Blocks: `${image}‹›\nlayers:\n  a: ConvBlock(image, 8)\n`,
  Block: `${image}blocks:\n  ‹›\nlayers:\n  a: ConvBlock(image, 8)\n`,
  "Block of several inputs": `${image}blocks:\n  ‹›\nlayers:\n  a: Join(image, mate, 8)\n`,
  "U-Net double convolution": `${image}blocks:\n  ‹›\nlayers:\n  a: DoubleConv(image, 8)\n`,
  "U-Net up block":
    "model: Host\ninputs: { image: [N, 64, H, W], mate: [N, 32, 2*H, 2*W] }\nblocks:\n  ‹›\nlayers:\n  a: Up(image, mate, 8)\n",
  "Residual block": `${image}blocks:\n  ‹›\nlayers:\n  a: Residual(image, 8, stride=2)\n`,
  "Attention block": `${tokens}blocks:\n  ‹›\nlayers:\n  a: Attention(image, heads=4)\n`,
  "Feed-forward": `${tokens}layers:\n  a: ‹›\n`,
  "Expected shape": `${chain.replace("‹›", "ReLU ‹›")}`,
  Sizes: "model: Host\ninputs: { image: [N, 64, H, W] }\n‹›\nlayers:\n  a: ReLU\n",
  Where: `${image}‹›\nlayers:\n  a: image -> MaxPool2d(16)\n`,
  "Use a file": `${image}‹›\nlayers:\n  a: resnet.Bottleneck(image, 16)\n`,
  "Use torchvision": `${image}where: [H >= 64, W >= 64]\n‹›\nlayers:\n  a: image -> Conv2d(3, 1) -> tv.ResNet(_, depth=18)\n`,
  Weights: `${tokens}‹›\nlayers:\n  a: cls -> Expand(N, 1, 64)\n  b: Concat(a, image)\n`,
};

describe("snippets", () => {
  test.each(Object.entries(snippets))("%s", (name, snippet) => {
    const host = hosts[name] ?? chain;
    const indent = /( *)‹›/.exec(host)?.[1] ?? "";
    const deeper = /^ *‹›/m.test(host) ? `\n${indent}` : "\n";
    const text = host.replace("‹›", inserted(snippet).replaceAll("\n", deeper).replaceAll("$", "$$$$"));
    expect(problemsOf(text).filter((p) => p.severity === "error" || p.code === "redundant-bias")).toEqual([]);
    expect(snippet.description).toMatch(/^[A-Z].*[^.]$/);
  });

  test("no two have one prefix, and every host has its snippet", () => {
    const prefixes = Object.values(snippets).map((s) => s.prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    expect(Object.keys(hosts).filter((name) => !Object.hasOwn(snippets, name))).toEqual([]);
  });
});

describe("templates", () => {
  test.each(readdirSync("templates"))("%s", (name) => {
    const text = readFileSync(`templates/${name}`, "utf8");
    expect(problemsOf(text)).toEqual([]);
    expect(text).toMatch(/^# [A-Z][^\n.]*\n# [A-Z][^\n]*\.\n(?!#)/);
    expect(text.split("\n").length).toBeLessThan(50);
  });
});
