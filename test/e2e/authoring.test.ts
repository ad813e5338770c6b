/** Writing models beyond the scenarios of every host: pages, new files, formatting, going from file to file. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { BROKEN, BROKEN_JOIN, TWO_FILES, UNTIDY } from "./models.ts";
import { stage } from "./stage.ts";
import type { EditorWindow } from "./window.ts";

const open = stage("node");

/** The page of a code, as the editor shows it. */
const pageTitle = ({ page }: EditorWindow, code: string): Locator =>
  page.frameLocator("iframe.webview").frameLocator("iframe#active-frame").locator("h1", { hasText: code });

test("a problem's code opens its page", async () => {
  const window = await open({ files: BROKEN, open: "unet.arch.yaml" });
  await window.underlined(BROKEN_JOIN);
  const hover = await window.hover(BROKEN_JOIN);
  await hover.locator("a", { hasText: "concat-mismatch" }).first().click();
  await pageTitle(window, "concat-mismatch").waitFor();
});

test("the command explains a problem of the open model first", async () => {
  const window = await open({ files: BROKEN, open: "unet.arch.yaml" });
  await window.underlined(BROKEN_JOIN);
  await window.command("Shapewright: Explain a Problem");
  await window.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "concat-mismatch" }).waitFor();
  await window.page.keyboard.press("Enter");
  await pageTitle(window, "concat-mismatch").waitFor();
});

test("a new model starts from a template, and is checked before it is a file", async () => {
  const window = await open({ files: UNTIDY, open: "untidy.arch.yaml" });
  // Only now is it known what the extension adds to the menu.
  await window.line("last: stem->ReLU[N, 8, H, W]").waitFor();
  await window.command("Create: New File...");
  await window.pick("Shapewright Model");
  await window.pick("Vision Transformer");
  await window.line("model: ViT").waitFor();
  await window.page.locator(".codelens-decoration", { hasText: "parameters" }).first().waitFor();
  expect(await window.squiggles("error").count()).toBe(0);
  expect(await window.squiggles("warning").count()).toBe(0);
});

test("formatting tidies blanks and columns, and keeps comments", async () => {
  const window = await open({ files: UNTIDY, open: "untidy.arch.yaml" });
  await window.line("last: stem->ReLU[N, 8, H, W]").waitFor();
  await window.command("Format Document");
  await window.line("last: stem -> ReLU").waitFor();
  await window.saved();
  expect(window.text("untidy.arch.yaml")).toBe(`model: Untidy
inputs: { image: [N, 3, H, W] }
layers:
  # the first
  stem: Conv2d(8, 3, padding=1)       # keeps the size
  last: stem -> ReLU
outputs: last
`);
});

test("a definition is gone to, in a used file and in the built-in library", async () => {
  const window = await open({ files: TWO_FILES, open: "model.arch.yaml" });
  await window.line("half: parts.Half[N, 8, H, W]").waitFor();
  await window.putCursor("parts.Half", "end");
  await window.page.keyboard.press("F12");
  await window.shows("parts.arch.yaml");
  await window.page.locator(".statusbar-item", { hasText: "Ln 2, Col 3" }).waitFor();

  await window.openFile("model.arch.yaml");
  await window.putCursor("tv.BasicBlock", "end");
  await window.page.keyboard.press("F12");
  await window.shows("torchvision.arch.yaml");
  await window.line("BasicBlock:").waitFor();
  // It has shapes like any other model.
  await window.line("flat: Flatten[N, 2048]").waitFor();
});
