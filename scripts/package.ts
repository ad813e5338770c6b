/**
 * Writes `shapewright-VERSION.vsix`, the one package for every kind of host. It is put together in a folder of its own,
 * file by file, so that nothing gets in by being there.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildAll } from "./build.ts";

/** The bundles are a few hundred kB: whoever passes this has let something in that is not needed. */
const MAX_BYTES = 2_500_000;

const STAGE = "dist/vsix";

/** Files, and folders with all that is in them. `package.json` comes apart. */
export const packaged = [
  "dist/extension",
  "package.nls.json",
  "l10n",
  "language-configuration.json",
  "syntaxes",
  "snippets",
  "schemas",
  "images",
  "templates",
  "walkthrough",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
] as const;

/** What the editor reads; what npm and the project need is left out, `type` too, since the bundles are CommonJS. */
export function packagedManifest(text: string): Record<string, unknown> {
  const { type, bin, scripts, dependencies, devDependencies, engines, ...rest } = JSON.parse(text);
  return { ...rest, engines: { vscode: engines.vscode } };
}

/** @returns the path of the package. */
export async function packageExtension(): Promise<string> {
  await buildAll();
  rmSync(STAGE, { recursive: true, force: true });
  mkdirSync(STAGE, { recursive: true });
  for (const path of packaged) if (existsSync(path)) cpSync(path, join(STAGE, path), { recursive: true });
  const manifest: Record<string, unknown> = packagedManifest(readFileSync("package.json", "utf8"));
  manifest.files = ["**"];
  writeFileSync(join(STAGE, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);

  const target = join(process.cwd(), `${manifest.name}-${manifest.version}.vsix`);
  // Asked for only here: it is large, and tests read this file for the list above.
  const { createVSIX } = await import("@vscode/vsce");
  await createVSIX({
    cwd: STAGE,
    packagePath: target,
    dependencies: false,
    rewriteRelativeLinks: false,
    allowMissingRepository: true,
  });
  return target;
}

export async function main(): Promise<number> {
  const target = await packageExtension();
  const { size } = statSync(target);
  const file = target.slice(process.cwd().length + 1);
  console.log(`${file} is packaged: ${(size / 1e3).toFixed(0)} kB.`);
  if (size <= MAX_BYTES) return 0;
  console.error(`It may have ${MAX_BYTES / 1e6} MB. What is in it that users do not need?`);
  rmSync(target);
  return 1;
}
