/**
 * Writes what the documentation says of the catalogue, the codes and the command line: the pages that follow from the
 * registries, the picture, the schema, and the output within pages that people write. `npm run generate` runs it after the modules
 * are written, so that it sees them.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ops } from "../src/core/ops/index.ts";
import { diagnosticsPage } from "./docs/diagnostics.ts";
import { operatorsPage } from "./docs/operators.ts";
import { withOutputs } from "./docs/outputs.ts";
import { picture } from "./docs/picture.ts";
import { schemaText } from "./docs/schema.ts";
import { withSettings } from "./docs/settings.ts";
import { outputOf } from "./docs/terminal.ts";

const BROKEN = "check examples/broken/unet.arch.yaml";

/** Path → the text that it should have. */
export function documentation(root: string): ReadonlyMap<string, string> {
  const read = (path: string): string => readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
  const derived = new Map([
    ["docs/operators.md", operatorsPage([...ops.values()])],
    ["schemas/arch.schema.json", schemaText()],
    ["docs/diagnostics.md", diagnosticsPage(read("src/check/codes.ts"))],
    [
      "docs/unet-error.svg",
      picture(
        `shapewright ${BROKEN}`,
        outputOf(root, BROKEN, true),
        "Shapewright finds that a skip connection of a U-Net is one row larger than what it is joined with, and says for which sizes it would fit.",
        96,
      ),
    ],
  ]);
  const pages = readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`);
  const settings = (page: string): string => withSettings(page, read("package.json"), read("package.nls.json"));
  for (const path of ["README.md", ...pages])
    if (!derived.has(path)) derived.set(path, withOutputs(root, settings(read(path))));
  return derived;
}

export function main(): number {
  const written: string[] = [];
  for (const [path, text] of documentation(".")) {
    let old = "";
    try {
      old = readFileSync(path, "utf8");
    } catch {
      // It is written for the first time.
    }
    if (old === text) continue;
    writeFileSync(path, text);
    written.push(path);
  }
  console.log(written.length > 0 ? `Written: ${written.join(", ")}` : "The documentation is current.");
  return 0;
}
