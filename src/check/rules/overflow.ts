/** Sizes beyond 2⁵³: told at the layer that first gives one, not at those that hand it on. */
import { type OpNode, shapeOf } from "../../core/graph.ts";
import type { Scene } from "../scene.ts";
import { layerName } from "../show.ts";

export function overflow({ graph, findings }: Scene): void {
  for (const node of graph.nodes) {
    if (!node.outputs.some((shape) => shape?.some((dim) => dim.overflow))) continue;
    if (node.kind === "op" && (node.inputs.some((t) => shapeOf(t)?.some((dim) => dim.overflow)) || toldByRule(node)))
      continue;
    const { uri, span } = node.site;
    const axis = node.outputs.flatMap((shape) => shape ?? []).findIndex((dim) => dim.overflow);
    findings.add(
      {
        uri,
        span,
        code: "overflow",
        severity: "error",
        message: `${layerName(node)} has a size beyond 2⁵³ on axis ${axis}, which cannot be counted exactly.`,
      },
      node.site,
    );
  }
}

const toldByRule = (node: OpNode): boolean => node.result?.faults.some((f) => f.code === "overflow") ?? false;
