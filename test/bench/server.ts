/**
 * The language server as an editor meets it: the built bundle as a process, a connection over its streams, edits of one
 * line. Beside it yaml-language-server on the same text in the same run: an absolute figure says little on another machine.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { median, ms, table } from "./measure.ts";
import { type BenchModel, models } from "./models.ts";

const URI = "file:///bench/bench.arch.yaml";
const OURS = "dist/extension/server.js";

interface Running {
  readonly process: ChildProcess;
  /** From the start of the process to the answer to `initialize`. */
  readonly ready: number;
  open(text: string): Promise<void>;
  /** Replaces the text's changed lines, and waits for what is said of it. */
  edit(from: string, to: string): Promise<number>;
  ask(method: string, params: object): Promise<number>;
  stop(): void;
}

const PULL = { textDocument: { diagnostic: {}, publishDiagnostics: {} }, workspace: { configuration: true } };
const PUSH = { textDocument: { publishDiagnostics: {} }, workspace: { configuration: true } };

async function start(command: readonly string[], pull: boolean): Promise<Running> {
  const from = performance.now();
  const child = spawn(process.execPath, [...command, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let version = 0;
  let published: () => void = () => undefined;
  connection.onRequest<unknown, unknown>("workspace/configuration", ({ items }: { items: unknown[] }) =>
    items.map(() => ({})),
  );
  connection.onRequest<unknown, unknown>("client/registerCapability", () => null);
  connection.onNotification("textDocument/publishDiagnostics", () => published());
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: pull ? PULL : PUSH,
    workspaceFolders: [],
  });
  const ready = performance.now() - from;
  await connection.sendNotification("initialized", {});

  const told = (): Promise<unknown> =>
    pull
      ? connection.sendRequest("textDocument/diagnostic", { textDocument: { uri: URI } })
      : new Promise<void>((resolve) => {
          published = resolve;
        });
  return {
    process: child,
    ready,
    async open(text) {
      const done = pull ? undefined : told();
      const textDocument = { uri: URI, languageId: "yaml", version: ++version, text };
      await connection.sendNotification("textDocument/didOpen", { textDocument });
      await (done ?? told());
    },
    async edit(before, after) {
      const contentChanges = [difference(before, after)];
      const begun = performance.now();
      const done = pull ? undefined : told();
      void connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: URI, version: ++version },
        contentChanges,
      });
      await (done ?? told());
      return performance.now() - begun;
    },
    async ask(method, params) {
      const begun = performance.now();
      await connection.sendRequest(method, params);
      return performance.now() - begun;
    },
    stop() {
      connection.dispose();
      child.kill();
    },
  };
}

/** The lines that differ, as an editor sends them. */
function difference(before: string, after: string): object {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let first = 0;
  while (a[first] === b[first] && first < a.length) first++;
  let last = 0;
  while (a[a.length - 1 - last] === b[b.length - 1 - last] && last < a.length - first - 1) last++;
  const end = a.length - 1 - last;
  return {
    range: { start: { line: first, character: 0 }, end: { line: end, character: a[end]?.length ?? 0 } },
    text: b.slice(first, b.length - last).join("\n"),
  };
}

const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0;

async function edits(server: Running, model: BenchModel, layers: number, runs: number): Promise<readonly number[]> {
  let text = model.text(layers);
  await server.open(text);
  const times: number[] = [];
  for (let n = 0; n < runs + 3; n++) {
    const next = model.edited(layers, n);
    const time = await server.edit(text, next);
    text = next;
    if (n >= 3) times.push(time);
  }
  return times;
}

/** Resident memory in MB, as the system counts it. */
function memory({ process: { pid } }: Running): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1e3;
}

const WANTED: Readonly<Record<number, number>> = { 100: 10, 1000: 25, 10000: 100 };

export async function benchServer(): Promise<void> {
  const [chain, , unet] = models;
  if (!chain || !unet) return;
  if (!existsSync(OURS)) {
    console.log("The server is not built: `npm run build`.");
    return;
  }
  const peer = fileURLToPath(import.meta.resolve("yaml-language-server/bin/yaml-language-server"));
  const rows = [
    ["edit → diagnostics", "layers", "median", "p95", "wanted", "pushed p95", "yaml-language-server p95", "ratio"],
  ];
  const starts: [number[], number[]] = [[], []];
  for (const model of [chain, unet])
    for (const layers of [100, 1_000, 10_000]) {
      const runs = layers >= 10_000 ? 25 : 60;
      const [ours, pushed, theirs] = [
        await start([OURS], true),
        await start([OURS], false),
        await start([peer], false),
      ];
      starts[0].push(ours.ready, pushed.ready);
      starts[1].push(theirs.ready);
      const own = await edits(ours, model, layers, runs);
      const push = await edits(pushed, model, layers, runs);
      const other = await edits(theirs, model, layers, Math.min(runs, 15));
      for (const one of [ours, pushed, theirs]) one.stop();
      rows.push([
        model.name,
        layers.toLocaleString("en"),
        ms(median(own)),
        ms(p95(own)),
        String(WANTED[layers]),
        ms(p95(push)),
        ms(p95(other)),
        `${(p95(own) / p95(other)).toFixed(3)}×`,
      ]);
    }
  console.log(table(rows));
  console.log(
    `Ready after ${ms(median(starts[0]))} ms (wanted: 150), yaml-language-server after ${ms(median(starts[1]))} ms.\n`,
  );
  await benchQuestions(unet);
  await benchMemory(chain);
}

async function benchQuestions(model: BenchModel): Promise<void> {
  const rows = [["at 1,000 layers, after an edit", "median", "p95", "wanted"]];
  const server = await start([OURS], true);
  let text = model.text(1_000);
  await server.open(text);
  const textDocument = { uri: URI };
  const line = text.split("\n").length >> 1;
  const position = { line, character: 8 };
  const range = { start: { line: line - 30, character: 0 }, end: { line: line + 30, character: 0 } };
  const asked: readonly (readonly [name: string, method: string, params: object, wanted: string])[] = [
    ["hover", "textDocument/hover", { textDocument, position }, "3"],
    ["completion", "textDocument/completion", { textDocument, position }, "10"],
    ["inlay hints of a screen", "textDocument/inlayHint", { textDocument, range }, ""],
    ["colours", "textDocument/semanticTokens/full", { textDocument }, ""],
    ["code lenses", "textDocument/codeLens", { textDocument }, ""],
    ["definition", "textDocument/definition", { textDocument, position }, ""],
  ];
  for (const [name, method, params, wanted] of asked) {
    const times: number[] = [];
    for (let n = 0; n < 60; n++) {
      const next = model.edited(1_000, n);
      await server.edit(text, next);
      text = next;
      const time = await server.ask(method, params);
      if (n >= 20) times.push(time);
    }
    rows.push([name, ms(median(times)), ms(p95(times)), wanted]);
  }
  server.stop();
  console.log(`${table(rows)}\n`);
}

/** Memory that was taken once is seldom given back, so what counts is whether it goes on growing. */
async function benchMemory(model: BenchModel): Promise<void> {
  // As the extension starts it.
  const server = await start(["--max-semi-space-size=4", OURS], true);
  let text = model.text(1_000);
  await server.open(text);
  const opened = memory(server);
  const after: number[] = [];
  for (let n = 0; n < 10_000; n++) {
    const next = model.edited(1_000, n % 7);
    await server.edit(text, next);
    text = next;
    if (n === 999 || n === 9_999) after.push(memory(server));
  }
  const [early = Number.NaN, late = Number.NaN] = after;
  server.stop();
  console.log(
    table([
      ["memory at 1,000 layers", "opened", "after 1,000 edits", "after 10,000", "growth"],
      [
        "resident",
        ...[opened, early, late].map((mb) => `${mb.toFixed(0)} MB`),
        `${((late / early - 1) * 100).toFixed(1)} %`,
      ],
    ]),
  );
  console.log("Wanted: 90 MB, and growth of at most 3 %.");
}
