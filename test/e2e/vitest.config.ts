import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [process.env.SHAPEWRIGHT_SCREENSHOTS ? "test/e2e/screenshots.ts" : "test/e2e/*.test.ts"],
    globalSetup: ["./test/e2e/setup.ts"],
    // One window at a time: two would fight over the two cores of a small machine, and over the keyboard's focus.
    maxWorkers: 1,
    fileParallelism: false,
    // Generous, since no test asserts a time: this only ends what hangs.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["default", "./test/harness/reporter.ts"],
  },
});
