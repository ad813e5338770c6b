import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documentation } from "../scripts/docs.ts";
import { generated } from "../scripts/generate.ts";

test.each([...generated("."), ...documentation(".")])("%s is current (npm run generate)", (path, text) => {
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, "utf8")).toBe(text);
});
