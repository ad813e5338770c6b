/** An operator becomes a node: the number of its tensors is checked, and its rule gives its shapes. */
import type { Shape } from "../../core/dim/index.ts";
import type { OpNode, Tensor } from "../../core/graph.ts";
import type { Op } from "../../core/op.ts";
import type { DType } from "../../core/rule.ts";
import { NO_PLACES } from "../../core/span.ts";
import type { Elaboration } from "./elaboration.ts";
import type { Layer, Placed } from "./frame.ts";
import { BROKEN, leaf, UNKNOWN, type Use } from "./placed.ts";
import { claimWeights, shared } from "./same_weights.ts";
import type { Settings } from "./settings.ts";
import { tellParts } from "./tensors.ts";

const arities = new WeakMap<Op, Arity>();

interface Arity {
  readonly least: number;
  readonly most: number;
  /** Whether the element types of the tensors matter. */
  readonly typed: boolean;
}

export function arityOf(op: Op): Arity {
  let arity = arities.get(op);
  if (!arity) {
    const { inputs } = op;
    arity = {
      least: inputs.reduce((n, i) => n + (i.optional ? 0 : (i.many?.min ?? 1)), 0),
      most: inputs.at(-1)?.many ? Number.POSITIVE_INFINITY : inputs.length,
      typed: inputs.some((i) => i.dtype !== undefined),
    };
    arities.set(op, arity);
  }
  return arity;
}

export function placeOp(
  e: Elaboration,
  op: Op,
  settings: Settings | undefined,
  inputs: readonly Placed[],
  layer: Layer,
  use: Use,
): Placed {
  const { name, scope, frame, call } = use;
  const site = e.site(frame, call.span);
  const { least, most, typed } = arityOf(op);
  if (inputs.length < least || inputs.length > most) {
    tellTensorCount(e, op, inputs.length, use);
    return BROKEN;
  }
  const tensors: Tensor[] = [];
  for (const input of inputs) {
    if (input.tensor) tensors.push(input.tensor);
    else if (input.broken) tensors.push(UNKNOWN);
    else {
      tellParts(e, frame.def.uri, call.span, op.name, input);
      return BROKEN;
    }
  }
  if (!e.room(frame, call.span)) return BROKEN;
  const shapes: Shape[] = [];
  let dtypes: (DType | undefined)[] | undefined;
  for (const t of tensors) {
    const shape = t.node.outputs[t.output];
    if (shape) shapes.push(shape);
  }
  if (typed) dtypes = tensors.map((t) => t.node.dtype);
  const result =
    settings && shapes.length === tensors.length
      ? e.memory.inference.apply(op, settings.attributes, shapes, dtypes)
      : undefined;
  const shares = shared(e, op);
  const node: OpNode = {
    kind: "op",
    id: e.nodes.length,
    name,
    scope,
    site,
    op,
    attributes: settings?.attributes ?? {},
    written: settings?.written ?? NO_PLACES,
    inputs: tensors,
    outputs: result?.outputs ?? (op.outputs ?? [undefined]).map(() => undefined),
    dtype: op.dtype ?? tensors[0]?.node.dtype,
    result,
    shares,
    init: settings?.init,
  };
  e.nodes.push(node);
  if (shares) claimWeights(e, shares, node, frame, call.span);
  const from = shares?.id ?? node.id;
  const again = { layer, from, to: from + 1, node };
  if (!op.outputs && !op.manyOutputs)
    return {
      tensor: { node, output: 0 },
      names: undefined,
      numbered: undefined,
      layer: again,
      broken: result === undefined,
    };
  const parts = node.outputs.map((_, output) => leaf({ node, output }, result === undefined));
  const names = op.outputs && new Map(op.outputs.map((n, i) => [n, parts[i] ?? BROKEN]));
  return {
    tensor: op.mainOutput ? { node, output: 0 } : undefined,
    names,
    numbered: parts,
    layer: again,
    broken: result === undefined,
  };
}

function tellTensorCount(e: Elaboration, op: Op, count: number, { frame, call }: Use): void {
  const { least, most } = arityOf(op);
  const takes =
    least === most
      ? `${least} tensor${least === 1 ? "" : "s"}`
      : most === Number.POSITIVE_INFINITY
        ? `at least ${least} tensors`
        : `${least} to ${most} tensors`;
  const names = op.inputs.some((i) => i.many) ? "" : ` (${op.inputs.map((i) => i.name).join(", ")})`;
  const text = call.text;
  const open = text.indexOf("(");
  const inside = open < 0 ? "" : text.slice(open + 1, -1).trim();
  const rest = op.inputs.slice(1, least).map((input) => input.name);
  const others = inside === "" ? (rest.length > 0 ? rest.join(", ") : "other") : inside;
  const meant = count < least && !inside.startsWith("_") ? `${op.name}(_, ${others})` : undefined;
  e.tell(
    frame,
    call.span,
    "tensor-count",
    `${op.name} takes ${takes}${names}; got ${count}.${meant ? ` Write \`${meant}\`: \`_\` is the value before it.` : ""}`,
    meant && inside !== "" ? { fix: { title: `Write \`${meant}\``, edits: [{ span: call.span, text: meant }] } } : {},
  );
}
