import { symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { glob, isPattern, nameMatches } from "../../src/cli/glob.ts";
import { fcOptions } from "../harness/fuzz.ts";
import { type Folder, temporaryFolder } from "./io.ts";

let folder: Folder;
beforeAll(() => {
  folder = temporaryFolder();
  for (const name of [
    "a.arch.yaml",
    "b.arch.yml",
    "c.txt",
    ".hidden.yaml",
    "m/x.arch.yaml",
    "m/n/y.arch.yaml",
    "node_modules/p/z.arch.yaml",
    ".git/g.arch.yaml",
    "[odd]/k.arch.yaml",
  ])
    folder.write(name, "");
  // Around in circles, if it were followed.
  symlinkSync(folder.path, join(folder.path, "m", "loop"), "dir");
});
afterAll(() => folder.remove());

describe("glob", () => {
  test.each([
    ["*.arch.yaml", ["a.arch.yaml"]],
    ["**/*.arch.yaml", ["[odd]/k.arch.yaml", "a.arch.yaml", "m/n/y.arch.yaml", "m/x.arch.yaml"]],
    ["*.arch.{yaml,yml}", ["a.arch.yaml", "b.arch.yml"]],
    ["{a,m/x}.arch.yaml", ["a.arch.yaml", "m/x.arch.yaml"]],
    ["?.txt", ["c.txt"]],
    ["m/**", ["m/loop", "m/n/y.arch.yaml", "m/x.arch.yaml"]],
    ["m/**/y.*", ["m/n/y.arch.yaml"]],
    ["./m/*.yaml", ["m/x.arch.yaml"]],
    ["m/../*.txt", ["m/../c.txt"]],
    [".*.yaml", [".hidden.yaml"]],
    ["node_modules/**/*.yaml", ["node_modules/p/z.arch.yaml"]],
    ["[odd]/*", ["[odd]/k.arch.yaml"]],
    ["none/*.yaml", []],
    ["{a.arch.yaml", []],
  ])("%s", (pattern, expected) => {
    expect(glob(pattern, folder.path)).toEqual(expected);
  });

  test("an absolute pattern gives absolute paths", () => {
    expect(glob(`${folder.path}/*.txt`, "/")).toEqual([`${folder.path}/c.txt`]);
  });

  test("many braces end", () => {
    expect(glob("{a,b}".repeat(40), folder.path)).toEqual([]);
  });

  test("what is a pattern", () => {
    expect(["a.yaml", "a[1].yaml"].some(isPattern)).toBe(false);
    expect(["*.yaml", "a?.yaml", "{a,b}"].every(isPattern)).toBe(true);
  });
});

describe("nameMatches", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });

  test("says what the regular expression says", () => {
    fc.assert(
      fc.property(letters, letters, (pattern, name) => {
        const expression = new RegExp(`^${pattern.replace(/[*?]/g, (c) => (c === "*" ? "[^]*" : "[^]"))}$`);
        expect(nameMatches(pattern, name)).toBe(expression.test(name));
      }),
      fcOptions(2000),
    );
  });

  test("takes no time on stars", () => {
    expect(nameMatches(`${"*a".repeat(2000)}b`, "a".repeat(4000))).toBe(false);
  });
});
