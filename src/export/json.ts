/** A report as JSON, for other programs. `docs/json-format.md` describes it, `docs/check.schema.json` is its schema. */
import type { Problem } from "../core/diagnostic.ts";
import { type Range, Ranges, type Report } from "./report.ts";
import { safeJson } from "./safe-text.ts";

/** Raised when a reader of the format would have to change. */
const FORMAT = 1;

interface JsonPlace {
  readonly uri: string;
  readonly range: Range;
}

interface JsonProblem {
  readonly code: string;
  readonly severity: Problem["severity"];
  readonly message: string;
  readonly range: Range;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
  readonly tag?: "unnecessary";
  readonly condition?: readonly string[];
  readonly counterexample?: Problem["counterexample"];
  readonly nearest?: Problem["nearest"];
  readonly fixes?: readonly {
    readonly title: string;
    readonly edits: readonly (JsonPlace & { readonly text: string })[];
  }[];
}

export interface JsonReport {
  readonly version: number;
  readonly files: readonly { readonly uri: string; readonly problems: readonly JsonProblem[] }[];
}

export function jsonReport(report: Report): JsonReport {
  const ranges = new Ranges(report.textOf);
  return {
    version: FORMAT,
    files: report.files.map(({ uri, problems }) => ({
      uri,
      problems: problems.map((problem) => jsonProblem(problem, ranges)),
    })),
  };
}

export const printJson = (report: Report): string => `${safeJson(jsonReport(report), 2)}\n`;

function jsonProblem(problem: Problem, ranges: Ranges): JsonProblem {
  const { code, severity, message, tag, condition, counterexample, nearest, fixes } = problem;
  return {
    code,
    severity,
    message,
    range: ranges.of(problem.uri, problem.span),
    related: (problem.related ?? []).map(({ uri, span, message }) => ({ uri, range: ranges.of(uri, span), message })),
    ...(tag && { tag }),
    ...(condition && { condition }),
    ...(counterexample && { counterexample }),
    ...(nearest && { nearest }),
    ...(fixes && {
      fixes: fixes.map(({ title, edits }) => ({
        title,
        edits: edits.map(({ uri, span, text }) => ({ uri, range: ranges.of(uri, span), text })),
      })),
    }),
  };
}
