/** Names of tensors: what a path leads to, and what is said of one that leads nowhere. */
import { listed, nearestName } from "../../core/nearest.ts";
import { type Span, shift } from "../../core/span.ts";
import type { Expr } from "../expression/ast.ts";
import { inLine } from "../expression/mentions.ts";
import type { BlockDef, LayerDef } from "./declared.ts";
import type { Elaboration } from "./elaboration.ts";
import type { Frame, Placed } from "./frame.ts";
import { BROKEN, tensorNames } from "./placed.ts";

const named = new WeakMap<BlockDef, ReadonlyMap<string, LayerDef>>();

function layersByName(def: BlockDef): ReadonlyMap<string, LayerDef> {
  let known = named.get(def);
  if (!known) {
    // Of several with one name the first counts.
    known = new Map(def.layers.flatMap((layer) => layer.names.map((n) => [n.text, layer] as const)).reverse());
    named.set(def, known);
  }
  return known;
}

export function laterLayer(name: string, frame: Frame): LayerDef | undefined {
  return layersByName(frame.def).get(name);
}

function belongsToModel(name: string, frame: Frame): boolean {
  const { model } = frame.file.def;
  if (frame.def === model) return false;
  const is = (n: { readonly text: string }) => n.text === name;
  return layersByName(model).has(name) || [...(model.inputs ?? []), ...model.weights].some((i) => is(i.name));
}

/** A name that stands further down: out of order, or round in a circle. */
export function tellLater(e: Elaboration, name: string, span: Span, frame: Frame): undefined {
  const { layers } = frame.def;
  const here = layers.find((l) => l.span.start <= span.start && span.end <= l.span.end);
  const own = here?.names[0]?.text;
  const seen = new Set<string>();
  const todo = [name];
  for (let n = todo.pop(); n !== undefined; n = todo.pop()) {
    if (seen.has(n)) continue;
    seen.add(n);
    const { line } = laterLayer(n, frame) ?? {};
    if (line) inLine(line.syntax, (mentioned) => todo.push(mentioned.text));
  }
  if (own !== undefined && seen.has(own)) {
    return e.tell(
      frame,
      span,
      "cycle",
      own === name
        ? `Layer "${name}" takes its own output.`
        : `"${own}" and "${name}" need each other: a network has no cycles.`,
    );
  }
  return e.tell(
    frame,
    span,
    "unknown-name",
    `"${name}" is used above the line that declares it: a name is declared above its use.`,
  );
}

export function valueAt(
  e: Elaboration,
  path: Extract<Expr, { kind: "path" }>,
  at: number,
  frame: Frame,
): Placed | undefined {
  const [first, ...rest] = path.names;
  if (!first) return undefined;
  const binding = frame.lookup(first.text);
  if (!binding) {
    const span = shift(first.span, at);
    if (frame.file.uses.has(first.text))
      return e.tell(frame, span, "not-a-layer", `"${first.text}" is a file; its blocks are placed as layers.`);
    if (laterLayer(first.text, frame)) return tellLater(e, first.text, span, frame);
    const near = nearestName(first.text, tensorNames(frame));
    if (belongsToModel(first.text, frame))
      return e.tell(
        frame,
        span,
        "unknown-name",
        `"${first.text}" is a tensor of the model, and a block sees its own names only: declare it in the block's \`inputs\` and hand it over.`,
      );
    return e.tell(
      frame,
      span,
      "unknown-name",
      `There is no layer or input "${first.text}"${near ? `; did you mean "${near}"?` : "."}`,
      near ? { fix: { title: `Change to \`${near}\``, edits: [{ span, text: near }] } } : {},
    );
  }
  if (binding.kind !== "tensor")
    return e.tell(
      frame,
      shift(first.span, at),
      "not-a-layer",
      `"${first.text}" is ${binding.kind === "param" ? "a parameter" : "a size"}, not a tensor.`,
    );
  if (!frame.captures)
    return e.tell(
      frame,
      shift(path.span, at),
      "unknown-name",
      `A layer that is a setting captures no tensor, so "${first.text}" cannot be reached from it: make it a block that has an input for it.`,
    );
  let placed = binding.placed;
  for (const [i, name] of rest.entries()) {
    if (placed.broken && !placed.names?.has(name.text)) return BROKEN;
    const next = /^\d+$/.test(name.text) ? placed.numbered?.[Number(name.text)] : placed.names?.get(name.text);
    if (!next) {
      const known = [...(placed.names?.keys() ?? []), ...(placed.numbered?.keys() ?? [])].map(String);
      const near = nearestName(name.text, known);
      const span = shift(name.span, at);
      const whole = path.names.slice(0, i + 1).map((n) => n.text);
      return e.tell(
        frame,
        span,
        "unknown-name",
        `"${whole.join(".")}" has no part "${name.text}"${near ? `; did you mean "${near}"?` : known.length > 0 ? `: it has ${listed(known.slice(0, 12), "and")}.` : "."}`,
        near ? { fix: { title: `Change to \`${near}\``, edits: [{ span, text: near }] } } : {},
      );
    }
    placed = next;
  }
  return placed;
}

/** A name that is a tensor, or can only be meant as one: a misspelt layer is told as such, not as a misspelt word. */
export function namesTensor(
  e: Elaboration,
  path: Extract<Expr, { kind: "path" }>,
  frame: Frame,
  named: boolean,
): boolean {
  const first = path.names[0]?.text ?? "";
  const binding = frame.lookup(first);
  if (binding) return binding.kind === "tensor";
  if (path.every) return true;
  if (e.layerNamed(path, frame) || frame.file.uses.has(first)) return false;
  // `named`: the layer's settings all go by name, so nothing else can be meant.
  if (named || belongsToModel(first, frame)) return true;
  return (
    laterLayer(first, frame) !== undefined ||
    (nearestName(first, frame.visible()) === nearestName(first, tensorNames(frame)) &&
      nearestName(first, tensorNames(frame)) !== undefined)
  );
}
