/** `share` places a layer, a block or a line again with the same weights. */
import type { Scope } from "../../core/graph.ts";
import { NO_PLACES, shift } from "../../core/span.ts";
import type { Elaboration } from "./elaboration.ts";
import type { Layer, Placed } from "./frame.ts";
import { valueAt } from "./names.ts";
import { placeBlock } from "./place_block.ts";
import { placeOp } from "./place_op.ts";
import { BROKEN, type Numbering, nextName, type Step, type Use } from "./placed.ts";

export function share(
  e: Elaboration,
  step: Extract<Step, { kind: "share" }>,
  before: Placed | undefined,
  numbering: Numbering,
): Placed {
  const { item, at, frame } = step;
  const call = e.callOf(item, at, frame);
  const use: Use = { name: nextName(numbering), scope: numbering.scope, frame, call, where: "" };
  const done = (placed: Placed): Placed => {
    if (numbering.name === undefined) numbering.placed.push(placed);
    return placed;
  };
  const [only, more] = item.args ?? [];
  if (only?.value.kind !== "path" || only.name || more) {
    e.tell(frame, call.span, "tensor-count", "`share` takes one layer by its name: `right -> share(encoder)`.");
    return done(BROKEN);
  }
  const original = valueAt(e, only.value, at, frame);
  if (!original || original.broken) return done(BROKEN);
  if (!original.layer) {
    e.tell(
      frame,
      shift(only.span, at),
      "not-a-layer",
      `"${call.text.slice(6, -1)}" is no single layer: \`share\` places one layer or block again.`,
    );
    return done(BROKEN);
  }
  if (!before?.tensor) {
    if (!before?.broken)
      e.tell(frame, call.span, "tensor-count", "`share` needs a value before it: `right -> share(encoder)`.");
    return done(BROKEN);
  }
  const outer = e.sharing;
  const first = e.nodes.length;
  e.sharing = { next: original.layer.from, to: original.layer.to };
  const { layer, node } = original.layer;
  const { target } = layer;
  const placed =
    target.kind === "op"
      ? placeOp(
          e,
          target.op,
          node && { attributes: node.attributes, init: node.init, written: NO_PLACES },
          [before],
          layer,
          use,
        )
      : target.kind === "block"
        ? placeBlock(e, layer, target, undefined, before, use)
        : shareChain(e, target, before, use);
  // A block that is shared as a whole goes on behind what it shares within itself.
  if (outer) outer.next += e.nodes.length - first;
  e.sharing = outer;
  return done(placed);
}

/** The chain without the value that opens it. */
function shareChain(
  e: Elaboration,
  target: Extract<Layer["target"], { kind: "chain" }>,
  before: Placed,
  { name, scope: parent, frame, call }: Use,
): Placed {
  const steps: Step[] = [];
  if (!e.choose(target.choice, target.at, target.frame, true, steps)) return BROKEN;
  const scope: Scope = { name, parent, block: undefined, site: e.site(frame, call.span) };
  const inner: Numbering = { scope, placed: [], name: undefined };
  const placed = e.run(
    steps.filter((step) => step.kind !== "value"),
    before,
    inner,
    "",
  );
  return { ...placed, names: undefined, numbered: inner.placed, layer: undefined };
}
