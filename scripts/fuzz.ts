/**
 * Runs the property tests over and over, with ten times the cases and a fresh seed each time:
 * `npm run fuzz -- --seconds 300`. A seed that fails is printed with the command that repeats it.
 */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const isPropertyTest = (path: string): boolean =>
  path.endsWith(".test.ts") && /from "fast-check"/.test(readFileSync(path, "utf8"));

export function main(args: readonly string[]): number {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "60" },
      seed: { type: "string" },
      factor: { type: "string", default: "10" },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0) || !(Number(values.factor) > 0)) {
    console.error("usage: npm run fuzz -- [--seconds N] [--seed N] [--factor N]");
    return 2;
  }
  const files = readdirSync("test", { recursive: true, encoding: "utf8" })
    .map((name) => join("test", name))
    .filter(isPropertyTest);
  if (files.length === 0) {
    console.error("There are no property tests.");
    return 1;
  }
  const end = Date.now() + seconds * 1000;
  let rounds = 0;
  do {
    const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
    console.log(`\nseed ${seed}`);
    const env = { ...process.env, FUZZ: values.factor, FUZZ_SEED: String(seed) };
    const { status } = spawnSync("npx", ["vitest", "run", ...files], { stdio: "inherit", env });
    rounds++;
    if (status !== 0) {
      console.error(`\nFailed with seed ${seed}. Again: npm run fuzz -- --seed ${seed} --factor ${values.factor}`);
      return 1;
    }
  } while (values.seed === undefined && Date.now() < end);
  console.log(`\n${files.length} files of property tests, ${rounds} seeds, nothing failed.`);
  return 0;
}
