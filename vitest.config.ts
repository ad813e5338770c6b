import { defineConfig } from "vitest/config";

const fuzz = Math.max(1, Number(process.env.FUZZ ?? 1));

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**"],
    pool: "threads",
    maxWorkers: 2,
    // Generous, since no test asserts a time: this only ends what hangs.
    testTimeout: 120_000 * fuzz,
    reporters: ["default", "./test/harness/reporter.ts"],
  },
});
