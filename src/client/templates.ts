/** The models that a new file can start from, in `templates/NAME.arch.yaml`. Listed here since a web address has no list. */
export const templateNames = ["empty", "unet", "resnet", "vit", "autoencoder"] as const;

export interface Template {
  readonly title: string;
  readonly description: string;
  /** The model without the two lines that present it. */
  readonly text: string;
}

/** The first comment line is the title, the second the description. */
export function readTemplate(source: string): Template {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const comments = lines.slice(0, 2).map((line) => /^#\s*(.*?)\s*$/.exec(line)?.[1]);
  const [title, description] = comments;
  const rest = comments.indexOf(undefined);
  const text = lines.slice(rest === -1 ? comments.length : rest).join("\n");
  return { title: title ?? "", description: description ?? "", text: text.replace(/^\n+/, "") };
}
