/**
 * Measures the checker: medians in milliseconds, and as multiples of what `yaml`'s parseDocument takes for the same text
 * in the same run; then the language server that was built last, beside another one. `npm run bench -- --layers 1000,10000
 * --model unet` measures a part, `npm run bench -- --server` the server alone.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { parseDocument } from "yaml";
import { resnet50Unet, unet } from "../test/bench/algebra.ts";
import { measure, ms, table } from "../test/bench/measure.ts";
import { type BenchModel, models } from "../test/bench/models.ts";
import { benchServer } from "../test/bench/server.ts";
import { type BenchSession, openSession } from "../test/bench/session.ts";

const SIZES = [100, 1_000, 10_000, 100_000];

const times = (value: number, of: number): string => `${(value / of).toFixed(2)}×`;

function checkerRow(model: BenchModel, layers: number): string[] {
  const text = model.text(layers);
  const budget = layers >= 100_000 ? 4000 : 1500;
  const parse = measure(
    // Its own search for duplicate keys is quadratic.
    () => parseDocument(text, { uniqueKeys: false }),
    () => undefined,
    budget,
  ).median;
  const cold = measure((session: BenchSession) => session.check(text), openSession, budget).median;
  const session = openSession();
  session.check(text);
  const warm = measure(
    () => session.check(text),
    () => undefined,
    budget,
  ).median;
  const edit = measure(
    (changed: string) => session.check(changed),
    (n) => model.edited(layers, n),
    budget,
  ).median;
  const cells = [cold, warm, edit].flatMap((value) => [ms(value), times(value, parse)]);
  return [model.name, layers.toLocaleString("en"), ms(parse), ...cells];
}

function benchChecker(sizes: readonly number[], chosen: readonly BenchModel[]): void {
  const rows = [["model", "layers", "yaml alone", "cold", "", "again", "", "one line edited", ""]];
  for (const layers of sizes) for (const model of chosen) rows.push(checkerRow(model, layers));
  console.log(table(rows));
  console.log("Wanted: cold at most 1.50×; one line edited at most 15 ms at 1,000 layers and 80 ms at 10,000.");
}

/** Printed by a process of its own, so that nothing else is counted. */
function printMemory(): void {
  const text = models[0]?.text(100_000) ?? "";
  const session = openSession();
  session.check(text);
  const peak = process.memoryUsage();
  globalThis.gc?.();
  const kept = process.memoryUsage();
  const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  console.log(
    table([
      ["chain of 100,000", "heap used", "resident"],
      ["after the check", mb(peak.heapUsed), mb(peak.rss)],
      ["after collection", mb(kept.heapUsed), mb(kept.rss)],
    ]),
  );
  console.log(`Wanted: under 400 MB. ${session.check(text)} problems.`);
}

/** Cold: each run has a table of its own. The first is also cold for the just-in-time compiler. */
function benchAlgebra(): void {
  const rows = [["algebra alone", "first", "median", "wanted"]];
  for (const [name, run] of [
    ["U-Net, depth 5", () => unet(5)],
    ["ResNet-50 U-Net", resnet50Unet],
  ] as const) {
    const from = performance.now();
    const { verdict } = run();
    const first = performance.now() - from;
    rows.push([`${name} (${verdict})`, ms(first), ms(measure(run, () => undefined).median), "2.00"]);
  }
  console.log(table(rows));
}

function benchTorch(): void {
  const { stdout, status } = spawnSync("/usr/bin/python3", ["test/bench/torch_resnet152.py"], { encoding: "utf8" });
  const [version, time] = status === 0 ? stdout.trim().split(" ") : ["missing"];
  if (time === undefined) console.log("PyTorch is not there, so nothing is compared with its meta device.");
  else console.log(`For scale, PyTorch ${version}'s meta device, one forward pass of ResNet-152: ${time} ms.`);
}

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      layers: { type: "string" },
      model: { type: "string" },
      memory: { type: "boolean", default: false },
      server: { type: "boolean", default: false },
    },
  });
  if (values.memory) {
    printMemory();
    return 0;
  }
  if (values.server) {
    await benchServer();
    return 0;
  }
  const sizes = values.layers?.split(",").map(Number) ?? SIZES;
  const chosen = models.filter(({ name }) => values.model === undefined || name === values.model);
  if (chosen.length === 0 || !sizes.every((n) => Number.isInteger(n) && n >= 100)) {
    console.error(
      `usage: npm run bench -- [--layers 100,1000] [--model ${models.map(({ name }) => name).join(" | ")}] [--server]`,
    );
    return 2;
  }
  console.log(`Medians in milliseconds, Node ${process.versions.node}.\n`);
  benchChecker(sizes, chosen);
  console.log("");
  spawnSync(process.execPath, ["--expose-gc", "scripts/run.mjs", "bench", "--memory"], { stdio: "inherit" });
  console.log("");
  benchAlgebra();
  console.log("");
  benchTorch();
  console.log("");
  await benchServer();
  return 0;
}
