/** Which names a block mentions, whether or not they are reached: what is mentioned nowhere is unused. */
import type { Line } from "../expression/ast.ts";
import { inExpr, inLine, inPattern, type Visit } from "../expression/mentions.ts";
import type { BlockDef, LayerDef, ParamValue } from "./declared.ts";

function inParam(value: ParamValue, visit: Visit): void {
  if (value.kind === "list") for (const item of value.items) inParam(item, visit);
  else if (value.kind === "table") for (const entry of value.entries) inParam(entry.value, visit);
  else if (value.kind === "syntax" && value.syntax.kind === "value") inExpr(value.syntax.value, visit);
}

/** Of a whole block: parameters, inputs, conditions, layers, outputs. */
export function mentionedInBlock(def: BlockDef): ReadonlySet<string> {
  const found = new Set<string>();
  const visit: Visit = (name) => found.add(name.text);
  for (const p of def.params.values()) inParam(p.value, visit);
  for (const t of [...(def.inputs ?? []), ...def.weights]) if (t.shape) inPattern(t.shape.syntax, visit);
  for (const w of def.where) inExpr(w.syntax, visit);
  for (const o of def.outputs ?? []) inExpr(o.path.syntax, visit);
  const layers: LayerDef[] = [...def.layers];
  const seen = new Set<Line>();
  for (let layer = layers.pop(); layer; layer = layers.pop()) {
    if (layer.body) layers.push(...layer.body);
    if (!layer.line || seen.has(layer.line.syntax)) continue;
    seen.add(layer.line.syntax);
    inLine(layer.line.syntax, visit);
  }
  return found;
}
