/** What a newcomer sees first: builds, checks the examples, prints the tables of two of them, and checks a broken one. */
import { spawnSync } from "node:child_process";
import { buildAll } from "./build.ts";

/** What is run, and how it ends when all is well: a model with a mistake in it ends with 1. */
const commands: readonly { readonly words: readonly string[]; readonly ends: number }[] = [
  { words: ["check", "examples/*.arch.yaml"], ends: 0 },
  { words: ["summary", "examples/unet.arch.yaml"], ends: 0 },
  { words: ["summary", "examples/resnet50_unet.arch.yaml", "--depth", "1"], ends: 0 },
  { words: ["check", "examples/broken/unet.arch.yaml"], ends: 1 },
];

export async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== "--once");
  if (unknown.length > 0) {
    console.error(`npm start takes only --once (do the work and end, as it does anyway), not ${unknown.join(" ")}.`);
    return 2;
  }
  await buildAll();
  for (const { words, ends } of commands) {
    console.log(`\n$ shapewright ${words.map((word) => (word.includes("*") ? `"${word}"` : word)).join(" ")}`);
    const { status } = spawnSync(process.execPath, ["dist/cli.js", ...words], { stdio: "inherit" });
    if (status !== ends) {
      console.error(`This should have ended with ${ends}, and ended with ${status}.`);
      return 1;
    }
  }
  return 0;
}
