/** The same package in the browser: client and server are workers, and files come from elsewhere. */
import { expect, inject, test } from "vitest";
import { completes, followsAUsedFile, mendsByKeyboard, renames, seesTheMistake } from "./scenarios.ts";
import { stage } from "./stage.ts";
import { descendants } from "./workbench/server.ts";

const open = stage("web");

test("a join that does not fit is underlined, listed with both branches, and explained in a hover", async () => {
  await seesTheMistake(open);
  // No process serves it.
  expect(descendants(inject("hosts").web.pid, "dist/extension/server.js")).toEqual([]);
});
test("names and operators are completed", () => completes(open));
test("a fix is taken by keyboard, and the mistake is gone", () => mendsByKeyboard(open));
test("a layer is renamed wherever it is read", () => renames(open));
test("a change in a file shows in the file that uses it", () => followsAUsedFile(open));
