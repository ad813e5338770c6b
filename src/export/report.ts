/** What every format of a report is made from: the files that were looked at, with their texts and problems. */
import type { Problem } from "../core/diagnostic.ts";
import { Lines, type Position } from "../core/lines.ts";
import type { Span } from "../core/span.ts";

export interface FileReport {
  readonly uri: string;
  /** How people name it: a path relative to where they are. */
  readonly path: string;
  readonly problems: readonly Problem[];
}

export interface Report {
  readonly files: readonly FileReport[];
  /** The text of any document that a problem speaks of; undefined when it could not be had. */
  readonly textOf: (uri: string) => string | undefined;
  /** Any document's path, as people name it. */
  readonly pathOf: (uri: string) => string;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Places in documents as ranges; each document's lines are found once. */
export class Ranges {
  private readonly textOf: Report["textOf"];
  private readonly known = new Map<string, Lines | undefined>();

  constructor(textOf: Report["textOf"]) {
    this.textOf = textOf;
  }

  lines(uri: string): Lines | undefined {
    if (!this.known.has(uri)) {
      const text = this.textOf(uri);
      this.known.set(uri, text === undefined ? undefined : new Lines(text));
    }
    return this.known.get(uri);
  }

  of(uri: string, span: Span): Range {
    const lines = this.lines(uri);
    if (!lines) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    return { start: lines.position(span.start), end: lines.position(span.end) };
  }
}
