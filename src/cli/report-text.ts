/** A report for people: each problem with its code frame, the places that belong to it, and what would help. */
import type { Problem, Severity } from "../core/diagnostic.ts";
import { Ranges, type Report } from "../export/report.ts";
import { visible } from "../export/safe-text.ts";
import { frameOf } from "./frame.ts";
import { type Look, type Style, toAscii, wrap } from "./terminal.ts";

const styles: Readonly<Record<Severity, Style>> = { error: "red", warning: "yellow", hint: "cyan" };

/** A problem at a place that forty layers share need not show them all. */
const MAX_RELATED = 6;

export function printReport(report: Report, look: Look): string {
  const ranges = new Ranges(report.textOf);
  let text = "";
  for (const { problems } of report.files)
    for (const problem of problems) text += `${printProblem(problem, report, ranges, look)}\n\n`;
  return text;
}

export function printProblem(problem: Problem, report: Report, ranges: Ranges, look: Look): string {
  const { paint } = look;
  // A hint is no story: what it concerns is enough.
  const related = problem.severity === "hint" ? [] : (problem.related ?? []);
  const gutter = gutterOf([problem, ...related], ranges);
  const say = (text: string): string => (look.ascii ? toAscii(visible(text)) : visible(text));
  const pad = " ".repeat(gutter);
  const folded = (text: string, from: number, hang: string): string =>
    look.wraps ? wrap(say(text), look.width - from, hang) : say(text);
  /** A mark in the margin, and a text that goes on below itself. */
  const aside = (mark: string, text: string): void => {
    const margin = pad.length + mark.length + 2;
    const body = folded(text, margin, "").replaceAll("\n", `\n${" ".repeat(margin)}`);
    lines.push(`${pad} ${paint("blue", mark)} ${body}`);
  };
  const lines: string[] = [];

  const show = (place: Pick<Problem, "uri" | "span">, mark: "^" | "-", style: Style): void => {
    const { start } = ranges.of(place.uri, place.span);
    const at = say(report.pathOf(place.uri));
    const known = ranges.lines(place.uri);
    lines.push(`${pad}${paint("blue", "-->")} ${at}${known ? `:${start.line + 1}:${start.character + 1}` : ""}`);
    if (known) lines.push(...frameOf(known, place.span, { look, mark, style, gutter }));
  };

  const style = styles[problem.severity];
  const head = `${problem.severity}[${say(problem.code)}]`;
  const clause = folded(`${head}: ${problem.message}`, 0, "    ").slice(head.length);
  lines.push(`${paint(style, head)}${paint("bold", clause)}`);
  show(problem, "^", style);
  for (const help of helpOf(problem)) aside("=", help);
  for (const one of related.slice(0, MAX_RELATED)) {
    aside("note:", one.message);
    show(one, "-", "blue");
  }
  const more = related.length - MAX_RELATED;
  if (more > 0) aside("note:", `and ${more} more ${more === 1 ? "place" : "places"}; \`--format json\` has them all`);
  return lines.join("\n");
}

function gutterOf(places: readonly Pick<Problem, "uri" | "span">[], ranges: Ranges): number {
  let most = 1;
  for (const { uri, span } of places.slice(0, MAX_RELATED + 1))
    most = Math.max(most, ranges.of(uri, span).start.line + 1);
  return String(most).length;
}

function helpOf({ message, condition, counterexample, nearest, fixes }: Problem): readonly string[] {
  const help: string[] = [];
  const open = (condition ?? []).filter((text) => !message.includes(text));
  if (open.length > 0) help.push(`works exactly when ${open.join(" and ")}`);
  const example = counterexample ? Object.entries(counterexample).map(([name, size]) => `${name}=${size}`) : [];
  if (example.length > 0 && !example.every((text) => message.includes(text)))
    help.push(`fails for example at ${example.join(", ")}`);
  for (const [name, { below, above }] of Object.entries(nearest ?? {})) {
    const sizes = [...(below === null ? [] : [`${below} below`]), ...(above === null ? [] : [`${above} above`])];
    const told = [below, above].every((size) => size === null || new RegExp(`\\b${size}\\b`).test(message));
    if (sizes.length > 0 && !told) help.push(`nearest ${name} that works: ${sizes.join(", ")}`);
  }
  for (const { title } of fixes ?? []) help.push(`fix: ${title}`);
  return help;
}

export interface Counts extends Readonly<Record<Severity, number>> {
  readonly files: number;
}

export function countsOf({ files }: Report, checked: number): Counts {
  const counts = { files: checked, error: 0, warning: 0, hint: 0 };
  for (const { problems } of files) for (const { severity } of problems) counts[severity]++;
  return counts;
}

/** `3 files checked: 1 error, 2 warnings`. */
export function summaryLine(counts: Counts): string {
  const parts = (["error", "warning", "hint"] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => plural(counts[severity], severity));
  return `${plural(counts.files, "file")} checked: ${parts.length > 0 ? parts.join(", ") : "no problems"}`;
}

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
