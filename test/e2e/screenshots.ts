/**
 * `npm run screenshots`: pictures of the editor for people to look at, in a dark, a light and a high-contrast theme and
 * in a small window, under test-results/screenshots. A picture is taken once what it is to show is there.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { BROKEN, BROKEN_JOIN, SMALL } from "./models.ts";
import { stage } from "./stage.ts";
import type { EditorWindow } from "./window.ts";

const open = stage("node");

const LOOKS = [
  { look: "dark", theme: "Default Dark Modern", size: { width: 1280, height: 800 } },
  { look: "light", theme: "Default Light Modern", size: { width: 1280, height: 800 } },
  { look: "high-contrast", theme: "Default High Contrast", size: { width: 1280, height: 800 } },
  { look: "small", theme: "Default Dark Modern", size: { width: 720, height: 480 } },
] as const;

for (const { look, theme, size } of LOOKS) {
  const settings = { "workbench.colorTheme": theme, "workbench.sideBar.location": "left" };
  const shoot = async (window: EditorWindow, name: string): Promise<void> => {
    const folder = join("test-results/screenshots", look);
    mkdirSync(folder, { recursive: true });
    // What fades in is shown as it ends.
    await window.page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
  };
  const openBroken = async (): Promise<EditorWindow> => {
    const window = await open({ files: BROKEN, open: "unet.arch.yaml", settings, size });
    await window.page.keyboard.press("Control+B");
    await window.page.locator(".part.sidebar").waitFor({ state: "hidden" });
    await window.page.locator(".editor-instance .codelens-decoration", { hasText: "parameters" }).first().waitFor();
    return window;
  };

  test(`${look}: errors, hints, hover, fixes and problems`, async () => {
    const window = await openBroken();
    // In a small window the join is further down.
    await window.page.keyboard.press("Control+G");
    await window.page.locator(".quick-input-widget input").fill(":19:10");
    await window.page.keyboard.press("Enter");
    await window.underlined(BROKEN_JOIN);
    await window.line("[N, 256, ⌊H/4⌋, ⌊W/4⌋]").first().waitFor();
    await shoot(window, "1-errors-and-hints");

    const problem = await window.hover(BROKEN_JOIN);
    await problem.filter({ hasText: "concat-mismatch" }).filter({ hasNotText: "Loading" }).waitFor();
    await shoot(window, "2-hover-on-the-mistake");
    await window.page.keyboard.press("Escape");

    const layer = await window.hover("up2:");
    await layer.filter({ hasText: "ConvTranspose2d" }).filter({ hasNotText: "Loading" }).waitFor();
    await shoot(window, "3-hover-on-a-layer");
    await window.page.keyboard.press("Escape");

    await window.putCursor(BROKEN_JOIN);
    await window.page.keyboard.press("Control+.");
    await window.page.locator(".action-widget .monaco-list-row.action", { hasText: "sizes" }).first().waitFor();
    await shoot(window, "4-quick-fixes");
    await window.page.keyboard.press("Escape");

    await (await window.problems()).filter({ hasText: "the size that is declared" }).waitFor();
    await shoot(window, "5-problems");
  });

  test(`${look}: completion and signature`, async () => {
    const window = await open({ files: SMALL, open: "small.arch.yaml", settings, size });
    await window.page.keyboard.press("Control+B");
    await window.page.locator(".part.sidebar").waitFor({ state: "hidden" });
    await window.squiggles().first().waitFor();
    await window.putCursor("(stem, bo", "end");
    await window.page.keyboard.press("Control+Space");
    await window.suggestions();
    await shoot(window, "6-completion-of-a-name");
    await window.page.keyboard.press("Escape");

    await window.page.keyboard.type("dy");
    await window.page.keyboard.press("End");
    await window.page.keyboard.type(" -> Conv");
    await window.page.keyboard.press("Control+Space");
    await window.suggestions();
    if (!(await window.page.locator(".suggest-details-container").isVisible())) {
      await window.page.keyboard.press("Control+Space");
    }
    await window.page.locator(".suggest-details-container").waitFor();
    await shoot(window, "7-completion-of-an-operator");
    await window.page.keyboard.press("Escape");

    await window.page.keyboard.type("2d(8, ");
    await window.page
      .locator(".parameter-hints-widget.visible .parameter.active", { hasText: "kernel_size" })
      .waitFor();
    await shoot(window, "8-signature");
  });

  test(`${look}: the page of a problem, and the status`, async () => {
    const window = await openBroken();
    await window.page.locator("#status\\.languageStatus").hover();
    await window.page.locator(".hover-language-status", { hasText: "UNet" }).first().waitFor();
    await shoot(window, "9-status");
    await window.page.keyboard.press("Escape");
    await window.command("Shapewright: Explain a Problem");
    await window.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "concat-mismatch" }).waitFor();
    await shoot(window, "10-which-problem");
    await window.page.keyboard.press("Enter");
    const page = window.page.frameLocator("iframe.webview").frameLocator("iframe#active-frame");
    await page.locator("h1", { hasText: "concat-mismatch" }).waitFor();
    await shoot(window, "11-page");
  });
}
