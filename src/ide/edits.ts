/** Edits of one text. */
import type { Span } from "../core/span.ts";

interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** They do not overlap; of two at one place the first in the list comes first. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  let out = "";
  let at = 0;
  for (const { span, text: by } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    out += text.slice(at, span.start) + by;
    at = span.end;
  }
  return out + text.slice(at);
}
