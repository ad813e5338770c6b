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

/** Whether a span lies in one of others, which are in order. */
export function within(spans: readonly Span[], span: Span): boolean {
  let low = 0;
  for (let high = spans.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= span.start) low = middle + 1;
    else high = middle;
  }
  return span.end <= (spans[low - 1]?.end ?? -1);
}

export class Report {
  readonly problems: Problem[] = [];
  /** Symbols that something placed depends on, though they may have any size. */
  readonly undecided = new Set<string>();
  private readonly told = new Set<string>();
  private readonly partial: Map<string, readonly Span[]>;

  /** `of`: what was read in part only for that report was so for this one. */
  constructor(of?: Report) {
    this.partial = of?.partial ?? new Map();
  }

  /** What could be read in part only: that has been told, and what follows from it is no second mistake. */
  readInPart(uri: string, spans: readonly Span[]): void {
    if (spans.length > 0)
      this.partial.set(
        uri,
        [...spans].sort((a, b) => a.start - b.start),
      );
  }

  /** Whether a problem lies in what was read in part only. */
  follows({ uri, span }: Pick<Problem, "uri" | "span">): boolean {
    return within(this.partial.get(uri) ?? [], span);
  }

  add(uri: string, span: Span, code: string, message: string, extra: Extra = {}): void {
    if (this.follows({ uri, span })) return;
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
