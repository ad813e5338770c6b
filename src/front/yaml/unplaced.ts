/**
 * Blocks that nothing places: a collection for other files, or one that is still to be used. What is wrong whatever
 * arrives is told, names above all; what depends on the sizes and settings of a use is left to the use.
 */
import type { Scope } from "../../core/graph.ts";
import type { BlockDef } from "./declared.ts";
import { Elaborator } from "./elaborate.ts";
import type { Catalogue, Memory, Worked } from "./elaboration.ts";
import type { FileScope } from "./frame.ts";
import { isRequired } from "./params.ts";
import { Report } from "./report.ts";
import { symbolNames } from "./symbols.ts";

const CERTAIN: ReadonlySet<string> = new Set([
  "unknown-op",
  "unknown-name",
  "unknown-attribute",
  "missing-attribute",
  "positional-order",
  "too-many-arguments",
  "tensor-count",
]);

export function checkUnplaced(
  file: FileScope,
  blocks: readonly BlockDef[],
  catalogue: Catalogue,
  memory: Memory,
  report: Report,
): Worked[] {
  return blocks.map((def) => {
    const own = new Report();
    const worked = open(file, def, catalogue, memory, own);
    for (const problem of own.problems) if (CERTAIN.has(problem.code) && !report.follows(problem)) report.take(problem);
    return worked;
  });
}

function open(file: FileScope, def: BlockDef, catalogue: Catalogue, memory: Memory, report: Report): Worked {
  const elaborator = new Elaborator(catalogue, memory, report);
  const { dims } = memory.inference;
  const site = { uri: def.uri, span: def.name.span };
  const root: Scope = { name: "", parent: undefined, block: undefined, site };
  const frame = elaborator.frame(file, def, root, undefined);
  for (const { text, span } of symbolNames(def))
    frame.names.set(text, { kind: "value", value: dims.symbol(text), span });
  for (const [name, param] of def.params) {
    if (frame.names.has(name)) continue;
    frame.names.set(name, { kind: "param", def: param, state: isRequired(param) ? "done" : "new", value: undefined });
  }
  const inputs = (def.inputs ?? [{ name: { text: "x", span: def.name.span } }]).map(({ name }) => {
    const placed = elaborator.source("input", name.text, undefined, root, site);
    frame.names.set(name.text, { kind: "tensor", placed, span: name.span });
    return placed;
  });
  for (const { name } of def.weights) {
    const placed = elaborator.source("weight", name.text, undefined, root, site);
    frame.names.set(name.text, { kind: "tensor", placed, span: name.span });
  }
  const { last } = elaborator.body(frame, inputs.length === 1 ? inputs[0] : undefined);
  elaborator.outputs(frame, last);
  return { dims, nodes: elaborator.nodes, frames: elaborator.frames };
}
