/** The lines of a block: each is a chain, a list with names of its own, or names for several outputs. */
import type { Output, Scope } from "../../core/graph.ts";
import { shift } from "../../core/span.ts";
import type { ShapePattern } from "../expression/ast.ts";
import { flatten, run, runWhatCan } from "./chain.ts";
import type { At, LayerDef } from "./declared.ts";
import type { Elaboration } from "./elaboration.ts";
import type { Frame, Placed } from "./frame.ts";
import { valueAt } from "./names.ts";
import { BROKEN, lastOwn, type Numbering, type Step } from "./placed.ts";
import { mark } from "./same_weights.ts";
import { claimShape, readNames } from "./shapes.ts";
import { tellParts } from "./tensors.ts";

/** The layers of a block, and what it gives. */
export function body(
  e: Elaboration,
  frame: Frame,
  first: Placed | undefined,
): { readonly last: Placed | undefined; readonly numbering: Numbering } {
  const numbering: Numbering = { scope: frame.scope, placed: [], name: undefined };
  return { last: layers(e, frame.def.layers, frame, first, numbering), numbering };
}

export function outputs(
  e: Elaboration,
  frame: Frame,
  last: Placed | undefined,
): (Output & { readonly placed: Placed })[] {
  const { def } = frame;
  if (!def.outputs) {
    const layer = def.layers.at(-1);
    const name = layer?.names[0];
    if (!last) return [];
    return [
      {
        name: name?.text ?? "output",
        tensor: last.tensor,
        placed: last,
        site: e.site(frame, name?.span ?? layer?.span ?? def.name.span),
      },
    ];
  }
  return def.outputs.flatMap(({ name, path }) => {
    if (path.syntax.kind !== "path") return [];
    const span = shift(path.syntax.span, path.at);
    const placed = valueAt(e, path.syntax, path.at, frame);
    if (!placed) return [];
    if (!placed.tensor && !placed.broken)
      tellParts(e, frame.def.uri, span, path.syntax.names.map((n) => n.text).join("."), placed);
    return [{ name: name.text, tensor: placed.tensor, placed, site: e.site(frame, span) }];
  });
}

export function layers(
  e: Elaboration,
  defs: readonly LayerDef[],
  frame: Frame,
  first: Placed | undefined,
  numbering: Numbering,
): Placed | undefined {
  let current = first;
  for (const def of defs) current = layer(e, def, frame, current, numbering);
  return current;
}

export function layer(
  e: Elaboration,
  def: LayerDef,
  frame: Frame,
  before: Placed | undefined,
  numbering: Numbering,
): Placed {
  const [name] = def.names;
  const placed = def.body ? nested(e, def, def.body, frame, before, numbering) : line(e, def, frame, before, numbering);
  if (!name) return placed;
  if (def.names.length === 1) {
    if (!frame.names.has(name.text)) frame.names.set(name.text, { kind: "tensor", placed, span: name.span });
    return placed;
  }
  bindSeveral(e, def, frame, placed);
  return placed;
}

function bindSeveral(e: Elaboration, def: LayerDef, frame: Frame, placed: Placed): void {
  const parts = placed.numbered ?? (placed.names ? [...new Set(placed.names.values())] : []);
  const whole = def.line === undefined || def.line.syntax.problems.length === 0;
  const fits = parts.length === def.names.length;
  if (whole && !placed.broken && !fits) {
    const span = { start: def.names[0]?.span.start ?? 0, end: def.names.at(-1)?.span.end ?? 0 };
    const count = parts.length || 1;
    e.tell(
      frame,
      span,
      "unknown-output",
      `There ${count === 1 ? "is one output" : `are ${count} outputs`} here, and ${def.names.length} names.`,
    );
  }
  // Which output was meant by which name is not known when they are not as many.
  def.names.forEach((n, i) => {
    const part = fits ? parts[i] : undefined;
    if (!frame.names.has(n.text)) frame.names.set(n.text, { kind: "tensor", placed: part ?? BROKEN, span: n.span });
  });
}

/** A named list or mapping of layers: a chain with names of its own. */
export function nested(
  e: Elaboration,
  def: LayerDef,
  body: readonly LayerDef[],
  frame: Frame,
  before: Placed | undefined,
  outer: Numbering,
): Placed {
  const name = def.names.map((n) => n.text).join("_") || String(outer.placed.length);
  const scope: Scope = { name, parent: outer.scope, block: undefined, site: e.site(frame, def.span) };
  const inner = e.frame(frame.file, frame.def, scope, frame.site, frame);
  const numbering: Numbering = { scope, placed: [], name: undefined };
  const last = layers(e, body, inner, before, numbering);
  const names = new Map<string, Placed>();
  for (const [key, binding] of inner.names) if (binding.kind === "tensor") names.set(key, binding.placed);
  const placed: Placed = {
    tensor: last?.tensor,
    names,
    numbered: numbering.placed,
    layer: undefined,
    broken: last?.broken ?? false,
  };
  if (def.names.length === 0) outer.placed.push(placed);
  return placed;
}

export function line(
  e: Elaboration,
  def: LayerDef,
  frame: Frame,
  before: Placed | undefined,
  outer: Numbering,
): Placed {
  const { line } = def;
  const chain = line?.syntax.chain;
  if (!line || !chain) return BROKEN;
  const at = line.at;
  const steps: Step[] = [];
  const good = flatten(e, chain, at, frame, true, steps);
  const placing = steps.filter((s) => s.kind !== "value");
  let numbering = outer;
  if (def.names.length > 0) {
    const name = def.names.length === 1 ? (def.names[0]?.text ?? "") : def.names.map((n) => n.text).join("_");
    const single = placing.length === 1 && placing[0]?.kind !== "repeat";
    numbering = single
      ? { scope: outer.scope, placed: [], name }
      : {
          scope:
            placing.length === 0
              ? outer.scope
              : { name, parent: outer.scope, block: undefined, site: e.site(frame, def.span) },
          placed: [],
          name: undefined,
        };
  }
  const from = mark(e);
  let placed = good
    ? run(e, steps, before, numbering, lineWord(def, frame))
    : runWhatCan(e, steps, before, numbering, lineWord(def, frame));
  if (numbering !== outer && numbering.name === undefined && placing.length > 0) {
    // A numbered chain is reached by numbers, passes on what its last layer has, and is shared as a whole.
    const target = { kind: "chain", choice: { chain, span: chain.span }, at, frame } as const;
    placed = {
      ...placed,
      layer: placed.layer && { layer: { kind: "layer", target, args: [] }, from, to: mark(e) },
      numbered:
        placed.numbered && placing.length === 1 && placing[0]?.kind !== "repeat"
          ? placed.numbered
          : lastOwn(placed, numbering),
    };
  }
  if (line.syntax.problems.length > 0 && !placed.broken) placed = { ...placed, broken: placed.tensor === undefined };
  const expect = line.syntax.expect;
  if (expect) claimExpected(e, { syntax: expect, at }, placed, frame);
  return placed;
}

function claimExpected(e: Elaboration, pattern: At<ShapePattern>, placed: Placed, frame: Frame): void {
  const { tensor } = placed;
  const shape = tensor?.node.outputs[tensor.output];
  if (!tensor || !shape) {
    readNames(e, frame, pattern);
    if (!placed.broken && !tensor)
      tellParts(e, frame.def.uri, shift(pattern.syntax.span, pattern.at), "this line", placed);
    return;
  }
  claimShape(e, frame, pattern, shape, (condition, fault, span) => e.claim(frame, span, condition, fault, tensor));
}

/** A block that is one line with one layer is that layer. Undefined when it comes to more. */
export function alias(
  e: Elaboration,
  def: LayerDef,
  frame: Frame,
  first: Placed | undefined,
  numbering: Numbering,
): Placed | undefined {
  const { line } = def;
  if (!line?.syntax.chain) return BROKEN;
  const steps: Step[] = [];
  const good = flatten(e, line.syntax.chain, line.at, frame, true, steps);
  const placing = steps.filter((s) => s.kind !== "value");
  if (good && (placing.length !== 1 || placing[0]?.kind === "repeat")) return undefined;
  const placed = run(e, steps, first, numbering, "");
  if (line.syntax.expect) claimExpected(e, { syntax: line.syntax.expect, at: line.at }, placed, frame);
  return good ? placed : BROKEN;
}

function lineWord(def: LayerDef, frame: Frame): string {
  return frame.def.layers[0] === def && (frame.def.inputs?.length ?? 1) > 1
    ? `: ${frame.def.root ? "the model" : `block "${frame.def.name.text}"`} has several inputs`
    : "";
}
