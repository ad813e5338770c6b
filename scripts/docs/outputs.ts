/**
 * Output within pages that people write: a comment names the command, and the fence after it holds what it prints.
 *
 *     <!-- $ shapewright summary examples/unet.arch.yaml -->
 *     ```text
 *     …
 *     ```
 */
import { outputOf } from "./terminal.ts";

const BLOCK = /(<!-- \$ shapewright (.*?) -->\n```text\n)[\s\S]*?^```$/gm;

/** The page with every block as the command prints it now. */
export const withOutputs = (root: string, page: string): string =>
  page.replace(BLOCK, (_, head: string, line: string) => `${head}${outputOf(root, line)}\n\`\`\``);
