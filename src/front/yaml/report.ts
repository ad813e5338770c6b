/** Collects what is wrong while a file is read. A block that is used many times tells its mistake once. */
import type { Fix, Problem, Related, Severity } from "../../core/diagnostic.ts";
import type { Span } from "../../core/span.ts";

export interface Extra {
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly tag?: "unnecessary";
  readonly fix?: { readonly title: string; readonly edits: readonly { readonly span: Span; readonly text: string }[] };
}

const LIMIT = 1000;

export class Report {
  readonly problems: Problem[] = [];
  private readonly told = new Set<string>();

  add(uri: string, span: Span, code: string, message: string, extra: Extra = {}): void {
    const { severity = "error", related, tag, fix } = extra;
    const fixes: readonly Fix[] | undefined = fix && [
      { title: fix.title, edits: fix.edits.map((e) => ({ uri, ...e })) },
    ];
    this.take({
      uri,
      span,
      code,
      severity,
      message,
      ...(related ? { related } : {}),
      ...(tag ? { tag } : {}),
      ...(fixes ? { fixes } : {}),
    });
  }

  /** A problem that was found before, for a text that is still the same. */
  take(problem: Problem): void {
    const { uri, span, code } = problem;
    const key = `${code} ${span.start} ${span.end} ${uri}`;
    if (this.told.has(key) || this.told.size > LIMIT) return;
    this.told.add(key);
    if (this.told.size > LIMIT) {
      this.problems.push({
        uri,
        span,
        code: "too-complex",
        severity: "error",
        message: `There are more than ${LIMIT} problems; the rest is not listed.`,
      });
    } else this.problems.push(problem);
  }
}
