/** Why a file is not read; in the editor as on the command line, which says it in the same words. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readImport, readModel } from "../../src/cli/files.ts";
import {
  isInside,
  LEADS_OUT,
  refusalOfBytes,
  refusalOfError,
  refusalOfKind,
  refusalOfName,
  stepsTo,
} from "../../src/client/reasons.ts";
import { temporaryFolder } from "../cli/io.ts";

test("the command line refuses the same with the same words", () => {
  const folder = temporaryFolder();
  const refusal = (path: string): unknown => {
    const read = readModel(path);
    return typeof read === "string" ? read : read.refusal;
  };
  try {
    mkdirSync(join(folder.path, "folder.arch.yaml"));
    const large = folder.write("large.arch.yaml", new Uint8Array(10_200_000));
    const wide = folder.write("wide.arch.yaml", new Uint8Array([0xff, 0xfe, 0x41, 0]));
    symlinkSync("/etc/hostname", join(folder.path, "out.arch.yaml"));
    expect(refusal(join(folder.path, "folder.arch.yaml"))).toBe(refusalOfKind({ kind: "directory", size: 0 }));
    expect(refusal(large)).toBe(refusalOfKind({ kind: "file", size: 10_200_000 }));
    expect(refusal(wide)).toBe(refusalOfBytes(new Uint8Array([0xff, 0xfe])));
    expect(refusal(join(folder.path, "none.arch.yaml"))).toBe(refusalOfError("FileNotFound"));
    expect(refusal(join(folder.path, "a.arch.ts"))).toBe(refusalOfName("/a.arch.ts"));
    expect(readImport(`file://${folder.path}/out.arch.yaml`, folder.path)).toEqual({
      refusal: LEADS_OUT,
      outside: true,
    });
  } finally {
    folder.remove();
  }
});

test("an ordinary file is not refused", () => {
  expect(refusalOfName("/w/unet.arch.yaml")).toBeUndefined();
  expect(refusalOfKind({ kind: "file", size: 10_000_000 })).toBeUndefined();
  expect(refusalOfBytes(new TextEncoder().encode("model: A\n"))).toBeUndefined();
  expect(refusalOfBytes(new Uint8Array())).toBeUndefined();
});

test("what is neither file nor folder is refused, and so is what has grown since it was looked at", () => {
  expect(refusalOfKind({ kind: "other", size: 0 })).toBe("is no plain file");
  expect(refusalOfBytes(new Uint8Array(10_000_001))).toBe("has 10.0 MB; a model file may have 10 MB");
});

test("every failure of the editor's file systems has a reason", () => {
  const codes = [
    "FileNotFound",
    "FileNotADirectory",
    "FileIsADirectory",
    "NoPermissions",
    "Unavailable",
    "Unknown",
    "",
  ];
  for (const code of codes) expect(refusalOfError(code)).toMatch(/^(is|does|may|cannot) /);
});

test.each([
  ["/w/a.yaml", "/w", true],
  ["/w", "/w", true],
  ["/w/", "/w", true],
  ["/wide/a.yaml", "/w", false],
  ["/a.yaml", "/w", false],
  ["/a.yaml", "/", true],
])("%s inside %s: %s", (path, folder, inside) => {
  expect(isInside(path, folder)).toBe(inside);
});

test("every step below the folder may be a link", () => {
  expect(stepsTo("/w/blocks/deep/a.yaml", "/w")).toEqual(["/w/blocks", "/w/blocks/deep", "/w/blocks/deep/a.yaml"]);
  expect(stepsTo("/w/a.yaml", "/w/")).toEqual(["/w/a.yaml"]);
  expect(stepsTo("/a.yaml", "/")).toEqual(["/a.yaml"]);
});
