/** What a newcomer sees first: builds, checks the examples, and prints the tables of two of them. */
import { spawnSync } from "node:child_process";
import { buildAll } from "./build.ts";

const commands: readonly (readonly string[])[] = [
  ["check", "examples/**/*.arch.yaml"],
  ["summary", "examples/unet.arch.yaml"],
  ["summary", "examples/resnet50_unet.arch.yaml", "--depth", "1"],
];

export async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== "--once");
  if (unknown.length > 0) {
    console.error(`npm start takes only --once (do the work and end, as it does anyway), not ${unknown.join(" ")}.`);
    return 2;
  }
  await buildAll();
  for (const command of commands) {
    console.log(`\n$ shapewright ${command.map((word) => (word.includes("*") ? `"${word}"` : word)).join(" ")}`);
    const { status } = spawnSync(process.execPath, ["dist/cli.js", ...command], { stdio: "inherit" });
    if (status !== 0) return status ?? 1;
  }
  return 0;
}
