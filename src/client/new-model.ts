/** "New File… → Shapewright Model": a model to start from, as an untitled document. */
import { l10n, type QuickPickItem, Uri, window, workspace } from "vscode";
import { readTemplate, type Template, templateNames } from "./templates.ts";

interface Choice extends QuickPickItem {
  readonly template: Template;
}

export async function newModel(extension: Uri): Promise<void> {
  const choice = await window.showQuickPick(choices(extension), {
    title: l10n.t("New Shapewright Model"),
    placeHolder: l10n.t("What to start from"),
    matchOnDetail: true,
  });
  if (!choice) return;
  const document = await workspace.openTextDocument({ language: "shapewright", content: choice.template.text });
  await window.showTextDocument(document);
}

async function choices(extension: Uri): Promise<Choice[]> {
  const decoder = new TextDecoder();
  return Promise.all(
    templateNames.map(async (name) => {
      const uri = Uri.joinPath(extension, "templates", `${name}.arch.yaml`);
      const template = readTemplate(decoder.decode(await workspace.fs.readFile(uri)));
      return { label: template.title, detail: template.description, template };
    }),
  );
}
