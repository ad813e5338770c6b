/**
 * `npm test`: the unit tests, then the end-to-end tests, whatever became of the first, and one line over both at the end.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closingLine, type Tally } from "../test/harness/reporter.ts";

export function main(): number {
  const folder = mkdtempSync(join(tmpdir(), "shapewright-tally-"));
  const total = { passed: 0, failed: 0, skipped: 0 };
  let ok = true;
  for (const script of ["test:unit", "test:e2e"]) {
    const file = join(folder, "tally.json");
    rmSync(file, { force: true });
    const options = { stdio: "inherit", env: { ...process.env, SHAPEWRIGHT_TALLY: file } } as const;
    const { status } = spawnSync("npm", ["run", "--silent", script], options);
    const counted: Tally | undefined = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
    if (counted) for (const key of ["passed", "failed", "skipped"] as const) total[key] += counted[key];
    // One that ends badly without a failed test, or before it could count, is a failure all the same.
    if (status !== 0 && (counted?.failed ?? 0) === 0) total.failed++;
    ok &&= status === 0;
  }
  rmSync(folder, { recursive: true });
  console.log(`\nThe unit tests and the end-to-end tests together:\n${closingLine(total)}`);
  return ok ? 0 : 1;
}
