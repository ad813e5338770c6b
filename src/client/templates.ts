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
  const head: string[] = [];
  for (const line of lines.slice(0, 2)) {
    const comment = /^#\s*(.*?)\s*$/.exec(line)?.[1];
    if (comment === undefined) break;
    head.push(comment);
  }
  const [title = "", description = ""] = head;
  return { title, description, text: lines.slice(head.length).join("\n").replace(/^\n+/, "") };
}
