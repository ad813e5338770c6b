/** Markdown from a user's texts: whatever a file holds is shown as text and does nothing. */
import { visible } from "../export/safe-text.ts";

/** Longer texts are cut: a hover is read, not scrolled. */
const LONGEST = 400;

export function cut(text: string, longest = LONGEST): string {
  return text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

/** A code span, whatever backticks it holds. */
export function code(text: string): string {
  const shown = visible(cut(text)).replace(/\s+/g, " ");
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") || shown === "" ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** In a table a bar ends the cell, inside a code span as well. */
export const cell = (text: string): string => text.replaceAll("|", "\\|");

/** Prose of the user: a comment of the model file. */
export const prose = (text: string): string =>
  cut(text, 2000)
    .split("\n")
    .map((line) => visible(line.replace(/\t/g, " ")).replace(/[\\`*_{}[\]()#+!|<>~&-]/g, "\\$&"))
    .join("  \n");

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}
