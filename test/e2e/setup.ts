/**
 * What all end-to-end tests share: the package installed once, one server for each kind of host, and one browser. The
 * tests get their addresses; workspaces and browser contexts are fresh for every test.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { installExtension, type Kind, type RunningServer, startServer } from "./workbench/server.ts";

export type HostName = "node" | "web" | "untrusted";

export interface HostAddress {
  readonly url: string;
  readonly pid: number;
  readonly data: string;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly hosts: Readonly<Record<HostName, HostAddress>>;
    readonly browser: string;
  }
}

const KINDS: Readonly<Record<HostName, Omit<Kind, "name">>> = {
  node: { settings: {}, trust: "off" },
  // The same package, run by the browser's own extension host.
  web: { settings: { "remote.extensionKind": { "shapewright.shapewright": ["web"] } }, trust: "off" },
  // The editor itself asks once for each new folder; without that question, whatever asks for trust is our doing.
  untrusted: { settings: { "security.workspace.trust.startupPrompt": "never" }, trust: "on" },
};

const BROWSER_OPTIONS = [
  ...["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const workbench = needed("SHAPEWRIGHT_VSCODE");
  const root = mkdtempSync(join(tmpdir(), "shapewright-e2e-"));
  const extensions = join(root, "extensions");
  mkdirSync(extensions);
  installExtension(workbench, extensions, needed("SHAPEWRIGHT_VSIX"));

  const running: RunningServer[] = [];
  const start = async (name: HostName): Promise<HostAddress> => {
    const server = await startServer(workbench, extensions, join(root, name), { name, ...KINDS[name] });
    running.push(server);
    const { url, pid, data } = server;
    return { url, pid, data };
  };
  const [node, web, untrusted] = await Promise.all([start("node"), start("web"), start("untrusted")]);
  const browser = await chromium.launchServer({
    executablePath: needed("SHAPEWRIGHT_BROWSER"),
    headless: true,
    args: BROWSER_OPTIONS,
  });
  project.provide("hosts", { node, web, untrusted });
  project.provide("browser", browser.wsEndpoint());

  return async () => {
    await browser.close();
    await Promise.all(running.map((server) => server.stop()));
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by \`npm run test:e2e\`.`);
  return value;
}
