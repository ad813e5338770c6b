/**
 * What the model says without being written: the shape that a layer gives, the sizes that its input decides, and the
 * names of arguments. Each kind has its switch.
 */
import type { Dim, Shape } from "../core/dim/index.ts";
import { pathOf, type Scope, scopePath, shapeOf } from "../core/graph.ts";
import type { Op } from "../core/op.ts";
import { type Fault, RuleContext } from "../core/rule.ts";
import { type Span, shift } from "../core/span.ts";
import { isDim } from "../core/value.ts";
import type { Arg, Chain, Placement } from "../front/expression/ast.ts";
import type { FileScope, LayerDef } from "../front/yaml/index.ts";
import { type BindingThere, blocksAt, framesOf, type NodeThere, nodesAt, pathIn, tensorsOf } from "./instances.ts";
import { hasTensor, namesOf } from "./names/index.ts";
import { isHole, layersOf, placementsIn, type Written } from "./placements.ts";
import type { Snapshot, Worked } from "./snapshot.ts";

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly kind: "shape" | "setting" | "argument";
  /** A line each. */
  readonly tooltip?: readonly string[];
}

export interface HintSwitches {
  readonly shapes: boolean;
  readonly settings: boolean;
  readonly arguments: boolean;
}

/** Instances that a tooltip lists. */
const MAX_LISTED = 12;

export function inlayHints(snapshot: Snapshot, file: FileScope, span: Span, on: HintSwitches): readonly InlayHint[] {
  const out: InlayHint[] = [];
  const overlaps = (s: Span): boolean => s.start <= span.end && span.start <= s.end;
  for (const { def, block } of layersOf(file)) {
    if (!def.line || !overlaps(def.span)) continue;
    if (on.settings || on.arguments)
      for (const written of placementsIn(def, block)) {
        if (on.settings) out.push(...inferred(snapshot, file, written));
        if (on.arguments) out.push(...argumentNames(file, written));
      }
    const shape = on.shapes ? shapeHint(snapshot, file, def) : undefined;
    if (shape) out.push(shape);
  }
  return out.filter(({ offset }) => span.start <= offset && offset <= span.end).sort((a, b) => a.offset - b.offset);
}

// ── Shapes ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** At the end of the line; none where `=>` says it already. */
function shapeHint(snapshot: Snapshot, file: FileScope, def: LayerDef): InlayHint | undefined {
  const { line } = def;
  if (!line?.syntax.chain || line.syntax.expect) return undefined;
  const offset = line.syntax.chain.span.end + line.at;
  const shapes = new Map<string, string[]>();
  for (const { worked, path, text } of given(snapshot, file, def)) {
    const choice = [...(worked.variant?.overrides ?? [])].map(([n, v]) => `${n}=${v}`).join(", ");
    const place = `${path}${choice ? ` with ${choice}` : ""}`;
    const known = shapes.get(text);
    if (!known) shapes.set(text, [place]);
    else if (!known.includes(place)) known.push(place);
  }
  const [first] = shapes.keys();
  if (first === undefined) return undefined;
  if (shapes.size === 1) return { offset, label: first, kind: "shape" };
  const list = [...shapes].map(([text, places]) => `${places[0]}: ${text}`);
  const more = list.length - MAX_LISTED;
  const tooltip = more > 0 ? [...list.slice(0, MAX_LISTED), `and ${more} more`] : list;
  return { offset, label: `${first} +${shapes.size - 1}`, kind: "shape", tooltip };
}

function* given(
  snapshot: Snapshot,
  file: FileScope,
  def: LayerDef,
): Iterable<{ readonly worked: Worked; readonly path: string; readonly text: string }> {
  const name = def.names[0];
  if (name) {
    const scope = namesOf(file).scopeAt(name.span.start);
    for (const there of framesOf(snapshot, file.def.uri, scope.block)) {
      const binding = there.frame.names.get(name.text);
      if (binding?.kind !== "tensor" || binding.span?.start !== name.span.start) continue;
      const { worked, frame } = there;
      const text = textOf(worked, { ...there, binding }, def);
      if (text !== undefined) yield { worked, path: pathIn(frame, def.names.map((n) => n.text).join(", ")), text };
    }
    return;
  }
  // An item without a name gives what its last layer gives, the last of a repeat.
  const last = lastIn(def.line?.syntax.chain);
  if (!last) return;
  const start = last.span.start + (def.line?.at ?? 0);
  const given = new Map<Scope, { readonly worked: Worked; readonly path: string; readonly shape: Shape | undefined }>();
  for (const { worked, node } of nodesAt(snapshot, file.def.uri, start))
    if (node.outputs.length === 1) given.set(node.scope, { worked, path: pathOf(node), shape: node.outputs[0] });
  for (const { worked, frame } of blocksAt(snapshot, file.def.uri, start)) {
    const { tensor } = frame.given ?? {};
    if (tensor && frame.scope.parent)
      given.set(frame.scope.parent, { worked, path: scopePath(frame.scope), shape: shapeOf(tensor) });
  }
  for (const { worked, path, shape } of given.values()) {
    const text = print(worked, shape);
    if (text !== undefined) yield { worked, path, text };
  }
}

/** The layer that a chain places last, where that is no choice. */
function lastIn(chain: Chain | undefined): Placement | undefined {
  const item = chain?.items.at(-1);
  if (item?.kind !== "group") return item;
  return item.choice.condition ? undefined : lastIn(item.choice.chain);
}

/** One shape, or those of several outputs; undefined after a mistake. */
function textOf(worked: Worked, { frame, binding }: BindingThere, def: LayerDef): string | undefined {
  if (binding.kind !== "tensor") return undefined;
  if (def.names.length > 1) {
    const all = def.names.flatMap(({ text }) => {
      const part = frame.names.get(text);
      return part?.kind === "tensor" && part.placed.tensor ? [part.placed.tensor] : [];
    });
    const texts = new Set(all.map((t) => print(worked, shapeOf(t))));
    const [only, second] = texts;
    if (second === undefined && only !== undefined && all.length > 1) return `${all.length} × ${only}`;
    return texts.has(undefined) || all.length === 0
      ? undefined
      : [...all].map((t) => print(worked, shapeOf(t))).join(", ");
  }
  const parts = tensorsOf(binding.placed);
  const texts = parts.map(({ name, tensor }) => {
    const text = print(worked, shapeOf(tensor));
    return text === undefined ? undefined : name === "" ? text : `${name}: ${text}`;
  });
  return texts.length === 0 || texts.length > 4 || texts.includes(undefined) ? undefined : texts.join(", ");
}

const print = ({ dims }: Worked, shape: Shape | undefined): string | undefined =>
  shape && !shape.some((dim) => dim.assumed) ? dims.printShape(shape) : undefined;

// ── What the input decides ───────────────────────────────────────────────────────────────────────────────────────

function inferred(snapshot: Snapshot, file: FileScope, { item, at, span }: Written): readonly InlayHint[] {
  const there = nodesAt(snapshot, file.def.uri, span.start);
  const op = there[0]?.node.op;
  if (!op) return [];
  const names = Object.entries(op.attributes).flatMap(([name, attribute]) => (attribute.inferred ? [name] : []));
  const texts = names.flatMap((name) => {
    if (item.args?.some((arg) => arg.name?.text === name)) return [];
    const values = new Set(there.map((one) => (one.node.op === op ? arriving(one, op, name) : undefined)));
    const [only, second] = values;
    return only !== undefined && second === undefined ? [`${name}=${only}`] : [];
  });
  if (texts.length === 0) return [];
  const text = texts.join(", ");
  const [first] = item.args ?? [];
  if (item.args) {
    const offset = first ? first.span.start + at : span.end - 1;
    return [{ offset, label: first ? `${text},` : text, kind: "setting" }];
  }
  return [{ offset: item.path.span.end + at, label: `(${text})`, kind: "setting" }];
}

/** No size is as large as this: the rule then says what has arrived instead. */
const IMPOSSIBLE = 2 ** 40 + 1;

/** What the rule itself takes a setting to be that it infers: asked by stating what cannot be. */
function arriving({ worked, node }: NodeThere, op: Op, name: string): string | undefined {
  if (!node.result || node.result.faults.length > 0) return undefined;
  const shapes = node.inputs.map(shapeOf);
  if (shapes.includes(undefined)) return undefined;
  const { dims } = worked;
  const impossible = op.attributes[name]?.kind.read(IMPOSSIBLE, dims);
  if (!impossible?.ok) return undefined;
  const context = new RuleContext(
    dims,
    node.inputs.map((t) => t.node.dtype),
  );
  op.shape(context, shapes as Shape[], { ...node.attributes, [name]: impossible.value });
  const faults: Fault[] = [...context.faults, ...context.requirements.map(({ fault }) => fault)];
  const got = faults.find(({ attribute }) => attribute === name)?.got;
  return got === undefined
    ? undefined
    : isDim(got)
      ? sizeText(worked, got)
      : Array.isArray(got)
        ? undefined
        : String(got);
}

const sizeText = ({ dims }: Worked, size: Dim): string | undefined => (size.assumed ? undefined : dims.print(size));

// ── Names of arguments ───────────────────────────────────────────────────────────────────────────────────────────

function argumentNames(file: FileScope, { item, at, span }: Written): readonly InlayHint[] {
  const args = item.args ?? [];
  if (args.length === 0) return [];
  const names = namesOf(file);
  const callee = names.at(shift(item.path.names.at(-1)?.span ?? item.path.span, at).start);
  const isTensor = (arg: Arg): boolean => {
    if (isHole(arg)) return true;
    const first = arg.value.kind === "path" ? names.at(arg.value.span.start + at) : undefined;
    return first?.kind === "declared" && hasTensor(first.declaration);
  };
  const tensors: string[] = [];
  const settings: string[] = [];
  if (callee?.kind === "op") {
    const { op } = callee;
    // One tensor, or any number of them, need no names.
    if (op.inputs.length > 1 && !op.inputs.some((i) => i.many)) tensors.push(...op.inputs.map((i) => i.name));
    settings.push(...(op.positional ?? []));
  } else if (
    callee?.kind === "declared" &&
    (callee.declaration.kind === "block" || callee.declaration.kind === "model")
  ) {
    const { def } = callee.declaration;
    tensors.push(...(def.inputs ?? []).map((i) => i.name.text));
    settings.push(...def.params.keys());
  }
  const out: InlayHint[] = [];
  let tensor = 0;
  let setting = 0;
  for (const arg of args) {
    if (arg.name) continue;
    const name = setting === 0 && isTensor(arg) ? tensors[tensor++] : settings[setting++];
    const text = file.def.text.slice(arg.span.start + at, arg.span.end + at);
    // What is called alike says it itself.
    if (name === undefined || text === name || text.endsWith(`.${name}`)) continue;
    out.push({ offset: arg.span.start + at, label: `${name}=`, kind: "argument" });
  }
  return span.end > span.start ? out : [];
}
