/** Opens windows for the tests of one kind of host, closes them, and keeps what explains a failure. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import type { HostName } from "./setup.ts";
import { EditorWindow, type WindowOptions } from "./window.ts";

const KEPT = "test-results";

export type OpenWindow = (options?: WindowOptions) => Promise<EditorWindow>;

export function stage(hostName: HostName): OpenWindow {
  const host = inject("hosts")[hostName];
  const open: EditorWindow[] = [];
  let kills = false;
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.connect(inject("browser"));
  });

  afterEach(async ({ task }) => {
    const windows = open.splice(0);
    const killed = kills;
    kills = false;
    const passed = task.result?.state !== "fail";
    // Before it is closed: what ends with a window is no alarm.
    const logged = passed && windows.length > 0 && hostName !== "web" ? loggedErrors(host.data) : [];
    try {
      if (!passed) await keep(task.name, windows);
    } finally {
      await Promise.all(windows.map((window) => window.close()));
    }
    if (!passed) return;
    // Whatever a test is about, nothing may be thrown, refused by a policy or logged as an error.
    const alarms = windows.flatMap((window) => window.console.filter(isAlarm));
    expect([...alarms, ...logged.filter((line) => !killed || !OF_DEATH.test(line))]).toEqual([]);
  });

  async function keep(test: string, windows: readonly EditorWindow[]): Promise<void> {
    const folder = join(KEPT, `${hostName}-${test.replace(/[^a-z0-9]+/gi, "-").slice(0, 60)}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [i, window] of windows.entries()) {
      await window.page.screenshot({ path: join(folder, `window-${i}.png`) });
      writeFileSync(join(folder, `console-${i}.txt`), window.console.join("\n"));
      if (hostName === "web") await showLog(window, join(folder, `log-${i}.png`));
    }
    // The log of the extension in a node host has the trace of the protocol in it, and the server's own lines.
    const logs = join(host.data, "user/logs");
    if (existsSync(logs)) keepNewest(logs, join(folder, "logs"));
    cpSync(join(host.data, "server.log"), join(folder, "server.log"));
    console.error(`Kept for a look: ${folder}`);
  }

  afterAll(async () => {
    await browser.close();
  });

  return async (options = {}) => {
    const window = await EditorWindow.create(browser, options);
    open.push(window);
    kills ||= options.kills === true;
    await window.load(host, options.open);
    return window;
  };
}

/** In the web host the log is the browser's, and goes with the window: all that can be kept is how it looks. */
async function showLog(window: EditorWindow, path: string): Promise<void> {
  await window.page.keyboard.press("Escape");
  await window.command("Shapewright: Show Log");
  await window.page.locator(".part.panel .monaco-editor").first().waitFor();
  await window.page.screenshot({ path });
}

/** Folders of logs are named by their time. */
function keepNewest(logs: string, into: string): void {
  const newest = readdirSync(logs).sort().at(-1);
  if (newest) cpSync(join(logs, newest), into, { recursive: true });
}

const isAlarm = (line: string): boolean => line.startsWith("uncaught: ") || /content.security.policy/i.test(line);

/** What is logged when a server dies; whether a message was on its way to it then is a matter of luck. */
const OF_DEATH = /The language server has died\.|Server process exited with signal|connection to server is erroring/;

/** What the extension has logged as an error in the last window that a node host had. */
function loggedErrors(data: string): readonly string[] {
  const logs = readdirSync(join(data, "user/logs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("Shapewright.log"))
    .map((name) => join(data, "user/logs", name))
    .sort((a, b) => statSync(a).birthtimeMs - statSync(b).birthtimeMs);
  const last = logs.at(-1);
  if (!last) throw new Error("The extension has left no log.");
  return readFileSync(last, "utf8")
    .split("\n")
    .filter((line) => /^\S+ \S+ \[error\] /.test(line));
}
