/**
 * Offsets to positions and back, by the text that was checked: the open one may have gone on since. Positions are the
 * protocol's own, lines and UTF-16 units; a byte order mark that an editor sends is a character like any other.
 */
import type { Position, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Place } from "../core/diagnostic.ts";
import type { Span } from "../core/span.ts";
import { type FileScope, memo, type Snapshot } from "../ide/snapshot.ts";

/** Lines are counted once a text. */
const linesOf = memo(({ uri, text }: FileScope["def"]) => TextDocument.create(uri, "", 0, text));

export function rangeIn({ def }: FileScope, { start, end }: Span): Range {
  const lines = linesOf(def);
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

export const positionIn = ({ def }: FileScope, offset: number): Position => linesOf(def).positionAt(offset);
export const offsetIn = ({ def }: FileScope, position: Position): number => linesOf(def).offsetAt(position);

export const spanIn = (file: FileScope, { start, end }: Range): Span => ({
  start: offsetIn(file, start),
  end: offsetIn(file, end),
});

const START: Position = { line: 0, character: 0 };

/** A place in any file of a snapshot. */
export function rangeOf({ files }: Pick<Snapshot, "files">, { uri, span }: Place): Range {
  const file = files.get(uri);
  return file ? rangeIn(file, span) : { start: START, end: START };
}
