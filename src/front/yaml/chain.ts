/** A chain: its choices are made, its repeats written out, and its layers placed one after the other. */
import { shift } from "../../core/span.ts";
import type { Chain, Choice, Placement } from "../expression/ast.ts";
import { type Elaboration, MAX_LAYERS } from "./elaboration.ts";
import { Evaluator } from "./evaluate.ts";
import type { Frame, Placed } from "./frame.ts";
import { valueAt } from "./names.ts";
import { place } from "./place.ts";
import { BROKEN, type Numbering, type Step } from "./placed.ts";
import { share } from "./sharing.ts";
import { layerOf, methodOf } from "./unknown_layer.ts";
import { describe } from "./values.ts";

/** A chain with its choices made. `open` is where a value may stand. False when a part could not be told. */
export function flatten(e: Elaboration, chain: Chain, at: number, frame: Frame, open: boolean, steps: Step[]): boolean {
  let good = true;
  let first = open;
  for (const item of chain.items) {
    if (item.count) steps.push({ kind: "repeat", item, at, frame });
    else if (item.kind === "group") good = choose(e, item.choice, at, frame, first, steps) && good;
    else good = takeStep(e, item, at, frame, first, steps) && good;
    first = false;
  }
  return good;
}

export function choose(
  e: Elaboration,
  choice: Choice,
  at: number,
  frame: Frame,
  open: boolean,
  steps: Step[],
): boolean {
  const evaluator = new Evaluator(e, frame, at);
  for (let c: Choice | undefined = choice; c; c = c.otherwise) {
    const holds = c.condition ? evaluator.truth(c.condition) : true;
    if (holds === undefined) return false;
    if (holds) return flatten(e, c.chain, at, frame, open, steps);
  }
  return true;
}

function takeStep(e: Elaboration, item: Placement, at: number, frame: Frame, open: boolean, steps: Step[]): boolean {
  const [first, second] = item.path.names;
  if (!first) return false;
  const binding = frame.lookup(first.text);
  if (binding?.kind === "tensor") {
    if (!item.args && !item.key) {
      if (!open) {
        e.tell(
          frame,
          shift(item.path.span, at),
          "not-a-layer",
          `"${first.text}" is a tensor: what follows an arrow is a layer. ${binding.placed.layer ? `To place its layer again with the same weights, write \`share(${first.text})\`; to` : "To"} join two tensors, \`Add(_, ${first.text})\` or \`Concat(_, ${first.text})\`.`,
        );
        return false;
      }
      const placed = valueAt(e, item.path, at, frame);
      if (!placed) return false;
      steps.push({ kind: "value", placed });
      return true;
    }
    const text = first.text;
    const method = item.args && second && !item.key ? methodOf(e, item, second.text, at, frame) : undefined;
    if (method !== undefined) {
      const span = shift(item.span, at);
      e.tell(
        frame,
        span,
        "not-a-layer",
        `A tensor has no methods: what is done to it is a layer, \`${method}\`.`,
        open ? { fix: { title: `Write \`${method}\``, edits: [{ span, text: method }] } } : {},
      );
      return false;
    }
    e.tell(
      frame,
      shift(item.path.span, at),
      "not-a-layer",
      item.key
        ? `"${text}" is a tensor; a part of it is taken by a layer: \`${text} -> Select(1, 0)\`, \`${text} -> Slice(1, 0, end=4)\`.`
        : `"${text}" is a tensor, and takes no arguments.`,
    );
    return false;
  }
  if (!binding && first.text === "share" && !second) {
    steps.push({ kind: "share", item, at, frame });
    return true;
  }
  const layer = layerOf(e, item, at, frame);
  steps.push({ kind: "layer", item, layer, at, frame });
  return layer !== undefined;
}

/** `follows`: an arrow leads to the first step already. */
export function run(
  e: Elaboration,
  steps: readonly Step[],
  before: Placed | undefined,
  numbering: Numbering,
  where: string,
  follows = false,
): Placed {
  let current = before;
  let arrow = follows;
  for (const step of steps) {
    switch (step.kind) {
      case "value":
        current = step.placed;
        break;
      case "layer":
        current = place(e, step, current, arrow, numbering, where);
        break;
      case "share":
        current = share(e, step, current, numbering);
        break;
      case "repeat":
        current = repeated(e, step, current, arrow, numbering, where);
    }
    arrow = true;
  }
  return current ?? BROKEN;
}

/** After a mistake in the line: what stands before it still counts, what comes after it cannot be known. */
export function runWhatCan(
  e: Elaboration,
  steps: readonly Step[],
  before: Placed | undefined,
  numbering: Numbering,
  where: string,
): Placed {
  run(e, steps, before, numbering, where);
  return BROKEN;
}

function repeated(
  e: Elaboration,
  step: Extract<Step, { kind: "repeat" }>,
  before: Placed | undefined,
  arrow: boolean,
  numbering: Numbering,
  where: string,
): Placed {
  const { item, at, frame } = step;
  const count = item.count ? new Evaluator(e, frame, at).value(item.count) : 1;
  if (count === undefined) return BROKEN;
  const span = shift(item.count?.span ?? item.span, at);
  if (typeof count !== "number" || count < 0) {
    e.tell(
      frame,
      span,
      "repeat-count",
      `A layer is repeated a whole number of times that is known beforehand; this is ${describe(count)}.`,
    );
    return BROKEN;
  }
  if (count * e.instances > MAX_LAYERS) {
    // Repeats inside repeats meet this line again and again.
    if (e.instances > 1) e.full = true;
    e.tell(
      frame,
      span,
      "too-complex",
      `This asks for ${(count * e.instances).toLocaleString("en")} layers; a model may have ${MAX_LAYERS.toLocaleString("en")}.`,
    );
    return BROKEN;
  }
  e.instances *= Math.max(1, count);
  let current = before;
  let follows = arrow;
  for (let i = 0; i < count && !e.full; i++) {
    let inner = frame;
    if (item.as) {
      inner = e.frame(frame.file, frame.def, frame.scope, frame.site, frame);
      inner.names.set(item.as.text, { kind: "value", value: i, span: shift(item.as.span, at) });
    }
    const steps: Step[] = [];
    const good =
      item.kind === "group"
        ? choose(e, item.choice, at, inner, false, steps)
        : takeStep(e, item, at, inner, false, steps);
    current = run(e, steps, current, numbering, where, follows);
    if (!good) current = BROKEN;
    follows = true;
  }
  e.instances /= Math.max(1, count);
  return current ?? BROKEN;
}
