/**
 * Values that YAML would cut: inside braces and brackets it ends them at a comma, a bracket or a colon. What is said of
 * one shows it whole, and the fix writes the collection out as lines, where nothing is cut.
 */
import type { CST } from "yaml";
import { oneEdit, problem, type YamlFix } from "./problem.ts";
import type { YamlProblem } from "./tree.ts";

/** Where a collection's entries go when each has a line of its own. */
export interface Layout {
  readonly indent: number;
  /** The first one stays where the collection begins. */
  readonly inline: boolean;
  /** Blanks before the collection, which the first line's end does not need. */
  readonly blanks: number;
}

/** `before` is the line up to the collection. Undefined where lines would not do. */
export function layoutAfter(before: string, braces: boolean): Layout | undefined {
  const lead = /^ *(?:- +)*/.exec(before)?.[0] ?? "";
  if (before.includes("\t")) return undefined;
  if (lead.length < before.length)
    return { indent: lead.length + 2, inline: false, blanks: before.length - before.trimEnd().length };
  return !braces && lead.includes("-") ? undefined : { indent: lead.length, inline: true, blanks: 0 };
}

/** The edit that writes a collection as lines; `source` begins with it. */
export function asLines(
  token: CST.FlowCollection,
  source: string,
  { indent, inline, blanks }: Layout,
  length: number,
): YamlFix | undefined {
  const braces = token.start.source === "{";
  const ends = token.items.map((item) => item.start.find((t) => t.type === "comma")?.offset);
  const lines: string[] = [];
  for (const [i, item] of token.items.entries()) {
    const first = item.key ?? item.value;
    if (!first || !("offset" in first)) continue;
    const text = source.slice(first.offset, ends[i + 1] ?? length - 1).trim();
    if (/\n|\s#/.test(text) || (braces && !item.sep?.some((t) => t.type === "map-value-ind"))) return undefined;
    lines.push(braces ? text : `- ${text}`);
  }
  const gap = `\n${" ".repeat(indent)}`;
  return oneEdit("Give each a line of its own", -blanks, length, (inline ? "" : gap) + lines.join(gap));
}

export function cutProblem(
  start: number,
  end: number,
  cut: string,
  value: string,
  key: string | undefined,
  fix: YamlFix | undefined,
): YamlProblem {
  const mark = /[,[\]{}]|: /.exec(cut)?.[0] ?? ",";
  if (mark === ": ") return problem(start, end, "YAML allows no `: ` within a value, inside quotes either.");
  const where = mark === "," ? "the comma" : "the bracket";
  const line = shortened(key === undefined ? `- ${value}` : `${key}: ${value}`);
  const message = `Inside ${key === undefined ? "brackets" : "braces"} YAML ends a value at ${where}, so \`${shortened(value)}\` is cut: write \`${line}\` on a line of its own.`;
  return problem(start, end, message, fix);
}

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};
