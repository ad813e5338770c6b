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

/** Places by name, relative to where the text stands, so that equal texts share them. */
export class Places {
  private readonly of: ReadonlyMap<string, Span>;
  private readonly at: number;

  constructor(of: ReadonlyMap<string, Span>, at: number) {
    this.of = of;
    this.at = at;
  }

  moved(by: number): Places {
    return this.of.size === 0 || by === 0 ? this : new Places(this.of, this.at + by);
  }

  get size(): number {
    return this.of.size;
  }

  get(name: string): Span | undefined {
    const span = this.of.get(name);
    return span && shift(span, this.at);
  }

  *[Symbol.iterator](): Iterator<readonly [string, Span]> {
    for (const [name, span] of this.of) yield [name, shift(span, this.at)];
  }
}

export const NO_PLACES = new Places(new Map(), 0);
