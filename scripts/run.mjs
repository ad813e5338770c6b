// Runs scripts/NAME.ts with the arguments that follow: Node 20 reads no types, so the script is bundled first.
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...args] = process.argv.slice(2);
if (!name) throw new Error("usage: node scripts/run.mjs NAME [ARGUMENT…]");

// Inside node_modules, so that packages are found and no tool looks at it.
const folder = join(root, "node_modules", ".cache", "shapewright");
const outfile = join(folder, `${name}-${process.pid}.mjs`);
mkdirSync(folder, { recursive: true });
process.chdir(root);
process.on("exit", () => rmSync(outfile, { force: true }));

await build({
  entryPoints: [join(root, "scripts", `${name}.ts`)],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "error",
});
process.setSourceMapsEnabled(true);
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(args);
