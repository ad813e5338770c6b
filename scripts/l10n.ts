/**
 * The texts of the extension that are translated: every `l10n.t("…")` of src/client, in English. A translation is a file
 * beside it, `bundle.l10n.LANGUAGE.json`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CALL = /\bl10n\.t\(\s*("(?:[^"\\]|\\.)*")?/g;

export function translatable(root: string): string {
  const folder = join(root, "src/client");
  const texts = new Set<string>();
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".ts")))
    for (const [, literal] of readFileSync(join(folder, name), "utf8").matchAll(CALL)) {
      if (literal === undefined) throw new Error(`${name}: l10n.t is called with something that is no plain string`);
      texts.add(JSON.parse(literal));
    }
  const sorted = [...texts].sort();
  return `${JSON.stringify(Object.fromEntries(sorted.map((text) => [text, text])), undefined, 2)}\n`;
}
