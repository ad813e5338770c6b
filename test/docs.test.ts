/**
 * The documentation is true: every model in it is checked as a fixture, with what is written under its lines; links lead
 * to files and headings that are there; commands are those of the package.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { checkFixture } from "./harness/fixture.ts";

const FENCE = /^```yaml\n([\s\S]*?)^```$/gm;
const read = (path: string): string => readFileSync(path, "utf8");

const pages = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** Other models are found as if the page stood in `examples`. */
const options = {
  uri: "file:///project/examples/main.arch.yaml",
  folders: ["file:///work"],
  files: new Map(
    readdirSync("examples")
      .filter((name) => name.endsWith(".arch.yaml"))
      .map((name) => [`file:///project/examples/${name}`, read(`examples/${name}`)]),
  ),
};

describe.each(pages)("%s", (path) => {
  const examples = [...read(path).matchAll(FENCE)].map((match) => match[1] ?? "");
  for (const [index, text] of examples.entries()) {
    const title = text.split("\n").find((line) => line.startsWith("model:")) ?? "";
    test(`model ${index + 1} does as it says (${title})`, () => {
      const update = (marked: string): void => {
        let n = 0;
        writeFileSync(
          path,
          read(path).replace(FENCE, (fence) => (n++ === index ? `\`\`\`yaml\n${marked}\`\`\`` : fence)),
        );
      };
      expect(checkFixture(text, { ...options, update }).variants.length).toBeGreaterThan(0);
    });
  }

  test("its links lead somewhere", () => {
    expect(brokenLinks(path)).toEqual([]);
  });

  test("its npm commands are in package.json", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...read(path).matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

const proseOf = (path: string): string => read(path).replace(/^```[\s\S]*?^```$/gm, "");

/** As the anchors of rendered headings are made: lower case, spaces to hyphens, other signs left out. */
const anchorsOf = (path: string): readonly string[] =>
  [...proseOf(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

function brokenLinks(path: string): string[] {
  const links = [...proseOf(path).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
  return links
    .filter(([, file = "", anchor]) => {
      const target = file === "" ? path : normalize(join(dirname(path), file));
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    })
    .map(([link]) => link);
}

test("every page of docs is reached from README.md", () => {
  const text = pages.map(read).join("\n");
  const lost = readdirSync("docs").filter((name) => !text.includes(name));
  expect(lost).toEqual([]);
});
