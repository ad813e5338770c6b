/** A half-open range of UTF-16 offsets in one document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something was written: a range in a document, and the call that placed it there (a block's use, a repeat, an import). */
export interface Site {
  readonly uri: string;
  readonly span: Span;
  readonly from?: Site;
}

export const shift = (span: Span, by: number): Span => ({ start: span.start + by, end: span.end + by });
