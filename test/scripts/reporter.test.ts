/** Runs vitest on a folder of its own and reads how the run ends. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

mkdirSync("node_modules/.cache", { recursive: true });
const folder = mkdtempSync("node_modules/.cache/reporter-");
afterAll(() => rmSync(folder, { recursive: true }));

const config = `export default { test: { include: ["*.test.ts"], reporters: ["default", ${JSON.stringify(join(process.cwd(), "test/harness/reporter.ts"))}] } };`;

function run(files: Readonly<Record<string, string>>): { readonly lines: string[]; readonly status: number | null } {
  const root = mkdtempSync(join(folder, "run-"));
  writeFileSync(join(root, "vitest.config.ts"), config);
  for (const [name, body] of Object.entries(files)) {
    writeFileSync(join(root, name), `import { test } from "vitest";\n${body}\n`);
  }
  const { stdout, status } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--root", root], {
    encoding: "utf8",
  });
  return { lines: stdout.trimEnd().split("\n"), status };
}

test("a run ends with one plain line", () => {
  const { lines, status } = run({ "a.test.ts": 'test("one", () => {}); test("two", () => {});' });
  expect(status).toBe(0);
  expect(lines.at(-1)).toBe("2 passed, 0 failed");
  expect(lines.at(-2)).toBe("");
  expect(lines.some((line) => / ms {2}a\.test\.ts > one$/.test(line))).toBe(true);
});

test("failures, skipped tests and files that cannot be loaded are counted", () => {
  const { lines, status } = run({
    "a.test.ts":
      'test("good", () => {}); test("bad", () => { throw new Error("bad"); }); test.skip("later", () => {});',
    "b.test.ts": 'throw new Error("does not load");',
  });
  expect(status).toBe(1);
  expect(lines.at(-1)).toBe("1 passed, 2 failed, 1 skipped");
});
