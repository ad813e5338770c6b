/** A placed operator as a line of the model language would write it: `Conv2d(64, 3, padding=1)`. */
import type { Attribute } from "../core/attribute.ts";
import type { Dims } from "../core/dim/index.ts";
import type { OpNode } from "../core/graph.ts";
import { isDecimal, isDim } from "../core/value.ts";

export interface CallStyle {
  readonly ascii?: boolean;
}

/** Settings at their default and those that the input decides are left out; those without a name come first. */
export function callOf(node: OpNode, dims: Dims, style: CallStyle = {}): string {
  const { op, attributes } = node;
  const positional = op.positional ?? [];
  const parts: string[] = [];
  let named = false;
  for (const name of positional) {
    const attribute = op.attributes[name];
    const text = attribute && shown(attribute, attributes[name], dims, style);
    if (text === undefined) named = true;
    else parts.push(named ? `${name}=${text}` : text);
  }
  for (const [name, attribute] of Object.entries(op.attributes)) {
    if (positional.includes(name) || attribute.inferred) continue;
    const text = shown(attribute, attributes[name], dims, style);
    if (text === undefined) continue;
    parts.push(name === op.listed ? text.replace(/^\[(.*)\]$/, "$1") : `${name}=${text}`);
  }
  return parts.length > 0 ? `${op.name}(${parts.join(", ")})` : op.name;
}

function shown(attribute: Attribute, value: unknown, dims: Dims, style: CallStyle): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = valueText(value, dims, style);
  if (attribute.required) return text;
  return attribute.default !== undefined && text === valueText(attribute.default, dims, style) ? undefined : text;
}

export function valueText(value: unknown, dims: Dims, style: CallStyle = {}): string {
  if (Array.isArray(value)) {
    const texts = value.map((one) => valueText(one, dims, style));
    // One value for every axis is written once.
    const [first] = texts;
    return first !== undefined && texts.length > 1 && texts.every((text) => text === first)
      ? first
      : `(${texts.join(", ")})`;
  }
  if (isDim(value)) return dims.print(value, style);
  if (isDecimal(value)) return value.text;
  if (typeof value === "string") return JSON.stringify(value);
  return String(value);
}
