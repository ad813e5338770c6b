/**
 * `npm run test:e2e [VITEST ARGUMENT…]` and `npm run screenshots`: looks for a browser, packages the extension, puts a
 * workbench in place unless there is one, and runs the end-to-end tests in it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { packageExtension } from "./package.ts";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function findBrowser(): string | undefined {
  const named = process.env.SHAPEWRIGHT_BROWSER;
  if (named) return existsSync(named) ? named : undefined;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

export async function main(args: readonly string[]): Promise<number> {
  const screenshots = args[0] === "--screenshots";
  const browser = findBrowser();
  if (!browser) {
    console.error(
      "The end-to-end tests need Chromium: install it (on Debian and Ubuntu: `sudo apt-get install chromium`), or name one in SHAPEWRIGHT_BROWSER.",
    );
    return 1;
  }
  const workbench = resolve(process.env.SHAPEWRIGHT_VSCODE ?? "node_modules/.cache/shapewright/vscode");
  if (!existsSync(join(workbench, ".ready"))) {
    console.log(`Installing VS Code's workbench into ${workbench}: this takes a minute or two, once.`);
    const { status } = spawnSync("bash", ["test/e2e/workbench/install.sh", workbench], { stdio: "inherit" });
    if (status !== 0) return 1;
  }
  const vsix = await packageExtension();
  const { status } = spawnSync(
    process.execPath,
    [vitestEntry(), "run", "--config", "test/e2e/vitest.config.ts", ...args.slice(screenshots ? 1 : 0)],
    {
      stdio: "inherit",
      env: {
        ...process.env,
        SHAPEWRIGHT_BROWSER: browser,
        SHAPEWRIGHT_VSCODE: workbench,
        SHAPEWRIGHT_VSIX: vsix,
        ...(screenshots ? { SHAPEWRIGHT_SCREENSHOTS: "1" } : {}),
      },
    },
  );
  return status ?? 1;
}

function vitestEntry(): string {
  const { bin } = JSON.parse(readFileSync("node_modules/vitest/package.json", "utf8")) as {
    bin: string | Record<string, string>;
  };
  return join("node_modules/vitest", typeof bin === "string" ? bin : (bin.vitest ?? "vitest.mjs"));
}
