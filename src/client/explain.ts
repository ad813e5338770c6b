/** The page of a code. Without a code, as the palette calls it, one is picked: those of the open model come first. */
import {
  commands,
  type ExtensionContext,
  l10n,
  languages,
  type QuickPickItem,
  QuickPickItemKind,
  window,
} from "vscode";
import { isOurs } from "./documents.ts";
import { pageOf } from "./pages.ts";

export async function explain(context: ExtensionContext, code: unknown): Promise<void> {
  const codes = codesOf(context);
  const chosen = typeof code === "string" && codes.has(code) ? code : await pick(codes);
  if (chosen) await commands.executeCommand("vscode.openWith", pageOf(chosen), "vscode.markdown.preview.editor");
}

/** Code → what it means in one clause. The setting for severities lists all codes, so the manifest has them. */
function codesOf({ extension }: ExtensionContext): ReadonlyMap<string, string> {
  const { properties } = extension.packageJSON.contributes.configuration;
  const listed: Readonly<Record<string, { readonly description: string }>> =
    properties["shapewright.check.severity"].properties;
  return new Map(Object.entries(listed).map(([code, { description }]) => [code, description]));
}

async function pick(codes: ReadonlyMap<string, string>): Promise<string | undefined> {
  const here = codesHere();
  const item = (code: string): QuickPickItem => ({ label: code, detail: codes.get(code) ?? "" });
  const ofModel = [...codes.keys()].filter((code) => here.has(code)).map(item);
  const others = [...codes.keys()].filter((code) => !here.has(code)).map(item);
  const heading = (label: string): QuickPickItem => ({ label, kind: QuickPickItemKind.Separator });
  const items =
    ofModel.length > 0 ? [heading(l10n.t("in this model")), ...ofModel, heading(l10n.t("others")), ...others] : others;
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Explain a Problem"),
    placeHolder: l10n.t("The code of a problem"),
    matchOnDetail: true,
  });
  return picked?.label;
}

function codesHere(): ReadonlySet<string> {
  const document = window.activeTextEditor?.document;
  if (!document || !isOurs(document)) return new Set();
  const codes = languages
    .getDiagnostics(document.uri)
    .map(({ code }) => (typeof code === "object" ? code.value : code));
  return new Set(codes.map(String));
}
