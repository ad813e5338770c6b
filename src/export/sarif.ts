/**
 * A report as SARIF 2.1.0, which code scanning services and editors read.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; columns are UTF-16 units, lines and columns from 1.
 */
import type { Edit, Problem, Severity } from "../core/diagnostic.ts";
import type { Span } from "../core/span.ts";
import { Ranges, type Report } from "./report.ts";
import { safeJson } from "./safe-text.ts";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", hint: "note" };

export interface SarifOptions {
  readonly version: string;
  /** The folder that relative paths start from, as a URI that ends in `/`. */
  readonly base: string;
  /** The page of a code, in Markdown. */
  readonly pages: Readonly<Record<string, string>>;
}

export function sarifReport(report: Report, { version, base, pages }: SarifOptions) {
  const ranges = new Ranges(report.textOf);
  const codes = [...new Set(report.files.flatMap(({ problems }) => problems.map(({ code }) => code)))].sort();
  const artifact = (uri: string) =>
    uri.startsWith(base) ? { uri: uri.slice(base.length), uriBaseId: "ROOT" } : { uri: addressOf(uri) };
  const region = (uri: string, span: Span) => {
    const { start, end } = ranges.of(uri, span);
    return {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    };
  };
  const location = (uri: string, span: Span) => ({
    physicalLocation: { artifactLocation: artifact(uri), region: region(uri, span) },
  });

  const fixOf = ({ title, edits }: { title: string; edits: readonly Edit[] }) => ({
    description: { text: title },
    artifactChanges: [...groupBy(edits, ({ uri }) => uri)].map(([uri, changes]) => ({
      artifactLocation: artifact(uri),
      replacements: changes.map(({ span, text }) => ({ deletedRegion: region(uri, span), insertedContent: { text } })),
    })),
  });

  const result = (problem: Problem) => ({
    ruleId: problem.code,
    ruleIndex: codes.indexOf(problem.code),
    level: levels[problem.severity],
    message: { text: problem.message },
    locations: [location(problem.uri, problem.span)],
    ...(problem.related?.length && {
      relatedLocations: problem.related.map(({ uri, span, message }, id) => ({
        id,
        ...location(uri, span),
        message: { text: message },
      })),
    }),
    ...(problem.fixes?.length && { fixes: problem.fixes.map(fixOf) }),
    ...(problem.condition?.length && {
      properties: {
        condition: problem.condition,
        ...(problem.counterexample && { counterexample: problem.counterexample }),
        ...(problem.nearest && { nearest: problem.nearest }),
      },
    }),
  });

  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Shapewright",
            semanticVersion: version,
            rules: codes.map((id) => {
              const page = pages[id];
              return {
                id,
                ...(page && { shortDescription: { text: titleOf(page, id) }, help: { text: page, markdown: page } }),
              };
            }),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { uri: base } },
        artifacts: report.files.map(({ uri }) => ({ location: artifact(uri) })),
        results: report.files.flatMap(({ problems }) => problems.map(result)),
      },
    ],
  };
}

export const printSarif = (report: Report, options: SarifOptions): string =>
  `${safeJson(sarifReport(report, options), 2)}\n`;

/** The page's first line of prose, without Markdown's marks. */
function titleOf(page: string, code: string): string {
  const line = page.split("\n").find((one) => one.trim() !== "" && !one.startsWith("#"));
  return (line ?? code).replaceAll("`", "").trim();
}

/** SARIF wants a valid URI reference. */
const addressOf = (uri: string): string => encodeURI(uri).replaceAll("%25", "%");

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
