/**
 * Writes everything that a user installs, each a file without dependencies: `dist/cli.js`, and in `dist/extension` the
 * client and the server of the extension, for hosts that are node and for those that are web workers.
 */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { type BuildOptions, build } from "esbuild";
import { writeGenerated } from "./generate.ts";

const EXTENSION = "dist/extension";

const common = {
  bundle: true,
  legalComments: "none",
  logLevel: "warning",
} as const satisfies BuildOptions;

const cli: BuildOptions = {
  ...common,
  entryPoints: ["src/cli/main.ts"],
  outfile: "dist/cli.js",
  platform: "node",
  format: "esm",
  target: "node20",
  minifySyntax: true,
  banner: {
    js: [
      "#!/usr/bin/env node",
      // `yaml` is CommonJS and asks for node:process by require.
      'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    ].join("\n"),
  },
};

/** Names stay, so that the stack of an error in the log can be read; to keep them beside shorter ones takes longer to load. */
const small = { ...common, minifyWhitespace: true, minifySyntax: true } as const satisfies BuildOptions;
const inNode = { ...small, platform: "node", format: "cjs", target: "node20" } as const satisfies BuildOptions;
const inBrowser = { ...small, platform: "browser", target: "es2022" } as const satisfies BuildOptions;

const extension: readonly BuildOptions[] = [
  {
    ...inNode,
    entryPoints: ["src/client/node.ts"],
    outfile: `${EXTENSION}/client.js`,
    external: ["vscode"],
  },
  {
    ...inBrowser,
    entryPoints: ["src/client/web.ts"],
    outfile: `${EXTENSION}/client.web.js`,
    format: "cjs",
    external: ["vscode"],
  },
  { ...inNode, entryPoints: ["src/server/node.ts"], outfile: `${EXTENSION}/server.js` },
  { ...inBrowser, entryPoints: ["src/server/browser.ts"], outfile: `${EXTENSION}/server.web.js`, format: "iife" },
];

export async function buildAll(): Promise<void> {
  writeGenerated(".");
  await Promise.all([cli, ...extension].map((options) => build(options)));
  chmodSync("dist/cli.js", 0o755);
  // The editor loads CommonJS; the project around it is made of modules.
  mkdirSync(EXTENSION, { recursive: true });
  writeFileSync(`${EXTENSION}/package.json`, '{ "type": "commonjs" }\n');
}

export async function main(): Promise<number> {
  await buildAll();
  console.log("dist/cli.js and dist/extension are built.");
  return 0;
}
