import { codes as registry } from "../check/codes.ts";
import { pages } from "../check/pages.ts";
import { nearestName } from "../core/nearest.ts";
import { visible } from "../export/safe-text.ts";
import type { Args } from "./args.ts";
import { type Command, complain } from "./commands.ts";
import { exit, type Io } from "./io.ts";
import { type Look, type Paint, toAscii, wrap } from "./terminal.ts";

export const explain: Command = {
  name: "explain",
  takes: "CODE",
  summary: "says what a problem means and how to fix it",
  options: {},
  about: `The code stands in brackets in what \`shapewright check\` prints. Without a code it lists them all.

Examples:
  shapewright explain concat-mismatch
  shapewright explain`,
  run,
};

function run({ names }: Args, io: Io, look: Look): number {
  const codes = Object.keys(pages).sort();
  const [code, ...more] = names;
  if (code === undefined) {
    io.stdout.write(listed(look));
    return exit.clean;
  }
  if (more.length > 0) {
    complain(io, "explain takes one code.");
    return exit.usage;
  }
  // As it is printed: `error[concat-mismatch]`.
  const wanted = /\[(.*)\]$/.exec(code)?.[1] ?? code;
  const page = Object.hasOwn(pages, wanted) ? pages[wanted] : undefined;
  if (page === undefined) {
    const nearest = nearestName(wanted, codes);
    complain(
      io,
      `there is no code ${JSON.stringify(visible(wanted))}${nearest ? `; did you mean ${nearest}?` : ". `shapewright explain` lists them."}`,
    );
    return exit.usage;
  }
  io.stdout.write(`${rendered(page, look)}\n`);
  return exit.clean;
}

/** Every code with what it says, in the order of the registry. */
function listed({ paint, ascii }: Look): string {
  const facts = Object.entries(registry);
  const width = Math.max(...facts.map(([code]) => code.length));
  const rows = facts.map(([code, { severity, summary }]) => {
    const words = ascii ? toAscii(summary) : summary;
    return `${paint("bold", code.padEnd(width))}  ${severity.padEnd(7)}  ${coded(words, paint)}\n`;
  });
  return `${rows.join("")}\n\`shapewright explain CODE\` prints the page of one.\n`;
}

/** What stands in backticks is set off by a colour, or by the backticks where there are none. */
const coded = (text: string, paint: Paint): string =>
  text.replace(/`([^`]*)`/g, (quoted, code: string) => {
    const painted = paint("cyan", code);
    return painted === code ? quoted : painted;
  });

/** Markdown as it is, with its headings, code and fences set off where there are colours. */
function rendered(page: string, { paint, ascii, width }: Look): string {
  let fenced = false;
  const lines: string[] = [];
  for (const line of (ascii ? toAscii(page) : page).trimEnd().split("\n")) {
    if (line.startsWith("```")) {
      fenced = !fenced;
      continue;
    }
    if (fenced) lines.push(`    ${paint("cyan", line)}`);
    else if (line.startsWith("#")) lines.push(paint("bold", line.replace(/^#+ */, "")));
    else lines.push(coded(wrap(line, width, line.startsWith("- ") ? "  " : ""), paint));
  }
  return lines.join("\n");
}
