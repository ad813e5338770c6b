/**
 * Whole numbers where decimals are needed. What an operator gives says so itself; an input has no type but that of its
 * uses, so one that is read as indices and as decimals is told at the later of the two. Decimals where whole numbers
 * are needed are told by the shape rules.
 */
import { type Node, type OpNode, pathOf, type SourceNode } from "../../core/graph.ts";
import type { Scene } from "../scene.ts";
import { layerName, producerName } from "../show.ts";

/** An input with the first layer that reads it as indices, and the first that reads it as decimals. */
interface Uses {
  readonly of: SourceNode;
  indices?: OpNode;
  decimals?: OpNode;
}

export function dtypeMismatch(scene: Scene): void {
  const { nodes } = scene.graph;
  /** By node that has no type of its own: the input that it hands on. */
  const uses: (Uses | undefined)[] = new Array(nodes.length);
  for (const node of nodes) {
    if (node.kind !== "op") {
      if (node.dtype === undefined) uses[node.id] = { of: node };
      continue;
    }
    if (node.op.decimal) readDecimals(scene, node, uses);
    else readIndices(scene, node, uses);
    const from = node.inputs[0]?.node;
    if (node.dtype === undefined && from && from.id >= 0) uses[node.id] = uses[from.id];
  }
}

const usesOf = ({ id, dtype }: Node, uses: readonly (Uses | undefined)[]): Uses | undefined =>
  dtype === undefined && id >= 0 ? uses[id] : undefined;

function readDecimals(scene: Scene, node: OpNode, uses: readonly (Uses | undefined)[]): void {
  const [tensor] = node.inputs;
  if (!tensor) return;
  const { dtype } = tensor.node;
  if (dtype === "int" || dtype === "bool") {
    const got = dtype === "int" ? "whole numbers" : "true and false";
    const from = producerName(scene.graph.nodes, tensor, node);
    tell(scene, node, `${layerName(node)} takes decimals, but ${got} arrive from ${from}.`);
  }
  const known = usesOf(tensor.node, uses);
  if (!known) return;
  known.decimals ??= node;
  if (known.indices) tellBoth(scene, node, "decimals", known.indices, "whole numbers", known.of);
}

function readIndices(scene: Scene, node: OpNode, uses: readonly (Uses | undefined)[]): void {
  for (const [i, { dtype }] of node.op.inputs.entries()) {
    const tensor = node.inputs[i];
    const known = dtype === "int" && tensor ? usesOf(tensor.node, uses) : undefined;
    if (!known) continue;
    known.indices ??= node;
    if (known.decimals) tellBoth(scene, node, "whole numbers", known.decimals, "decimals", known.of);
  }
}

function tellBoth(scene: Scene, node: OpNode, takes: string, other: OpNode, reads: string, of: SourceNode): void {
  tell(
    scene,
    node,
    `${layerName(node)} takes ${takes}, but ${layerName(other)} reads "${pathOf(of)}" as ${reads}.`,
    other,
  );
}

function tell({ findings }: Scene, node: OpNode, message: string, other?: OpNode): void {
  const { uri, span } = node.site;
  const related = other && [{ uri: other.site.uri, span: other.site.span, message: "it is read here, too" }];
  findings.add(
    { uri, span, code: "dtype-mismatch", severity: "error", message, ...(related ? { related } : {}) },
    node.site,
  );
}
