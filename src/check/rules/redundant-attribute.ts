/** A setting that the input decides, written with the value that it has anyway, at every use of the same text. */
import type { Edit } from "../../core/diagnostic.ts";
import { type OpNode, shapeOf } from "../../core/graph.ts";
import type { Op } from "../../core/op.ts";
import type { Span } from "../../core/span.ts";
import type { Scene } from "../scene.ts";

interface Written {
  readonly node: OpNode;
  readonly name: string;
  readonly span: Span;
}

export function redundantAttribute(scenes: readonly Scene[]): void {
  const found: Written[] = [];
  const decisive = new Set<string>();
  for (const { graph } of scenes) {
    const inferredOf = new Map<Op, readonly string[]>();
    for (const node of graph.nodes) {
      if (node.kind !== "op" || node.written.size === 0) continue;
      let inferred = inferredOf.get(node.op);
      if (!inferred)
        inferredOf.set(
          node.op,
          (inferred = Object.keys(node.op.attributes).filter((name) => node.op.attributes[name]?.inferred)),
        );
      for (const name of inferred) {
        const span = node.written.get(name);
        if (!span || !within(span, node.site.span)) continue;
        if (followsFromInput(node, name)) found.push({ node, name, span });
        else decisive.add(key(node, span));
      }
    }
  }
  for (const { node, name, span } of found) {
    if (decisive.has(key(node, span))) continue;
    const { uri } = node.site;
    scenes[0]?.findings.add(
      {
        uri,
        span,
        code: "redundant-attribute",
        severity: "hint",
        message: `\`${name}\` of ${node.op.name} follows from what arrives: it can be left out.`,
        tag: "unnecessary",
        fixes: [{ title: `Remove \`${name}\``, edits: [removal(node, name, span)] }],
      },
      node.site,
    );
  }
}

const key = (node: OpNode, span: Span): string => `${span.start}:${span.end}:${node.site.uri}`;

const within = (inner: Span, outer: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The rule compared it with the input and had nothing to say, neither for all sizes nor for some. */
function followsFromInput(node: OpNode, name: string): boolean {
  const { result } = node;
  if (
    !result ||
    result.faults.some((f) => f.attribute === name) ||
    result.requirements.some((r) => r.fault.attribute === name)
  )
    return false;
  return node.inputs.every((input) => shapeOf(input)?.every((dim) => !dim.assumed));
}

/** With the comma that parts it from its neighbour. */
function removal(node: OpNode, name: string, span: Span): Edit {
  const { uri } = node.site;
  const spans = [...node.written].filter(([other, s]) => other !== name && within(s, node.site.span)).map(([, s]) => s);
  const before = spans.filter((s) => s.end <= span.start).sort((a, b) => b.end - a.end)[0];
  if (before) return { uri, span: { start: before.end, end: span.end }, text: "" };
  const after = spans.filter((s) => s.start >= span.end).sort((a, b) => a.start - b.start)[0];
  return { uri, span: after ? { start: span.start, end: after.start } : span, text: "" };
}
