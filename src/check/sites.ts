/** Where a fault is shown: at the setting that it concerns when that stands in the layer's own text, else at the layer. */
import type { OpNode } from "../core/graph.ts";
import type { Fault } from "../core/rule.ts";
import type { Site } from "../core/span.ts";
import type { Source } from "./demands.ts";

export function faultSite(node: OpNode, fault: Fault): Site {
  const written = fault.attribute === undefined ? undefined : node.written.get(fault.attribute);
  const { site } = node;
  if (!written || written.start < site.span.start || written.end > site.span.end) return site;
  return { ...site, span: written };
}

export const siteOf = (source: Source): Site =>
  source.node ? faultSite(source.node, source.fault) : source.claim.site;
