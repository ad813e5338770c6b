/** One VS Code server with a profile of its own, on a port that the system picks, for as long as the run lasts. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createWriteStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Nothing asks the network, nothing greets, nothing saves by itself: what a test sees is what it did. */
const QUIET = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "chat.commandCenter.enabled": false,
  "git.enabled": false,
  "npm.fetchOnlinePackageInfo": false,
  "json.schemaDownload.enable": false,
  "typescript.disableAutomaticTypeAcquisition": true,
  "remote.autoForwardPorts": false,
  "files.autoSave": "off",
  "files.simpleDialog.enable": true,
  "window.commandCenter": false,
  "editor.hover.delay": 50,
  "editor.minimap.enabled": false,
  "shapewright.trace.server": "verbose",
};

export interface Kind {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** With Workspace Trust on, no folder is trusted until somebody says so. */
  readonly trust: "on" | "off";
}

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  readonly data: string;
  readonly stop: () => Promise<void>;
}

const entryOf = (workbench: string): string => join(workbench, "node_modules/code-server/out/node/entry.js");

export function installExtension(workbench: string, extensions: string, vsix: string): void {
  const options = ["--user-data-dir", join(extensions, "../install"), "--extensions-dir", extensions];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [entryOf(workbench), ...options, "--install-extension", vsix],
    { encoding: "utf8", env: environment(join(extensions, "../install")) },
  );
  if (status !== 0) throw new Error(`The extension cannot be installed:\n${stdout}${stderr}`);
}

export async function startServer(
  workbench: string,
  extensions: string,
  data: string,
  kind: Kind,
): Promise<RunningServer> {
  const user = join(data, "user");
  mkdirSync(join(user, "User"), { recursive: true });
  writeFileSync(join(user, "User/settings.json"), JSON.stringify({ ...QUIET, ...kind.settings }, undefined, 2));
  const options = [
    ...["--auth", "none", "--bind-addr", "127.0.0.1:0", "--user-data-dir", user, "--extensions-dir", extensions],
    ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", "--ignore-last-opened"],
    ...(kind.trust === "on" ? [] : ["--disable-workspace-trust"]),
  ];
  const child = spawn(process.execPath, [entryOf(workbench), ...options], {
    detached: true,
    env: environment(data),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await listening(child, join(data, "server.log"));
  const pid = child.pid ?? 0;
  return { url, pid, data, stop: () => stopped(child) };
}

/** Without what a terminal inside some other VS Code would hand down, and with folders of its own. */
function environment(data: string): NodeJS.ProcessEnv {
  const { VSCODE_IPC_HOOK_CLI: _, ...rest } = process.env;
  return { ...rest, XDG_CONFIG_HOME: join(data, "xdg"), XDG_DATA_HOME: join(data, "xdg") };
}

function listening(child: ChildProcess, logFile: string): Promise<string> {
  const log = createWriteStream(logFile);
  let said = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      log.write(chunk);
      if (said.length > 10_000) return;
      said += chunk.toString();
      const address = /listening on (http:\S+?)\/?\s/.exec(said)?.[1];
      if (address) resolve(address);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`The workbench's server ended with ${code}:\n${said}`)));
  });
}

/** The server runs in a process group of its own, so that its hosts end with it. */
function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return Promise.resolve();
  const { pid } = child;
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    process.kill(-pid, "SIGKILL");
  });
}

/** Processes under `ancestor` whose command line has `part` in it; Linux only, like the workbench's installation. */
export function descendants(ancestor: number, part: string): number[] {
  const parents = new Map<number, number>();
  const found: number[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The command's name stands in parentheses and may itself hold spaces and parentheses.
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
      if (readFileSync(`/proc/${name}/cmdline`, "utf8").includes(part)) found.push(pid);
    } catch (error) {
      // It ended between being listed and being read.
      if (!["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  const isUnder = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 0; at = parents.get(at)) if (at === ancestor) return true;
    return false;
  };
  return found.filter(isUnder);
}
