/**
 * What a selection grows to: the name or number at a place, then what holds it in the line, then the entries around it,
 * the file in the end.
 */
import type { Span } from "../core/span.ts";
import { parseExpr, parseLine, parseNames, parseParam, parseShape } from "../front/expression/index.ts";
import type { FileScope, YamlNode } from "../front/yaml/index.ts";
import { atomsOf, type Leaf, leavesOf } from "./format/atoms.ts";

/** From the innermost outwards; each holds the one before and is larger. */
export function selectionRange({ tree }: Pick<FileScope, "tree">, offset: number): readonly Span[] {
  const { text, root, rootAt } = tree;
  const spans: Span[] = [{ start: 0, end: text.length }];
  const add = (start: number, end: number): void => {
    if (start <= offset && offset <= end && start < end) spans.push({ start, end });
  };
  nodes(root, rootAt, offset, add);
  for (const { kind, start, end } of atomsOf(tree).list) if (kind === "comment") add(start, end);
  for (const leaf of leavesOf(tree)) if (leaf.start <= offset && offset <= leaf.end) inLeaf(leaf, text, add);
  const word = wordAt(text, offset);
  add(word.start, word.end);
  return nested(spans, offset);
}

type Add = (start: number, end: number) => void;

function nodes(node: YamlNode | undefined, at: number, offset: number, add: Add): void {
  if (!node || offset < at || at + node.length < offset) return;
  add(at, at + node.length);
  if (node.kind === "scalar") {
    if (node.style === "single" || node.style === "double") add(at + 1, at + node.length - 1);
    return;
  }
  if (node.flow && !node.open) add(at + 1, at + node.length - 1);
  if (node.kind === "map")
    for (const [i, { key }] of node.entries.entries()) {
      const start = at + (node.starts[i] ?? 0);
      add(start, start + key.length);
    }
  for (const [i, part] of (node.kind === "map" ? node.entries : node.items).entries()) {
    const start = at + (node.starts[i] ?? 0);
    add(start, start + part.length);
    nodes(part.value, start + part.valueAt, offset, add);
  }
}

/** What an expression is made of. */
function inLeaf({ start, end, scalar, role }: Leaf, text: string, add: Add): void {
  if (scalar.style !== "plain" || !role) return;
  const source = text.slice(start, end);
  const trees: unknown[] =
    role === "names"
      ? [parseNames(source).value]
      : role === "line"
        ? [parseLine(source)]
        : [parseParam(source), parseExpr(source), parseShape(source)].filter(({ problems }) => problems.length === 0);
  const [syntax] = trees;
  if (syntax === undefined) return;
  everySpan(syntax, (span) => {
    if (0 <= span.start && span.end <= source.length) add(start + span.start, start + span.end);
  });
}

/** Spans of everything that is in a piece of syntax; all arguments together are one as well. */
function everySpan(of: unknown, tell: (span: Span) => void, within = ""): void {
  if (typeof of !== "object" || of === null) return;
  if (Array.isArray(of)) {
    const first = spanOf(of[0]);
    const last = spanOf(of.at(-1));
    if (within === "args" && first && last) tell({ start: first.start, end: last.end });
  }
  const own = spanOf(of);
  if (own) tell(own);
  for (const [key, value] of Object.entries(of)) if (key !== "span" && key !== "problems") everySpan(value, tell, key);
}

function spanOf(of: unknown): Span | undefined {
  if (typeof of !== "object" || of === null || !("span" in of)) return undefined;
  const { span } = of;
  if (typeof span !== "object" || span === null || !("start" in span && "end" in span)) return undefined;
  const { start, end } = span;
  return typeof start === "number" && typeof end === "number" ? { start, end } : undefined;
}

function wordAt(text: string, offset: number): Span {
  const part = /[\p{L}\p{N}\p{M}_]/u;
  let start = offset;
  let end = offset;
  while (start > 0 && part.test(text.charAt(start - 1))) start--;
  while (end < text.length && part.test(text.charAt(end))) end++;
  return { start, end };
}

/** The smallest first; what cuts across one before it is left out. */
function nested(spans: readonly Span[], offset: number): readonly Span[] {
  const out: Span[] = [];
  const touching = (s: Span): number => (offset < s.end ? 0 : 1);
  // Where two meet at the cursor, what begins there comes before what ends there.
  const sorted = [...spans].sort((a, b) => touching(a) - touching(b) || a.end - a.start - (b.end - b.start));
  const [first] = sorted;
  if (!first) return out;
  const bySize = [...spans].sort((a, b) => a.end - a.start - (b.end - b.start));
  out.push(first);
  for (const span of bySize) {
    const last = out.at(-1) ?? first;
    if (span.start <= last.start && last.end <= span.end && last.end - last.start < span.end - span.start)
      out.push(span);
  }
  return out;
}
