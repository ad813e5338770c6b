/** Renders `images/icon.svg`, which people edit, to the PNG that the extension shows: `node scripts/run.mjs icon`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const SIZE = 256;
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function main(): Promise<number> {
  const executablePath = process.env.CHROMIUM ?? browsers.find((path) => existsSync(path));
  if (!executablePath) {
    console.error("Chromium draws the icon, and is not installed; CHROMIUM may name another place.");
    return 2;
  }
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
    await page.setContent(`<style>body { margin: 0 }</style>${readFileSync("images/icon.svg", "utf8")}`);
    writeFileSync("images/icon.png", await page.screenshot({ omitBackground: true }));
  } finally {
    await browser.close();
  }
  console.log("images/icon.png is drawn.");
  return 0;
}
