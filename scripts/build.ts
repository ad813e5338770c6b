/** Writes everything that a user installs: `dist/cli.js`, one file without dependencies. */
import { chmodSync } from "node:fs";
import { build } from "esbuild";
import { writeGenerated } from "./generate.ts";

export async function buildAll(): Promise<void> {
  writeGenerated(".");
  await build({
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/cli.js",
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    minifySyntax: true,
    legalComments: "none",
    logLevel: "warning",
    banner: {
      js: [
        "#!/usr/bin/env node",
        // `yaml` is CommonJS and asks for node:process by require.
        'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      ].join("\n"),
    },
  });
  chmodSync("dist/cli.js", 0o755);
}

export async function main(): Promise<number> {
  await buildAll();
  console.log("dist/cli.js is built.");
  return 0;
}
