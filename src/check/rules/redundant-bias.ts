/**
 * A bias that the next layer takes away again: a norm subtracts the mean of each channel, and the bias with it. Only
 * where nothing else reads the biased values.
 */
import type { Fix } from "../../core/diagnostic.ts";
import type { Shape } from "../../core/dim/index.ts";
import { type Graph, type Node, type OpNode, shapeOf } from "../../core/graph.ts";
import type { Site } from "../../core/span.ts";
import type { Scene } from "../scene.ts";
import { layerName } from "../show.ts";

const key = (site: Site): string => `${site.span.start}:${site.span.end}:${site.uri}`;

interface Found {
  readonly node: OpNode;
  readonly next: OpNode;
}

/** One use of the same text that needs its bias keeps it. */
export function redundantBias(scenes: readonly Scene[]): void {
  const needed: OpNode[] = [];
  const found = scenes.flatMap(({ graph }) => biasesOf(graph, needed));
  if (found.length === 0) return;
  const kept = new Set(needed.map(({ site }) => key(site)));
  for (const { node, next } of found) {
    if (kept.has(key(node.site))) continue;
    const { uri, span } = node.site;
    const fix = withoutBias(node);
    scenes[0]?.findings.add(
      {
        uri,
        span,
        code: "redundant-bias",
        severity: "hint",
        message: `The bias of ${layerName(node)} has no effect: ${layerName(next)} subtracts it again. Write \`${node.op.biasAttribute}=false\`.`,
        related: [
          { uri: next.site.uri, span: next.site.span, message: "this norm subtracts the mean of each channel" },
        ],
        ...(fix ? { fixes: [fix] } : {}),
      },
      node.site,
    );
  }
}

/** Those that are needed are added to `needed`. */
function biasesOf({ nodes, outputs }: Graph, needed: OpNode[]): Found[] {
  // The one consumer of each node; `false` once there are two.
  const consumer: (OpNode | false | undefined)[] = new Array(nodes.length);
  const shared = new Set<Node>();
  for (const node of nodes) {
    if (node.kind !== "op") continue;
    if (node.shares) shared.add(node.shares).add(node);
    for (const { node: source } of node.inputs)
      if (source.id >= 0) consumer[source.id] = consumer[source.id] === undefined ? node : false;
  }
  for (const { tensor } of outputs) if (tensor && tensor.node.id >= 0) consumer[tensor.node.id] = false;
  const found: Found[] = [];
  for (const node of nodes) {
    if (node.kind !== "op" || node.op.biasAttribute === undefined || node.attributes[node.op.biasAttribute] !== true)
      continue;
    const next = consumer[node.id];
    if (next && !shared.has(node) && cancels(next)) found.push({ node, next });
    else needed.push(node);
  }
  return found;
}

function cancels(next: OpNode): boolean {
  const shapes: Shape[] = [];
  for (const input of next.inputs) {
    const shape = shapeOf(input);
    if (!shape) return false;
    shapes.push(shape);
  }
  return next.op.cancelsBias(shapes, next.attributes);
}

/** Beside the last setting that is written. Without one it is not known whether there are parentheses. */
function withoutBias(node: OpNode): Fix | undefined {
  const { site, written, op } = node;
  const { uri } = site;
  const name = op.biasAttribute ?? "bias";
  const inside = [...written].filter(([, s]) => site.span.start <= s.start && s.end <= site.span.end);
  const own = inside.find(([n]) => n === name)?.[1];
  const title = `Write \`${name}=false\``;
  if (own) return { title, edits: [{ uri, span: own, text: `${name}=false` }] };
  const end = Math.max(...inside.map(([, s]) => s.end), -1);
  return end < 0 ? undefined : { title, edits: [{ uri, span: { start: end, end }, text: `, ${name}=false` }] };
}
