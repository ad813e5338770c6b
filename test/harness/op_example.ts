/**
 * Examples of operators, run without the front end: `Conv2d(64, 7, stride=2)` on `[N, 3, H, W]`. Reads only what examples
 * consist of. A symbol is whatever the caller says, so that one text runs over symbols and over numbers.
 */
import { type Dim, type Dims, parseDim, type Shape } from "../../src/core/dim/index.ts";
import type { AnyValues, Op, OpExample } from "../../src/core/op.ts";
import type { Value } from "../../src/core/value.ts";

export type Symbols = (name: string) => Dim;

const OPENING = "([{⌊⌈";
const CLOSING = ")]}⌋⌉";

/** At the commas that stand in no bracket and no string. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (OPENING.includes(char)) depth++;
    if (CLOSING.includes(char)) depth--;
    if (char === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter((part) => part !== "");
}

function sizeOf(dims: Dims, text: string, symbols: Symbols): Dim {
  const { value, problem } = parseDim(dims, text, symbols);
  if (!value) throw new Error(`${text}: ${problem ?? "no size"}`);
  return value;
}

export const readShape = (dims: Dims, text: string, symbols: Symbols): Shape =>
  split(text.trim().slice(1, -1)).map((part) => sizeOf(dims, part, symbols));

function readValue(dims: Dims, text: string, symbols: Symbols): Value {
  if (/^(true|false)$/.test(text)) return text === "true";
  if (text === "null") return null;
  if (text.startsWith('"')) return text.slice(1, -1);
  if (/^-?\d+$/.test(text)) return Number(text);
  if (/^-?[\d.]+(e-?\d+)?$/.test(text)) return { kind: "decimal", value: Number(text), text };
  if (/^[([].*[)\]]$/.test(text) && split(text).length === 1 && (text.startsWith("[") || text.includes(",")))
    return split(text.slice(1, -1)).map((part) => readValue(dims, part, symbols));
  const dim = sizeOf(dims, text, symbols);
  return dim.constant ?? dim;
}

/** Its settings, complete with defaults. Throws where an example is wrong. */
export function readExample(dims: Dims, op: Op, { code, inputs }: OpExample, symbols: Symbols): AnyValues {
  const call = /^(\w+)(?:\((.*)\))?$/.exec(code);
  if (!call || call[1] !== op.name) throw new Error(`${code} is no use of ${op.name}`);
  let args = split(call[2] ?? "");
  // Tensors are written when there are several, or when there is one and it has a name of its own.
  if (inputs.length > 1) args = args.slice(inputs.length);
  const named = args
    .filter((arg) => /^\w+=/.test(arg))
    .map((arg) => [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)] as const);
  const bare = args.slice(0, args.length - named.length);
  const written = new Map<string, Value>(named.map(([name, text]) => [name, readValue(dims, text, symbols)]));
  if (op.listed && bare.length > 0)
    written.set(
      op.listed,
      bare.flatMap((text) => readValue(dims, text, symbols)),
    );
  else
    for (const [i, text] of bare.entries()) {
      const name = op.positional?.[i];
      if (name === undefined) throw new Error(`${code}: ${text} needs a name`);
      written.set(name, readValue(dims, text, symbols));
    }
  const values: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(op.attributes)) {
    const value = written.get(name);
    written.delete(name);
    if (value === undefined) {
      if (attribute.required) throw new Error(`${code}: ${name} is missing`);
      values[name] = attribute.default;
      continue;
    }
    const reading = attribute.kind.read(value, dims);
    if (!reading.ok) throw new Error(`${code}: ${name} takes ${reading.expected}`);
    values[name] = reading.value;
  }
  for (const name of written.keys()) throw new Error(`${code}: there is no ${name}`);
  return values;
}
