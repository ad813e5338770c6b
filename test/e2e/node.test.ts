/** The extension in a node host, as on a desktop or a remote machine. */
import { test } from "vitest";
import { completes, followsAUsedFile, mendsByKeyboard, renames, seesTheMistake } from "./scenarios.ts";
import { stage } from "./stage.ts";

const open = stage("node");

test("a join that does not fit is underlined, listed with both branches, and explained in a hover", async () => {
  await seesTheMistake(open);
});
test("names and operators are completed", () => completes(open));
test("a fix is taken by keyboard, and the mistake is gone", () => mendsByKeyboard(open));
test("a layer is renamed wherever it is read", () => renames(open));
test("a change in a file shows in the file that uses it", () => followsAUsedFile(open));
