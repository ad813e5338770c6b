/**
 * Who may import whom. The table stands here as data, in ARCHITECTURE.md for people and in the tsconfig files for the
 * compiler; these tests compare the three, and every import of src with the table.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { importsOf } from "./harness/imports.ts";

interface Layer {
  readonly imports: readonly string[];
  /** Packages, and `node:` for Node's own modules. */
  readonly packages?: readonly string[];
  /** Folders inside the layer to which its packages are kept. */
  readonly only?: string;
}

const table: Readonly<Record<string, Layer>> = {
  core: { imports: [] },
  library: { imports: [] },
  front: { imports: ["core"], packages: ["yaml"], only: "front/yaml" },
  check: { imports: ["core"] },
  export: { imports: ["core"] },
  ide: { imports: ["core", "check", "front", "library", "export"] },
  protocol: { imports: [] },
  server: {
    imports: ["core", "ide", "export", "protocol"],
    packages: [
      "vscode-languageserver",
      "vscode-languageserver/browser",
      "vscode-languageserver/node",
      "vscode-languageserver-textdocument",
    ],
  },
  client: {
    imports: ["protocol"],
    // Node's own modules in the entry for node only: to follow links.
    packages: [
      "vscode",
      "vscode-languageclient",
      "vscode-languageclient/browser",
      "vscode-languageclient/node",
      "node:",
    ],
  },
  cli: { imports: ["core", "front", "library", "check", "export", "ide"], packages: ["node:"] },
};

const read = (path: string): string => readFileSync(path, "utf8");

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"))
  .sort();

const layerOf = (file: string): string => file.split("/")[0] ?? "";

/** Path inside src → the files of src and the packages that it imports. */
const graph = new Map(
  sources.map((file) => {
    const all = importsOf(read(join("src", file)));
    const files = all.filter((name) => name.startsWith(".")).map((name) => join(dirname(file), name));
    return [file, { files: files.map(normalize), packages: all.filter((name) => !name.startsWith(".")) }] as const;
  }),
);

function wrongImports(): string[] {
  const wrong: string[] = [];
  for (const [file, { files, packages }] of graph) {
    const from = layerOf(file);
    const layer = table[from];
    if (!layer) {
      wrong.push(`src/${from} is in no row of the table`);
      continue;
    }
    for (const target of files) {
      if (!existsSync(join("src", target))) wrong.push(`src/${file} imports ${target}, which is not in src`);
      const to = layerOf(target);
      if (to !== from && !layer.imports.includes(to))
        wrong.push(`src/${file} imports ${target}: ${from} may not import ${to}`);
    }
    for (const name of packages) {
      const allowed = layer.packages?.some((one) => (one.endsWith(":") ? name.startsWith(one) : name === one)) ?? false;
      const here = layer.only === undefined || file.startsWith(`${layer.only}/`);
      if (!allowed || !here) wrong.push(`src/${file} imports the package ${name}`);
    }
  }
  return wrong;
}

/** Each cycle once, as the files along it. */
function cycles(): string[] {
  const found: string[] = [];
  const state = new Map<string, "open" | "done">();
  const path: string[] = [];
  const visit = (file: string): void => {
    state.set(file, "open");
    path.push(file);
    for (const next of graph.get(file)?.files ?? []) {
      if (state.get(next) === "open") found.push([...path.slice(path.indexOf(next)), next].join(" -> "));
      else if (!state.has(next)) visit(next);
    }
    path.pop();
    state.set(file, "done");
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return found;
}

describe("layers", () => {
  test("there are sources to look at", () => {
    expect(sources.length).toBeGreaterThan(5);
  });

  test("every import is in the table", () => {
    expect(wrongImports()).toEqual([]);
  });

  test("core imports nothing outside core", () => {
    const outside = [...graph]
      .filter(([file]) => layerOf(file) === "core")
      .flatMap(([, { files, packages }]) => [...files.filter((target) => layerOf(target) !== "core"), ...packages]);
    expect(outside).toEqual([]);
  });

  test("no files import each other in a circle", () => {
    expect(cycles()).toEqual([]);
  });

  test("the compiler's table is this one", () => {
    const references = Object.fromEntries(
      readdirSync("src").map((layer) => {
        const config = JSON.parse(read(`src/${layer}/tsconfig.json`)) as { references: { path: string }[] };
        return [layer, config.references.map(({ path }) => path.replace("../../src/", "")).sort()];
      }),
    );
    expect(references).toEqual(Object.fromEntries(Object.entries(table).map(([k, v]) => [k, [...v.imports].sort()])));
  });

  test("only the layers that know Node have its types", () => {
    const withNode = readdirSync("src").filter((layer) => read(`src/${layer}/tsconfig.json`).includes('"node"'));
    const known = Object.keys(table).filter((layer) => table[layer]?.packages?.includes("node:"));
    expect(withNode.sort()).toEqual(known.sort());
  });

  test("the table of ARCHITECTURE.md is this one", () => {
    const section = read("ARCHITECTURE.md").split("## Who may import whom")[1]?.split("\n## ")[0] ?? "";
    const rows = [...section.matchAll(/^\| `(\w+)` \| (.*?) \| (.*?) \|$/gm)].map(([, layer, imports, packages]) => [
      layer,
      imports,
      packages,
    ]);
    const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ") || "nothing";
    const expected = Object.entries(table).map(([layer, { imports, packages = [], only }]) => [
      layer,
      list(imports),
      list(packages) + (only ? ` (in \`${only}\`)` : ""),
    ]);
    expect(rows).toEqual(expected);
  });
});

test("every path that ARCHITECTURE.md names is there", () => {
  const names = [...read("ARCHITECTURE.md").matchAll(/`([\w./-]+\/[\w./-]+|\w+\.\w+(?:\.\w+)*)`/g)];
  const packages = Object.values(table).flatMap((layer) => layer.packages ?? []);
  const paths = names.map(([, path = ""]) => path).filter((path) => !packages.includes(path));
  expect(paths.length).toBeGreaterThan(10);
  const missing = paths.filter((path) => !path.includes("CODE") && !existsSync(path) && !existsSync(join("src", path)));
  expect(missing).toEqual([]);
});

describe("importsOf", () => {
  test.each([
    ['import { a } from "./a.ts";', ["./a.ts"]],
    ['import type { A } from "./a.ts";\nimport b, { type C } from "./b.ts";', ["./a.ts", "./b.ts"]],
    ['import {\n  a,\n  b, // from "./no.ts"\n} from "./a.ts";', ["./a.ts"]],
    ['import "./effect.ts";', ["./effect.ts"]],
    ["import * as a from './a.ts'", ["./a.ts"]],
    [
      'export * from "./a.ts";\nexport { b } from "./b.ts";\nexport type { C } from "./c.ts";',
      ["./a.ts", "./b.ts", "./c.ts"],
    ],
    ['const a = await import("./a.ts");\ntype B = import("./b.ts").B;', ["./a.ts", "./b.ts"]],
    ["const a = import(`./a.ts`);", ["./a.ts"]],
    ['// import { a } from "./a.ts"\n/* import "./b.ts"; */\n/** {@link x} */', []],
    ['const text = "// no comment"; import("./a.ts");', ["./a.ts"]],
    ['const re = /["\'`]/; import("./a.ts");', ["./a.ts"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ['const t = `a ${f(`import "./no.ts"`)} // x`;\nexport * from "./a.ts";', ["./a.ts"]],
    ['const fs = require("node:fs");', ["node:fs"]],
    ['export const from = "./no.ts"; const a = x / 2; const b = y / "./c.ts".length;', []],
  ])("reads %j", (text, expected) => {
    expect(importsOf(text)).toEqual(expected);
  });
});
