/** The schema takes every model of ours, refuses simple mistakes, and says of keys what the checker takes as keys. */
import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { keys } from "../../src/ide/keys.ts";
import { createSession } from "../../src/ide/session.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
ajv.addVocabulary(["markdownDescription", "defaultSnippets", "errorMessage"]);
const schema = JSON.parse(readFileSync("schemas/arch.schema.json", "utf8"));
const validate = ajv.compile(schema);

const mistakesIn = (text: string): readonly string[] =>
  validate(parse(text)) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);

const models = ["examples", "examples/broken", "templates", "src/library"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".arch.yaml"))
    .map((name) => `${folder}/${name}`),
);

test.each(models)("%s is valid", (path) => {
  expect(mistakesIn(readFileSync(path, "utf8"))).toEqual([]);
});

test.each([
  ["a section that is empty yet", "model: Net\nparams:\ninputs:\nwhere:\nlayers:\n"],
  ["a file of blocks", "blocks:\n  Norm: BatchNorm2d(eps=0.001)\n  Two:\n    - ReLU\n    - ReLU\n"],
  ["layers in layers", "layers:\n  encoder:\n    stem: ReLU\n    rest:\n      - ReLU\n      - last: ReLU\n"],
  ["several names for one layer", "layers:\n  q, k, v: Chunk(3)\n"],
  ["letters of any script", "params: { größe: 3 }\nlayers:\n  π: Linear(größe)\n"],
])("%s is valid", (_, text) => {
  expect(mistakesIn(text)).toEqual([]);
});

test.each([
  ["a misspelt key", "model: Net\nlayer:\n  a: ReLU\n", ""],
  ["a misspelt key in a block", "blocks:\n  A:\n    layres:\n      - ReLU\n", "/blocks/A"],
  ["a block without layers", "blocks:\n  A: { params: { out: int } }\n", "/blocks/A"],
  ["a key of the file in a block", "blocks:\n  A:\n    sizes: { N: 1 }\n    layers: ReLU\n", "/blocks/A"],
  ["layers that are a number", "layers: 3\n", "/layers"],
  ["a layer that is a number", "layers:\n  a: 3\n", "/layers/a"],
  ["two layers in one item", "layers:\n  - a: ReLU\n    b: ReLU\n", "/layers/0"],
  ["a path as a layer's name", "layers:\n  a.b: ReLU\n", "/layers"],
  ["an input that is no shape", "inputs: { x: 3 }\n", "/inputs/x"],
  ["another version", "shapewright: 2\n", "/shapewright"],
  ["a library file that is not there", "use: { tv: torchvison }\n", "/use/tv"],
  ["an output that is a number", "outputs: 5\n", "/outputs"],
])("%s is none", (_, text, where) => {
  expect(mistakesIn(text).map((told) => told.slice(0, told.indexOf(" ")))).toContain(where);
});

/** What the checker says of the file's shape as YAML; names that an example takes from elsewhere do not matter here. */
const misread = (text: string): readonly string[] => {
  const uri = "file:///models/main.arch.yaml";
  const { problems } = createSession().check({ root: uri, files: new Map([[uri, text]]), folders: ["file:///models"] });
  return problems.filter((p) => /syntax/.test(p.code) || /is no key of/.test(p.message)).map((p) => p.message);
};

describe("the table of keys", () => {
  test.each(keys)(
    "$name: its example reads well, at the root and where else it may stand",
    ({ name, example, where }) => {
      expect(misread(`${example}\n`)).toEqual([]);
      expect(mistakesIn(example)).toEqual([]);
      const layers = name === "layers" ? "" : "\n    layers:\n      - ReLU";
      const block = `blocks:\n  Part:\n    ${example.replaceAll("\n", "\n    ")}${layers}\n`;
      expect([misread(block).length > 0, mistakesIn(block).length > 0]).toEqual([where === "root", where === "root"]);
    },
  );

  test("has every key that the checker knows", () => {
    const known = Object.keys(schema.properties).sort();
    expect(keys.map((key) => key.name).sort()).toEqual(known);
    const source = readFileSync("src/front/yaml/declare.ts", "utf8");
    const [, block = ""] = /const BLOCK_KEYS = \[([^\]]*)\]/.exec(source) ?? [];
    const [, root = ""] = /const ROOT_KEYS = \[([^\]]*)\.\.\.BLOCK_KEYS\]/.exec(source) ?? [];
    const named = (list: string): string[] => [...list.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name).sort();
    expect(named(block)).toEqual(
      keys
        .filter((key) => key.where === "both")
        .map((key) => key.name)
        .sort(),
    );
    expect(named(root)).toEqual(
      keys
        .filter((key) => key.where === "root")
        .map((key) => key.name)
        .sort(),
    );
  });
});
