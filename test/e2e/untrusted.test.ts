/** A folder that nobody has said to trust: models are served all the same, and nothing asks to be trusted. */
import { expect, test } from "vitest";
import { seesTheMistake } from "./scenarios.ts";
import { stage } from "./stage.ts";

const open = stage("untrusted");

test("a model is checked in restricted mode, and nothing asks for trust", async () => {
  const window = await seesTheMistake(open);
  await window.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
  expect(await window.page.locator(".monaco-dialog-box").count()).toBe(0);
  expect(await window.notifications().count()).toBe(0);
});
