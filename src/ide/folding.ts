/** What can be folded away: entries, items and brackets of several lines, groups of comments, and marked regions. */
import type { Span } from "../core/span.ts";
import type { FileScope, YamlNode } from "../front/yaml/index.ts";
import { atomsOf } from "./format/atoms.ts";

export interface FoldingRange {
  /** From the first line that stays in sight to the end of the last that goes. */
  readonly span: Span;
  readonly kind: "comment" | "region" | undefined;
}

type File = Pick<FileScope, "tree">;

/** In the order of the text; one at most begins in a line. */
export function foldingRanges({ tree }: File): readonly FoldingRange[] {
  const { text } = tree;
  const all: FoldingRange[] = [
    ...regions(text, commentsOf(tree)),
    ...nodes(tree.root, tree.rootAt).map((span): FoldingRange => ({ span, kind: undefined })),
    ...groups(text, commentsOf(tree)),
  ];
  const byLine = new Map<number, FoldingRange>();
  for (const range of all) {
    if (!/[\r\n]/.test(text.slice(range.span.start, range.span.end))) continue;
    const line = lineStart(text, range.span.start);
    const other = byLine.get(line);
    if (!other || (!other.kind && other.span.end < range.span.end)) byLine.set(line, range);
  }
  return [...byLine.values()].sort((a, b) => a.span.start - b.span.start);
}

function nodes(node: YamlNode | undefined, at: number, out: Span[] = []): readonly Span[] {
  if (!node || node.kind === "scalar") return out;
  if (node.flow) out.push({ start: at, end: at + node.length });
  const parts = node.kind === "map" ? node.entries : node.items;
  for (const [i, { value, valueAt, length }] of parts.entries()) {
    const start = at + (node.starts[i] ?? 0);
    if (!node.flow) out.push({ start, end: start + length });
    nodes(value, start + valueAt, out);
  }
  return out;
}

// ── Comments ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Those that have a line of their own. */
function commentsOf(tree: File["tree"]): readonly Span[] {
  const { text } = tree;
  return atomsOf(tree).list.filter(
    ({ kind, start }) => kind === "comment" && /^[\s\ufeff]*$/.test(text.slice(lineStart(text, start), start)),
  );
}

/** Comments in lines that follow each other. */
function groups(text: string, comments: readonly Span[]): readonly FoldingRange[] {
  const out: { start: number; end: number }[] = [];
  for (const { start, end } of comments) {
    const last = out.at(-1);
    const between = last && text.slice(last.end, start);
    const next = between?.trim() === "" && /^[^\r\n]*(?:\r\n|\n|\r)[^\r\n]*$/.test(between);
    if (isMark(text.slice(start, end))) continue;
    if (last && next) last.end = end;
    else out.push({ start, end });
  }
  return out.map((span) => ({ span, kind: "comment" }));
}

const isMark = (comment: string): boolean => /^#\s*(?:end)?region\b/.test(comment);

/** From `# region` to its `# endregion`. */
function regions(text: string, comments: readonly Span[]): readonly FoldingRange[] {
  const open: number[] = [];
  const out: FoldingRange[] = [];
  for (const { start, end } of comments) {
    const comment = text.slice(start, end);
    if (/^#\s*region\b/.test(comment)) open.push(start);
    else if (/^#\s*endregion\b/.test(comment)) {
      const from = open.pop();
      if (from !== undefined) out.push({ span: { start: from, end }, kind: "region" });
    }
  }
  return out;
}

function lineStart(text: string, at: number): number {
  let i = at;
  while (i > 0 && !/[\r\n]/.test(text.charAt(i - 1))) i--;
  return i;
}
