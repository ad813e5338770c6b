import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { codes } from "../../src/check/codes.ts";
import { pages } from "../../src/check/pages.ts";

const folder = "src/check/rules";
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".md"))
  .map((name) => name.slice(0, -3))
  .sort();

const fences = (page: string): string[] => [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((m) => m[1] ?? "");

test("every code has a page and every page a code", () => {
  expect(files).toEqual(Object.keys(codes).sort());
  expect(Object.keys(pages).sort()).toEqual(files);
});

test("summaries are clauses of their own", () => {
  const summaries = Object.values(codes).map((c) => c.summary);
  expect(new Set(summaries).size).toBe(summaries.length);
  for (const summary of summaries) expect(summary).toMatch(/^[a-z`P][^\n]{10,90}[^.]$/);
});

describe.each(files)("%s", (code) => {
  const page = readFileSync(`${folder}/${code}.md`, "utf8");

  test("its page says what it means, why it matters, what fails, what passes and how to fix it", () => {
    expect(page.split("\n")[0]).toBe(`# ${code}`);
    expect(page.match(/^## .*$/gm)).toEqual(["## Why it matters", "## Fails", "## Passes", "## How to fix it"]);
    expect(fences(page)).toHaveLength(2);
    const [before = ""] = page.split("## Why it matters");
    expect(before.replace(`# ${code}`, "").trim().length).toBeGreaterThan(20);
    for (const part of page.split(/^## .*$/m).slice(1)) expect(part.trim().length).toBeGreaterThan(20);
  });
});
