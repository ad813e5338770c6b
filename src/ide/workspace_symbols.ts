/** Models, blocks and layers of many files, by the letters of their names. */
import type { Place } from "../core/diagnostic.ts";
import type { Span } from "../core/span.ts";
import { entryOf } from "./names/entry.ts";
import { type Declaration, namesOf } from "./names/index.ts";
import { type FileScope, memo } from "./snapshot.ts";

export interface WorkspaceSymbol extends Place {
  readonly name: string;
  readonly kind: "model" | "block" | "layer";
  /** The whole entry; `span` is its name. */
  readonly whole: Span;
  /** The block or model that a layer belongs to, the model of a block's file. */
  readonly container: string;
}

/** More than this nobody reads. */
const MAX_SYMBOLS = 256;

/** The best first; with nothing asked for, models and blocks come before layers. */
export function workspaceSymbols(files: Iterable<FileScope>, query: string): readonly WorkspaceSymbol[] {
  const asked = query.replace(/\s+/g, "");
  const found: { readonly symbol: WorkspaceSymbol; readonly score: number }[] = [];
  for (const file of files)
    for (const symbol of symbolsOf(file)) {
      const score = match(asked, symbol.name);
      if (score !== undefined) found.push({ symbol, score: score - RANK[symbol.kind] });
    }
  return found
    .sort((a, b) => b.score - a.score || order(a.symbol.name, b.symbol.name) || order(a.symbol.uri, b.symbol.uri))
    .slice(0, MAX_SYMBOLS)
    .map(({ symbol }) => symbol);
}

const RANK: Readonly<Record<WorkspaceSymbol["kind"], number>> = { model: 0, block: 1, layer: 2 };

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const symbolsOf = memo((file: FileScope): readonly WorkspaceSymbol[] => {
  const own = file.def.model.name.text || file.def.uri.slice(file.def.uri.lastIndexOf("/") + 1);
  return namesOf(file).occurrences.flatMap((o) => {
    if (o.kind !== "declared" || o.role !== "declaration") return [];
    const { declaration } = o;
    const { kind } = declaration;
    if (kind !== "model" && kind !== "block" && kind !== "layer") return [];
    const { text: name, uri, span } = declaration;
    return [{ name, kind, uri, span, whole: entryOf(declaration), container: containerOf(declaration, own) }];
  });
});

function containerOf(declaration: Declaration, own: string): string {
  if (declaration.kind === "model") return "";
  return declaration.kind === "layer" && !declaration.block.root ? declaration.block.name.text : own;
}

/** How well a name has the letters in their order: the start of the name, of a word in it, and runs of letters count. */
function match(query: string, name: string): number | undefined {
  let score = 0;
  let at = 0;
  let last = -2;
  for (const letter of query) {
    const found = indexOf(name, letter, at);
    if (found < 0) return undefined;
    if (found === last) score += 8;
    else if (found === 0) score += 12;
    else if (startsWord(name, found)) score += 6;
    else score -= Math.min(found - at, 3);
    if (name.startsWith(letter, found)) score += 1;
    at = last = found + letter.length;
  }
  if (query !== "" && name.length === query.length) score += 20;
  return score * 4 - Math.min(name.length, 60) / 30;
}

function indexOf(name: string, letter: string, from: number): number {
  const lower = name.toLowerCase();
  // A few letters change their length in lower case: then only the letter itself counts.
  return lower.length === name.length ? lower.indexOf(letter.toLowerCase(), from) : name.indexOf(letter, from);
}

const startsWord = (name: string, at: number): boolean =>
  name[at - 1] === "_" || /^(?:\P{Lu}\p{Lu}|\P{N}\p{N})$/u.test(name.slice(at - 1, at + 1));
