/** What must work alike in every kind of host. */
import { expect } from "vitest";
import { BROKEN, BROKEN_JOIN, SMALL, TWO_FILES } from "./models.ts";
import type { OpenWindow } from "./stage.ts";
import { type EditorWindow, PATIENCE_MS } from "./window.ts";

export async function seesTheMistake(open: OpenWindow): Promise<EditorWindow> {
  const window = await open({ files: BROKEN, open: "unet.arch.yaml" });
  await window.underlined(BROKEN_JOIN);

  const rows = await window.problems();
  const row = rows.filter({ hasText: 'Concat "dec3.0" cannot join its inputs' });
  await row.filter({ hasText: "[Ln 19, Col 9]" }).filter({ hasText: "concat-mismatch" }).waitFor();
  // Both branches of the join, back to where they part.
  for (const related of ["both come from", "mid.0 (MaxPool2d)", "up3 (ConvTranspose2d)", "the size that is declared"]) {
    await rows.filter({ hasText: related }).waitFor();
  }

  await window.line("dec3: Concat(enc3, up3) -> DoubleConv(256)[N, 256, ⌊H/4⌋, ⌊W/4⌋]").waitFor();
  await window.line("ConvTranspose2d(in_channels=256,128").waitFor();

  const hover = await window.hover(BROKEN_JOIN);
  await hover.filter({ hasText: "75" }).filter({ hasText: "74" }).filter({ hasText: "concat-mismatch" }).waitFor();
  // The operator's own part of the hover, with what goes in and out.
  await hover.filter({ hasText: "[N, 256, ⌊H/4⌋, ⌊W/4⌋]" }).waitFor();
  return window;
}

export async function completes(open: OpenWindow): Promise<void> {
  const window = await open({ files: SMALL, open: "small.arch.yaml" });
  await window.squiggles().first().waitFor();
  await window.putCursor("(stem, bo", "end");
  await window.page.keyboard.press("Control+Space");
  await (await window.suggestions()).filter({ hasText: "body" }).first().waitFor();
  await window.page.keyboard.press("Enter");
  await window.line("Add(stem, body)").waitFor();
  await expect.poll(() => window.squiggles().count(), { timeout: PATIENCE_MS }).toBe(0);

  await window.page.keyboard.press("End");
  await window.page.keyboard.type(" ->");
  const rows = await window.suggestions();
  // Whether an open list survives a burst of keys is the editor's affair: it is closed, and asked for again.
  await window.page.keyboard.press("Escape");
  await window.page.keyboard.type(" MaxP");
  await window.page.keyboard.press("Control+Space");
  await rows.first().filter({ hasText: "MaxPool2d" }).waitFor();
  await window.page.keyboard.press("Enter");
  await window.line("Add(stem, body) -> MaxPool2d(").waitFor();
}

export async function mendsByKeyboard(open: OpenWindow): Promise<void> {
  const window = await open({ files: BROKEN, open: "unet.arch.yaml" });
  await window.underlined(BROKEN_JOIN);
  await window.putCursor(BROKEN_JOIN);
  await window.quickFix("Change `sizes` to");
  await expect.poll(() => window.squiggles().count(), { timeout: PATIENCE_MS }).toBe(0);
  await window.saved();
  expect(window.text("unet.arch.yaml")).toMatch(/^sizes: \{ N: 1, H: (296|304), W: (296|304) \}$/m);
}

export async function renames(open: OpenWindow): Promise<void> {
  const window = await open({ files: BROKEN, open: "unet.arch.yaml" });
  await window.underlined(BROKEN_JOIN);
  await window.putCursor("enc3,");
  await window.page.keyboard.press("F2");
  const box = window.page.locator(".rename-box input");
  await box.waitFor();
  await box.fill("third");
  await box.press("Enter");
  await window.underlined("Concat(third, up3)");
  await window.saved();
  const text = window.text("unet.arch.yaml");
  expect(text).toContain("\n  third: MaxPool2d(2) -> DoubleConv(256)\n");
  expect(text).not.toContain("enc3");
}

export async function followsAUsedFile(open: OpenWindow): Promise<void> {
  const window = await open({ files: TWO_FILES, open: "model.arch.yaml" });
  await window.line("deep: tv.BasicBlock(16)[N, 16, H, W]").waitFor();
  await window.openFile("parts.arch.yaml");
  const rows = await window.problems();
  await window.putCursor("stride=1", "end");
  await window.page.keyboard.press("Backspace");
  await window.page.keyboard.type("2");
  // Not saved, and the model is not the file that is edited.
  await rows.filter({ hasText: 'Concat "join" cannot join its inputs' }).waitFor();
  await window.openFile("model.arch.yaml");
  await window.underlined("Concat(stem, half)");
  await window.openFile("parts.arch.yaml");
  await window.page.keyboard.press("Control+Z");
  await window.page.keyboard.press("Control+Z");
  await window.line("stride=1").waitFor();
  await rows.first().waitFor({ state: "detached" });
}
