/** The extension's entry in a web worker host. */
import type { ExtensionContext } from "vscode";
import { activateIn } from "./extension.ts";

export function activate(context: ExtensionContext): void {
  activateIn(context, async () => (await import("./web-host.ts")).webHost(context.extensionUri));
}
