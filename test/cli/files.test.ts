import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isInside, readImport, readModel, shownPath, workspaceOf } from "../../src/cli/files.ts";
import { type Folder, temporaryFolder } from "./io.ts";

const windows = process.platform === "win32";
let folder: Folder;
let outside: Folder;
const at = (name: string): string => join(folder.path, name);
const uri = (path: string): string => pathToFileURL(path).href;

beforeAll(() => {
  folder = temporaryFolder();
  outside = temporaryFolder();
  folder.write("a.arch.yaml", "model: A\n");
  folder.write("bom.arch.yaml", "\ufeffmodel: A\n");
  folder.write("utf16.arch.yaml", Buffer.from("\ufeffmodel: A\n", "utf16le"));
  folder.write("big.arch.yaml", "");
  truncateSync(at("big.arch.yaml"), 10_000_001);
  folder.write("full.arch.yaml", "");
  truncateSync(at("full.arch.yaml"), 10_000_000);
  mkdirSync(at("folder.arch.yaml"));
  outside.write("secret.arch.yaml", "model: Secret\n");
  symlinkSync(join(outside.path, "secret.arch.yaml"), at("link.arch.yaml"));
  symlinkSync(outside.path, at("out"), "dir");
  symlinkSync(at("a.arch.yaml"), at("inner.arch.yaml"));
  symlinkSync(at("self.arch.yaml"), at("self.arch.yaml"));
  if (!windows) execFileSync("mkfifo", [at("pipe.arch.yaml")]);
});
afterAll(() => {
  folder.remove();
  outside.remove();
});

describe("a model file", () => {
  test("is read as it is, byte order mark included", () => {
    expect(readModel(at("a.arch.yaml"))).toBe("model: A\n");
    expect(readModel(at("bom.arch.yaml"))).toBe("\ufeffmodel: A\n");
    expect(readModel(at("link.arch.yaml"))).toBe("model: Secret\n");
    expect(readModel(at("full.arch.yaml"))).toHaveLength(10_000_000);
  });

  test.each([
    ["none.arch.yaml", "does not exist"],
    ["a.arch.yaml/b", "does not exist"],
    ["folder.arch.yaml", "is a directory, not a model file"],
    ["big.arch.yaml", "has 10.0 MB; a model file may have 10 MB"],
    ["utf16.arch.yaml", "is UTF-16; save it as UTF-8"],
    ["self.arch.yaml", "is a link that leads back to itself"],
    ["x".repeat(300), "has too long a name"],
  ])("%s", (name, refusal) => {
    expect(readModel(at(name))).toEqual({ refusal });
  });

  test.runIf(!windows)("is neither a pipe nor a device, and none is waited for", () => {
    expect(readModel(at("pipe.arch.yaml"))).toEqual({ refusal: "is a pipe (FIFO), not a model file" });
    expect(readModel("/dev/zero")).toEqual({ refusal: "is a device, not a model file" });
  });

  test("that may not be read is said to be so", () => {
    folder.write("locked.arch.yaml", "");
    chmodSync(at("locked.arch.yaml"), 0);
    // Where permissions bind nobody (Windows, root) it is read.
    const binds = !windows && process.getuid?.() !== 0;
    expect(readModel(at("locked.arch.yaml"))).toEqual(binds ? { refusal: "may not be read by you" } : "");
  });
});

describe("an import", () => {
  test("inside the workspace is read, links inside it too", () => {
    expect(readImport(uri(at("a.arch.yaml")), folder.path)).toBe("model: A\n");
    expect(readImport(uri(at("inner.arch.yaml")), folder.path)).toBe("model: A\n");
  });

  test("that leads out by a link is refused", () => {
    const refused = { refusal: "is a link that leads out of the workspace", outside: true };
    expect(readImport(uri(at("link.arch.yaml")), folder.path)).toEqual(refused);
    expect(readImport(uri(at("out/secret.arch.yaml")), folder.path)).toEqual(refused);
    expect(readImport(uri(join(outside.path, "secret.arch.yaml")), folder.path)).toEqual(refused);
  });

  test.each([
    ["https://example.org/a.arch.yaml", "is not on this disk"],
    ["file:///a%2Fb.arch.yaml", "has an address that is no path here"],
  ])("%s is refused", (one, refusal) => {
    expect(readImport(one, folder.path)).toEqual({ refusal });
  });

  test("that is a directory, a pipe or nothing is refused", () => {
    expect(readImport(uri(at("folder.arch.yaml")), folder.path)).toEqual({
      refusal: "is a directory, not a model file",
    });
    expect(readImport(uri(at("none.arch.yaml")), folder.path)).toEqual({ refusal: "does not exist" });
    expect(readImport(uri(at("self.arch.yaml")), folder.path)).toEqual({
      refusal: "is a link that leads back to itself",
    });
  });
});

test.runIf(!windows)("paths", () => {
  expect(isInside("/a/b", "/a")).toBe(true);
  expect(isInside("/a", "/a")).toBe(true);
  expect(isInside("/ab", "/a")).toBe(false);
  expect(isInside("/a/..b", "/a")).toBe(true);
  expect(isInside("/", "/a")).toBe(false);
  expect(workspaceOf("/a/b/c.yaml", "/a")).toBe("/a");
  expect(workspaceOf("/x/c.yaml", "/a")).toBe("/x");
  expect(shownPath("file:///a/b%20c.yaml", "/a")).toBe("b c.yaml");
  expect(shownPath("file:///x/c.yaml", "/a/b/c/d")).toBe("/x/c.yaml");
  expect(shownPath("shapewright-library:/torchvision.arch.yaml", "/a")).toBe("library:torchvision.arch.yaml");
});
