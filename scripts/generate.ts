/**
 * Writes the TypeScript modules that hold other files as text: the page of every diagnostic code, and the models of the
 * built-in library. So the editor, the tests and the bundles read them alike, and none needs a file system. Beside them,
 * what the extension's manifest lists of the code.
 * `npm run generate` after editing one of those files; a test says when it was forgotten.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { translatable } from "./l10n.ts";
import { manifest } from "./manifest.ts";

interface Source {
  readonly target: string;
  readonly folder: string;
  readonly ending: string;
  readonly name: string;
  readonly doc: string;
}

const sources: readonly Source[] = [
  {
    target: "src/check/pages.ts",
    folder: "src/check/rules",
    ending: ".md",
    name: "pages",
    doc: "The page of every code, in Markdown.",
  },
  {
    target: "src/library/files.ts",
    folder: "src/library",
    ending: ".arch.yaml",
    name: "files",
    doc: "The models and blocks of the built-in library, by the name that `use` gives them.",
  },
];

const printed = (root: string, { folder, ending, name, doc }: Source): string => {
  const path = join(root, folder);
  const found = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith(ending)) : [];
  const entries = found.sort().map((file) => {
    const text = readFileSync(join(path, file), "utf8").replaceAll("\r\n", "\n");
    return `  ${JSON.stringify(file.slice(0, -ending.length))}: ${JSON.stringify(text)},\n`;
  });
  return [
    `// Written by \`npm run generate\` from ${folder}/*${ending}.\n`,
    `/** ${doc} */\n`,
    `export const ${name}: Readonly<Record<string, string>> = {${entries.length > 0 ? `\n${entries.join("")}` : ""}};\n`,
  ].join("");
};

/** Path → the text that it should have. */
export function generated(root: string): ReadonlyMap<string, string> {
  const texts = new Map(sources.map((source) => [source.target, printed(root, source)]));
  if (!existsSync(join(root, "src/client"))) return texts;
  return texts.set("package.json", manifest(root)).set("l10n/bundle.l10n.json", translatable(root));
}

/** Writes what is not current, and says what that was. */
export function writeGenerated(root: string): readonly string[] {
  const written: string[] = [];
  for (const [path, text] of generated(root)) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    writeFileSync(file, text);
    written.push(path);
  }
  return written;
}

export function main(): number {
  const written = writeGenerated(".");
  console.log(written.length > 0 ? `Written: ${written.join(", ")}` : "Everything is current.");
  return 0;
}
