/** Which documents are ours. */
import { type TextDocument, type Uri, workspace } from "vscode";

export const MODEL_PATTERN = "**/*.arch.{yaml,yml}";

/** Models of ours in any file system, and those that the user opens as YAML. */
export const selector = [{ language: "shapewright" }, { language: "yaml", pattern: MODEL_PATTERN }];

export const isOurs = ({ languageId, uri }: TextDocument): boolean =>
  languageId === "shapewright" || (languageId === "yaml" && /\.arch\.ya?ml$/.test(uri.path));

/** An old version beside the present one, in a comparison, has hover and colours, but its problems are past. */
export function isWorkedOn(uri: Uri): boolean {
  return (
    uri.scheme === "untitled" ||
    workspace.fs.isWritableFileSystem(uri.scheme) === true ||
    workspace.getWorkspaceFolder(uri) !== undefined
  );
}
