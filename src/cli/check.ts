import { existsSync } from "node:fs";
import { pages } from "../check/pages.ts";
import type { Problem } from "../core/diagnostic.ts";
import { nearestName } from "../core/nearest.ts";
import { printGithub } from "../export/github.ts";
import { printJson } from "../export/json.ts";
import type { FileReport, Report } from "../export/report.ts";
import { visible } from "../export/safe-text.ts";
import { printSarif } from "../export/sarif.ts";
import { Analyser } from "./analyse.ts";
import type { Args } from "./args.ts";
import { type Command, complain } from "./commands.ts";
import { absolute, glob, isPattern, uriOf } from "./files.ts";
import { exit, type Io, isRefusal } from "./io.ts";
import { countsOf, plural, printReport, summaryLine } from "./report-text.ts";
import type { Look } from "./terminal.ts";
import { version } from "./version.ts";

const formats = ["text", "json", "github", "sarif"] as const;
type Format = (typeof formats)[number];

export const check: Command = {
  name: "check",
  takes: "FILE|PATTERN...",
  summary: "checks models for all sizes, and for those they name",
  options: {
    format: { value: "text|json|github|sarif", doc: "how problems are told (text unless given)" },
    "max-warnings": { value: "N", doc: "more warnings than N end with 1, as errors do" },
  },
  about: `A pattern may hold *, ?, ** and {a,b}; quote it, or the shell may read it first.

What is told:
  error     the shapes differ whatever the sizes are, or at one of the file's own \`sizes\`
  warning   they fit for some sizes only: the exact condition, a counterexample, the nearest sizes
  hint      something is never used or says nothing; a hint never fails
\`shapewright explain CODE\` says more about a code.

Ends with 0 when no error was found, with 1 on errors (or more warnings than --max-warnings),
and with 2 when it was called wrongly or a file could not be read.

Examples:
  shapewright check unet.arch.yaml
  shapewright check "models/**/*.arch.yaml" --max-warnings 0
  shapewright check "**/*.arch.yaml" --format github          in GitHub Actions
  shapewright check "**/*.arch.yaml" --format sarif > out.sarif
  shapewright check unet.arch.yaml --format json | jq '.files[].problems[].code'`,
  run,
};

function run(args: Args, io: Io, look: Look): number {
  const format = (args.values.get("format")?.[0] ?? "text") as Format;
  if (!formats.includes(format)) {
    const nearest = nearestName(format, formats);
    complain(
      io,
      `--format takes ${formats.slice(0, -1).join(", ")} or ${formats.at(-1)}, not ${JSON.stringify(visible(format))}${nearest ? `; did you mean ${nearest}?` : "."}`,
    );
    return exit.usage;
  }
  const limit = args.values.get("max-warnings")?.[0];
  if (limit !== undefined && !/^\d{1,9}$/.test(limit)) {
    complain(io, `--max-warnings takes a whole number, not ${JSON.stringify(visible(limit))}.`);
    return exit.usage;
  }
  if (args.names.length === 0) {
    complain(io, 'check which files? For example: shapewright check "**/*.arch.yaml"');
    return exit.usage;
  }

  const { paths, unreadable: unmatched } = filesOf(args.names, io);
  const { report, checked, unreadable } = checkFiles(paths, io);
  const counts = countsOf(report, checked);
  switch (format) {
    case "json":
      io.stdout.write(printJson(report));
      break;
    case "sarif":
      io.stdout.write(printSarif(report, { version, pages, base: folderUri(io.cwd) }));
      break;
    case "github":
      io.stdout.write(`${printGithub(report)}${summaryLine(counts)}\n`);
      break;
    default:
      if (checked > 0) io.stdout.write(`${printReport(report, look)}${look.paint("bold", summaryLine(counts))}\n`);
  }
  if (unmatched + unreadable > 0) return exit.usage;
  const tooMany = limit !== undefined && counts.warning > Number(limit);
  if (tooMany && counts.error === 0)
    complain(
      io,
      `${plural(counts.warning, "warning")} ${counts.warning === 1 ? "is" : "are"} more than --max-warnings ${limit} allows.`,
    );
  return counts.error > 0 || tooMany ? exit.problems : exit.clean;
}

const folderUri = (path: string): string => {
  const uri = uriOf(path);
  return uri.endsWith("/") ? uri : `${uri}/`;
};

/** A name that is a file is that file, whatever letters it has. */
function filesOf(names: readonly string[], io: Io): { readonly paths: readonly string[]; readonly unreadable: number } {
  const paths = new Map<string, string>();
  let unreadable = 0;
  for (const name of names) {
    const found = isPattern(name) && !existsSync(absolute(name, io.cwd)) ? glob(name, io.cwd) : [name];
    if (found.length === 0) {
      complain(io, `no file matches ${JSON.stringify(visible(name))}.`);
      unreadable++;
    }
    for (const path of found) paths.set(absolute(path, io.cwd), path);
  }
  return { paths: [...paths.values()], unreadable };
}

function checkFiles(paths: readonly string[], io: Io) {
  const analyser = new Analyser(io.cwd);
  const byFile = new Map<string, Problem[]>();
  const told = new Set<string>();
  let checked = 0;
  let unreadable = 0;
  for (const path of paths) {
    const analysis = analyser.file(path);
    if (isRefusal(analysis)) {
      const hint = analysis.refusal.startsWith("is a directory")
        ? `; its models are "${visible(path.replace(/\/+$/, ""))}/**/*.arch.yaml"`
        : "";
      complain(io, `${visible(path)} ${analysis.refusal}${hint}.`);
      unreadable++;
      continue;
    }
    checked++;
    if (!byFile.has(analysis.uri)) byFile.set(analysis.uri, []);
    for (const problem of analysis.result.problems) {
      // What is wrong in a file that several use is told once.
      const key = `${problem.uri} ${problem.span.start} ${problem.span.end} ${problem.code} ${problem.message}`;
      if (told.has(key)) continue;
      told.add(key);
      const list = byFile.get(problem.uri);
      if (list) list.push(problem);
      else byFile.set(problem.uri, [problem]);
    }
  }
  const files: FileReport[] = [...byFile].map(([uri, problems]) => ({ uri, path: analyser.pathOf(uri), problems }));
  const report: Report = { files, textOf: analyser.textOf, pathOf: analyser.pathOf };
  return { report, checked, unreadable };
}
