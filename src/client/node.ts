/** The extension's entry in a node host. */
import type { ExtensionContext } from "vscode";
import { activateIn } from "./extension.ts";

export function activate(context: ExtensionContext): void {
  activateIn(context, async () => (await import("./node-host.ts")).nodeHost(context.extensionUri));
}
