/** Opens a block: names take the sizes that arrive, parameters their values, and its lines are placed in a scope of its own. */
import type { Shape } from "../../core/dim/index.ts";
import { type Scope, scopePath, type Tensor } from "../../core/graph.ts";
import { listed } from "../../core/nearest.ts";
import { type Span, shift } from "../../core/span.ts";
import { isDim } from "../../core/value.ts";
import type { Expr } from "../expression/ast.ts";
import { inExpr } from "../expression/mentions.ts";
import { conditionOf } from "./conditions.ts";
import type { BlockDef, InputDef, LayerDef } from "./declared.ts";
import type { Elaboration } from "./elaboration.ts";
import { Evaluator } from "./evaluate.ts";
import type { FileScope, Frame, Layer, Placed } from "./frame.ts";
import { bindParams } from "./params.ts";
import { BROKEN, leaf, type Use } from "./placed.ts";
import { claimShared, mark, sharedWeight } from "./same_weights.ts";
import { bindShape } from "./shapes.ts";
import { tellParts, valuesBefore } from "./tensors.ts";

/** Blocks inside blocks. */
const MAX_DEPTH = 100;

export function placeBlock(
  e: Elaboration,
  layer: Layer,
  { def, file }: { readonly def: BlockDef; readonly file: FileScope },
  tensors: readonly Placed[] | undefined,
  before: Placed | undefined,
  use: Use,
): Placed {
  const { name, scope: parent, frame: caller, call } = use;
  if (e.open.includes(def)) {
    e.tell(
      caller,
      call.span,
      "recursive-block",
      `Block "${def.name.text}" contains itself${
        e.open.at(-1) === def
          ? ""
          : ` (through ${listed(
              e.open.slice(e.open.indexOf(def) + 1).map((d) => `"${d.name.text}"`),
              "and",
            )})`
      }. Repeat a block with \`${def.name.text} * n\`.`,
    );
    return BROKEN;
  }
  if (e.open.length >= MAX_DEPTH) {
    e.tell(caller, call.span, "too-complex", `Blocks stand inside blocks more than ${MAX_DEPTH} deep.`);
    return BROKEN;
  }
  const site = e.site(caller, call.span);
  const inputs: readonly InputDef[] = def.inputs ?? [{ name: { text: "x", span: def.name.span } }];
  const given = tensors ?? valuesBefore(e, before, def.name.text, inputs.length, use);
  if (!given) return BROKEN;
  if (given.length !== inputs.length) {
    const named = tensors !== undefined && !(before && tensors.includes(before));
    tellBlockTensors(e, def, inputs, given.length, named, use);
    return BROKEN;
  }
  const scope: Scope = { name, parent, block: def.name.text, site };
  const frame = e.frame(file, def, scope, site);
  const passed = bindParams(e, def, frame, layer.args, call, inputs);
  if (!passed) return BROKEN;
  const placedInputs: Placed[] = [];
  for (const [i, input] of inputs.entries()) {
    const placed = given[i] as Placed;
    if (!placed.tensor && !placed.broken) {
      tellParts(e, caller.def.uri, call.span, def.name.text, placed);
      return BROKEN;
    }
    placedInputs.push(placed);
    frame.names.set(input.name.text, { kind: "tensor", placed, span: input.name.span });
  }
  inputs.forEach((input, i) => {
    const tensor = placedInputs[i]?.tensor;
    const shape = tensor?.node.outputs[tensor.output];
    if (!input.shape) return;
    let fits = true;
    bindShape(e, frame, input.shape, shape, i, call.span, (condition, fault, span) => {
      if (condition.kind === "false") fits = false;
      e.claim(caller, span, condition, { ...fault, attribute: input.name.text, text: def.name.text }, tensor);
    });
    // What does not fit at the door is told there; inside, nothing more is said of it.
    if (fits) return;
    placedInputs[i] = BROKEN;
    frame.names.set(input.name.text, { kind: "tensor", placed: BROKEN, span: input.name.span });
  });
  for (const condition of def.where) {
    const holds = conditionOf(new Evaluator(e, frame, condition.at), condition.syntax);
    if (holds)
      e.claim(
        caller,
        call.span,
        holds,
        {
          code: "condition-not-guaranteed",
          attribute: def.name.text,
          text: condition.text,
          ...namedSizes(e, condition.syntax, frame),
        },
        undefined,
      );
  }
  const from = mark(e);
  for (const weight of def.weights) {
    frame.names.set(weight.name.text, {
      kind: "tensor",
      placed: placeWeight(e, weight, frame, placedInputs[0]?.tensor, caller, call.span),
      span: weight.name.span,
    });
  }
  e.open.push(def);
  const first = placedInputs.length === 1 ? placedInputs[0] : undefined;
  // An alias of one layer takes the name of its use; its scope then stays empty.
  const alias = def.alias && def.layers[0]?.line ? { scope: parent, placed: [], name } : undefined;
  const result = alias ? e.alias(def.layers[0] as LayerDef, frame, first, alias) : undefined;
  if (result) {
    e.open.pop();
    frame.given = { ...result, layer: { layer, from, to: mark(e) } };
    return frame.given;
  }
  const { last, numbering } = e.body(frame, first);
  const outputs = e.outputs(frame, last);
  e.open.pop();
  const names = new Map<string, Placed>();
  for (const [key, binding] of frame.names) if (binding.kind === "tensor") names.set(key, binding.placed);
  if (def.outputs) for (const o of outputs) names.set(o.name, o.placed);
  const main = outputs.length === 1 ? outputs[0] : undefined;
  frame.given = {
    tensor: main?.tensor,
    names,
    ...(def.outputs ? { outputs: def.outputs.map((o) => o.name.text) } : {}),
    numbered: numbering.placed,
    layer: { layer, from, to: mark(e) },
    broken: main ? main.placed.broken : outputs.length === 0,
  };
  return frame.given;
}

/** A weight of its own, or that of the block whose weights are shared; unknown where that has another size. */
function placeWeight(
  e: Elaboration,
  weight: InputDef,
  frame: Frame,
  about: Tensor | undefined,
  caller: Frame,
  span: Span,
): Placed {
  const name = weight.name.text;
  const shape = weightShape(e, weight, frame);
  const node = sharedWeight(e, name);
  if (!node) return e.source("weight", name, shape, frame.scope, e.site(frame, weight.name.span));
  const [theirs] = node.outputs;
  const same = claimShared(e, { name, path: scopePath(node.scope), theirs, shape, about }, caller, span);
  return same ? leaf({ node, output: 0 }) : BROKEN;
}

/** What the names of a block's condition stand for: `H is 8 and W is 9`. */
function namedSizes(e: Elaboration, condition: Expr, frame: Frame): { readonly reason?: string } {
  const names = new Set<string>();
  inExpr(condition, ({ text }) => names.add(text));
  const parts = [...names].reverse().flatMap((name) => {
    const binding = frame.lookup(name);
    const value = binding?.kind === "value" ? binding.value : undefined;
    if (typeof value !== "number" && !isDim(value)) return [];
    const text = isDim(value) ? e.dims.print(value) : String(value);
    return text === name ? [] : [`${name} is ${text}`];
  });
  return parts.length > 0 ? { reason: listed(parts, "and") } : {};
}

export function weightShape(e: Elaboration, weight: InputDef, frame: Frame): Shape | undefined {
  if (!weight.shape) {
    e.tell(
      frame,
      weight.name.span,
      "missing-attribute",
      `Weight "${weight.name.text}" needs a shape: \`${weight.name.text}: [1, 64]\`.`,
    );
    return undefined;
  }
  const evaluator = new Evaluator(e, frame, weight.shape.at);
  const sizes = weight.shape.syntax.items.map((item) => {
    if (item.kind !== "ellipsis" && item.kind !== "hole") return evaluator.size(item);
    e.tell(frame, shift(item.span, weight.shape?.at ?? 0), "attribute-kind", "Every size of a weight is stated.");
    return undefined;
  });
  return sizes.includes(undefined) ? undefined : (sizes as Shape);
}

function tellBlockTensors(
  e: Elaboration,
  def: BlockDef,
  inputs: readonly InputDef[],
  count: number,
  named: boolean,
  { frame, call }: Use,
): void {
  const what = inputs.map((i) =>
    i.shape
      ? `${i.name.text} ${def.uri === frame.file.def.uri ? frame.file.def.text.slice(i.shape.syntax.span.start + i.shape.at, i.shape.syntax.span.end + i.shape.at) : ""}`.trim()
      : i.name.text,
  );
  const open = call.text.indexOf("(");
  const written = open < 0 ? "" : call.text.slice(open + 1, -1).trim();
  const meant =
    named && count === inputs.length - 1 && !written.startsWith("_")
      ? `${call.text.slice(0, open)}(_, ${written})`
      : undefined;
  e.tell(
    frame,
    call.span,
    "tensor-count",
    `Block "${def.name.text}" takes ${inputs.length} tensor${inputs.length === 1 ? "" : "s"}: ${listed(what, "and")}; got ${count}. ${meant ? `Write \`${meant}\`: \`_\` is the value before it.` : "They come first in the parentheses, before its settings."}`,
    {
      related: [{ uri: def.uri, span: def.name.span, message: `"${def.name.text}" is declared here` }],
    },
  );
}
