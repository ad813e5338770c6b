/** What must not happen, and what must come back. */
import { expect, inject, test } from "vitest";
import { BROKEN, BROKEN_JOIN, HOSTILE, TWO_FILES } from "./models.ts";
import { stage } from "./stage.ts";
import { PATIENCE_MS } from "./window.ts";
import { descendants } from "./workbench/server.ts";

const open = stage("node");
const { pid } = inject("hosts").node;

test("a file that the user associates with YAML is served too", async () => {
  const settings = { "files.associations": { "*.arch.yaml": "yaml" } };
  const window = await open({ files: BROKEN, open: "unet.arch.yaml", settings });
  await window.page.locator(".statusbar-item", { hasText: /^YAML$/ }).waitFor();
  // Nothing starts the extension for YAML but that the workspace has a model in it.
  await window.underlined(BROKEN_JOIN);
});

test("a file that is not open is followed on disk", async () => {
  const window = await open({ files: TWO_FILES, open: "model.arch.yaml" });
  await window.line("deep: tv.BasicBlock(16)[N, 16, H, W]").waitFor();
  window.write("parts.arch.yaml", window.text("parts.arch.yaml").replace("stride=1", "stride=2"));
  await window.underlined("Concat(stem, half)");
});

test("the status item says for which sizes the model works", async () => {
  const window = await open({ files: BROKEN, open: "unet.arch.yaml" });
  await window.underlined(BROKEN_JOIN);
  await window.page.locator("#status\\.languageStatus").hover();
  const status = window.page.locator(".hover-language-status");
  await status.filter({ hasText: "UNet: 1 error" }).filter({ hasText: "H % 8 == 0" }).waitFor();
});

test("names and strings that look like markup are shown as text", async () => {
  const window = await open({ files: HOSTILE, open: "hostile.arch.yaml" });
  await window.squiggles().first().waitFor();
  const rows = await window.problems();
  await rows.filter({ hasText: "`<img src=x onerror=alert(1)>` is no name" }).waitFor();
  for (const text of ["<img src=x onerror=alert(1)>:", '"[leave](command', '"</script><img src=x>"']) {
    const hover = await window.hover(text);
    await hover.filter({ hasText: text.replace(/[:"]/g, "").slice(0, 9) }).waitFor();
    expect(await hover.locator("img, script").count()).toBe(0);
    expect(await hover.locator('a[data-href*="closeAllEditors"]').count()).toBe(0);
    await window.page.keyboard.press("Escape");
  }
});

test("a server that is killed is back with what it knew", async () => {
  const window = await open({ files: BROKEN, open: "unet.arch.yaml", kills: true });
  await window.underlined(BROKEN_JOIN);
  const servers = (): number[] => descendants(pid, "dist/extension/server.js");
  const before = servers();
  expect(before.length).toBeGreaterThan(0);
  for (const one of before) process.kill(one, "SIGKILL");
  await expect.poll(() => servers().some((one) => !before.includes(one)), { timeout: PATIENCE_MS }).toBe(true);
  await window.underlined(BROKEN_JOIN);
  // Only the new server can know of this one.
  await window.putCursor("Concat(enc2, up2)", "end");
  await window.page.keyboard.press("ArrowLeft");
  await window.page.keyboard.type(", nobody");
  await window.underlined("nobody");
  expect(await window.notifications().count()).toBe(0);
});
