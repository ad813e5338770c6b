/**
 * One browser window on one fresh workspace, and what a person does and sees in it. Everything waits for a condition;
 * nothing waits for a time.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { HostAddress } from "./setup.ts";

/** How long a condition may take to come true; only a failure waits so long. */
export const PATIENCE_MS = 30_000;

export interface WindowOptions {
  /** Names in the workspace, and what is in them: text, or the path of a file or folder to copy. */
  readonly files?: Readonly<Record<string, { readonly text: string } | { readonly copy: string }>>;
  /** The file that the window opens with. */
  readonly open?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly size?: { readonly width: number; readonly height: number };
  /** The test kills the server: what is logged of that is no alarm. */
  readonly kills?: true;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

declare global {
  interface Window {
    /** Every page gets it. */
    findText(text: string): Rect | undefined;
  }
}

export class EditorWindow {
  readonly page: Page;
  readonly workspace: string;
  /** What the browser's console said, the page's and those of its workers. */
  readonly console: string[] = [];
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, workspace: string) {
    this.#context = context;
    this.page = page;
    this.workspace = workspace;
    context.on("console", (message) => this.console.push(`${message.type()}: ${message.text()}`));
    context.on("weberror", (error) => this.console.push(`uncaught: ${error.error().message}`));
  }

  /** A window that shows nothing yet: `load` comes next. */
  static async create(browser: Browser, options: WindowOptions): Promise<EditorWindow> {
    const workspace = mkdtempSync(join(tmpdir(), "shapewright-models-"));
    for (const [name, from] of Object.entries(options.files ?? {})) {
      mkdirSync(join(workspace, name, ".."), { recursive: true });
      if ("copy" in from) cpSync(from.copy, join(workspace, name), { recursive: true });
      else writeFileSync(join(workspace, name), from.text);
    }
    if (options.settings) {
      mkdirSync(join(workspace, ".vscode"));
      writeFileSync(join(workspace, ".vscode/settings.json"), JSON.stringify(options.settings));
    }
    const context = await browser.newContext({ viewport: options.size ?? { width: 1280, height: 800 } });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(`window.findText = ${findText}`);
    return new EditorWindow(context, await context.newPage(), workspace);
  }

  async load(host: HostAddress, file: string | undefined): Promise<void> {
    const payload: [string, string][] = [["logLevel", "shapewright.shapewright:trace"]];
    const { host: authority } = new URL(host.url);
    if (file) payload.push(["openFile", `vscode-remote://${authority}${join(this.workspace, file)}`]);
    const query = new URLSearchParams({ folder: this.workspace, payload: JSON.stringify(payload) });
    await this.page.goto(`${host.url}/?${query}`);
    if (file) await this.shows(file);
    else await this.page.locator(".part.statusbar").waitFor();
  }

  /** A page that leaves ends its extension host; one that is torn down would leave it waiting for hours. */
  async close(): Promise<void> {
    this.page.on("dialog", (dialog) => dialog.accept());
    await this.page.goto("about:blank");
    await this.#context.close();
    rmSync(this.workspace, { recursive: true, force: true });
  }

  // Files

  async shows(name: string): Promise<void> {
    await this.page.locator(`.tab.active[data-resource-name="${basename(name)}"]`).waitFor();
    await this.page.locator(".editor-instance .view-line").first().waitFor();
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    const input = this.page.locator(".quick-input-widget input");
    await input.fill(name);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: basename(name) }).waitFor();
    await input.press("Enter");
    await this.shows(name);
  }

  /** The file on disk, once the editor has written it. */
  async saved(): Promise<void> {
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active:not(.dirty)").waitFor();
  }

  text(name: string): string {
    return readFileSync(join(this.workspace, name), "utf8");
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.workspace, name), text);
  }

  // The palette

  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input");
    await input.fill(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
    await input.press("Enter");
  }

  /** Takes the entry that holds `label` from the list that is asked for; some lists take typed text as an entry more. */
  async pick(label: string): Promise<void> {
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click();
  }

  // The text

  /**
   * Where `text` stands on the screen; it must be in view, and must not have hints within. Lines move while lenses and
   * hints come in: `act` is done again until the text stands where it stood before.
   */
  async #at(text: string, act: (rect: Rect) => Promise<void>): Promise<void> {
    const find = (): Promise<Rect> =>
      this.page
        .waitForFunction((sought) => window.findText(sought), text)
        .then((handle) => handle.jsonValue() as Promise<Rect>);
    for (let rect = await find(), before: Rect | undefined; rect.x !== before?.x || rect.y !== before.y; ) {
      await act(rect);
      before = rect;
      rect = await find();
    }
  }

  /** Puts the cursor into the middle of `text`, or before or behind it. */
  async putCursor(text: string, where: "in" | "start" | "end" = "in"): Promise<void> {
    await this.#at(text, async ({ x, y, width, height }) => {
      const at = where === "in" ? x + width / 2 : where === "start" ? x + 1 : x + width - 1;
      await this.page.mouse.click(at, y + height / 2);
    });
    await this.page.locator(".monaco-editor.focused").waitFor();
  }

  /** The text that is shown, a line each, hints included. */
  async lines(): Promise<string[]> {
    const lines = await this.page.locator(".monaco-editor.focused .view-line").evaluateAll((all) =>
      all
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? "" }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return lines.map((line) => line.replaceAll("\u00a0", " "));
  }

  line(text: string): Locator {
    return this.page.locator(".editor-instance .view-line", { hasText: inView(text) });
  }

  // What the extension shows

  squiggles(severity: "error" | "warning" = "error"): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`);
  }

  /** An underlined stretch begins where `text` begins and is as long. */
  async underlined(text: string): Promise<void> {
    await this.page.waitForFunction((sought) => {
      const at = window.findText(sought);
      if (!at) return false;
      return [...document.querySelectorAll(".editor-instance .squiggly-error")].some((one) => {
        const box = one.getBoundingClientRect();
        const middle = at.y + at.height / 2;
        return (
          Math.abs(box.x - at.x) < 3 && Math.abs(box.width - at.width) < 6 && box.top <= middle && box.bottom >= middle
        );
      });
    }, text);
  }

  async problems(): Promise<Locator> {
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    if (!(await this.page.locator(".markers-panel").isVisible())) await this.page.keyboard.press("Control+Shift+M");
    await this.page.locator(".markers-panel").waitFor();
    return rows;
  }

  async hover(text: string): Promise<Locator> {
    await this.#at(text, async ({ x, y, width, height }) => {
      await this.page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
    });
    const hover = this.page.locator(".monaco-resizable-hover .monaco-hover:not(.hidden)");
    await hover.waitFor();
    return hover;
  }

  async suggestions(): Promise<Locator> {
    const widget = this.page.locator(".suggest-widget.visible");
    await widget.locator(".monaco-list-row").first().waitFor();
    return widget.locator(".monaco-list-row");
  }

  /**
   * Takes a fix by keyboard: opens the menu, goes down to the entry, takes it. While problems still come in, the editor
   * drops what it was asked and says that there is nothing; one asks again.
   */
  async quickFix(title: string): Promise<void> {
    const menu = this.page.locator(".action-widget");
    const entry = menu.locator(".monaco-list-row.action", { hasText: title }).first();
    const nothing = this.page.locator(".monaco-editor-overlaymessage", { hasText: "No code actions available" });
    await this.page.keyboard.press("Control+.");
    await entry.or(nothing).first().waitFor();
    while (await nothing.isVisible()) {
      await this.page.keyboard.press("Escape");
      await nothing.waitFor({ state: "detached" });
      await this.page.keyboard.press("Control+.");
      await entry.or(nothing).first().waitFor();
    }
    const count = await menu.locator(".monaco-list-row.action").count();
    for (let i = 0; i < count && !(await entry.evaluate((row) => row.classList.contains("focused"))); i++) {
      await this.page.keyboard.press("ArrowDown");
    }
    await this.page.keyboard.press("Enter");
    await menu.waitFor({ state: "hidden" });
  }

  notifications(): Locator {
    return this.page.locator(".notifications-toasts .notification-toast");
  }
}

/** On the screen blanks are no-break spaces, and a hair space stands between text and a hint. */
function inView(text: string): RegExp {
  const characters = [...text].map((one) => (one === " " ? "[ \u00a0]" : one.replace(/[.*+?^${}()|[\]\\]/, "\\$&")));
  return new RegExp(characters.join("\u200a?"));
}

/** Runs in the page, so it may use nothing from outside. */
function findText(text: string): Rect | undefined {
  for (const line of document.querySelectorAll(".editor-instance .view-line")) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const nodes: Text[] = [];
    while (walker.nextNode()) nodes.push(walker.currentNode as Text);
    const at = nodes
      .map((node) => node.data)
      .join("")
      .replaceAll("\u00a0", " ")
      .indexOf(text);
    if (at < 0) continue;
    const range = document.createRange();
    let from = 0;
    for (const node of nodes) {
      const to = from + node.data.length;
      if (at >= from && at < to) range.setStart(node, at - from);
      if (at + text.length > from && at + text.length <= to) range.setEnd(node, at + text.length - from);
      from = to;
    }
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  }
  return undefined;
}
