/** Places one layer: finds its tensors and settings, and hands over to what places operators, blocks or chains. */
import type { Scope } from "../../core/graph.ts";
import type { Op } from "../../core/op.ts";
import { shift } from "../../core/span.ts";
import type { Expr, Placement } from "../expression/ast.ts";
import type { Elaboration } from "./elaboration.ts";
import { Evaluator } from "./evaluate.ts";
import type { Frame, Placed } from "./frame.ts";
import { placeBlock } from "./place_block.ts";
import { arityOf, placeOp } from "./place_op.ts";
import { BROKEN, type Numbering, nextName, type Step, type Use } from "./placed.ts";
import { mark } from "./same_weights.ts";
import type { Call, Settings } from "./settings.ts";
import { split, valueBefore, valuesBefore } from "./tensors.ts";

export function place(
  e: Elaboration,
  step: Extract<Step, { kind: "layer" }>,
  before: Placed | undefined,
  arrow: boolean,
  numbering: Numbering,
  where: string,
): Placed {
  const { item, layer, at, frame } = step;
  const use: Use = { name: nextName(numbering), scope: numbering.scope, frame, call: e.callOf(item, at, frame), where };
  const { call } = use;
  const done = (placed: Placed): Placed => {
    if (numbering.name === undefined) numbering.placed.push(placed);
    return placed;
  };
  if (!layer) return done(BROKEN);
  const target = layer.target;
  const named = target.kind === "op" && !target.op.positional?.length && target.op.listed === undefined;
  const literally = isLiteral(item) && !(named && item.args?.some((a) => !a.name));
  if (target.kind === "op" && layer.args.length === 0 && literally) {
    const input = valueBefore(e, before, target.op.name, target.op.inputs.length, use);
    const settings = literal(e, target.op, item, at, frame, call);
    return done(input ? placeOp(e, target.op, settings, [input], layer, use) : BROKEN);
  }
  const { tensors, settings, good } = split(e, item.args ?? [], at, frame, before, named);
  if (!good) return done(BROKEN);
  const args = [...layer.args, ...settings];
  const uses = tensors.length > 0;
  // Where one tensor is missing, that is what is told.
  const least =
    target.kind === "op" ? arityOf(target.op).least : target.kind === "block" ? (target.def.inputs?.length ?? 1) : 0;
  const fewer = tensors.length < least;
  const number = named ? settings.find((arg) => arg.name === undefined && typeof arg.value === "number") : undefined;
  if (number && target.kind === "op" && (uses ? fewer : least > 1)) {
    const written = call.text.slice(number.span.start - call.span.start, number.span.end - call.span.start);
    e.tell(
      frame,
      number.span,
      "tensor-count",
      `${target.op.name} takes tensors, and \`${written}\` is a number. A learned one is declared in \`weights\`; a fixed one changes no shape, and may be left out.`,
    );
    return done(BROKEN);
  }
  // An argument that could not be worked out may have been meant as the one that is missing.
  if (uses && fewer && settings.some((arg) => arg.name === undefined && arg.value === undefined)) return done(BROKEN);
  if (uses && arrow && before && !before.broken && !tensors.includes(before) && !fewer) {
    const text = target.kind === "op" ? target.op.name : (item.path.names.at(-1)?.text ?? "");
    const most = target.kind === "op" ? arityOf(target.op).most : least;
    const meant = tensors.length < most ? call.text.replace(/\(\s*/, "(_, ") : `${text}(_, …)`;
    e.tell(
      frame,
      shift(item.span, at),
      "unused-value",
      `${text} takes the tensors in its parentheses, so the value that the arrow brings is lost. Write \`_\` where it belongs: \`${meant}\`.`,
      meant.endsWith("…)") ? {} : { fix: { title: `Write \`${meant}\``, edits: [{ span: call.span, text: meant }] } },
    );
  }
  if (target.kind === "op") {
    const inputs = uses ? tensors : valuesBefore(e, before, target.op.name, target.op.inputs.length, use);
    const read = e.memory.settings.read(target.op, args, call, e.report);
    return done(inputs ? placeOp(e, target.op, read, inputs, layer, use) : BROKEN);
  }
  if (target.kind === "chain") {
    const extra = args[0];
    if (extra)
      e.report.add(extra.uri, extra.span, "too-many-arguments", "A chain that is used as a layer takes no settings.");
    const input = uses ? tensors[0] : before;
    const scope: Scope = { name: use.name, parent: numbering.scope, block: undefined, site: e.site(frame, call.span) };
    const inner: Numbering = { scope, placed: [], name: undefined };
    const steps: Step[] = [];
    const from = mark(e);
    const ok = e.choose(target.choice, target.at, target.frame, false, steps);
    const placed = e.run(steps, input, inner, where);
    return done(
      ok ? { ...placed, names: undefined, numbered: inner.placed, layer: { layer, from, to: mark(e) } } : BROKEN,
    );
  }
  return done(placeBlock(e, { ...layer, args }, target, uses ? tensors : undefined, before, use));
}

export function literal(
  e: Elaboration,
  op: Op,
  item: Placement,
  at: number,
  frame: Frame,
  call: Call,
): Settings | undefined {
  const known = e.memory.literal.get(item);
  if (known?.op === op) {
    const { attributes, init, written } = known.settings;
    return written.size === 0 ? known.settings : { attributes, init, written: written.moved(at) };
  }
  const before = e.report.problems.length;
  const args = item.args ? new Evaluator(e, frame, at).args(item.args) : [];
  const settings = e.memory.settings.read(op, args, call, e.report);
  if (settings && e.report.problems.length === before)
    e.memory.literal.set(item, { op, settings: { ...settings, written: settings.written.moved(-at) } });
  return settings;
}

/** It names nothing, so its settings are the same wherever the text stands. */
const isLiteral = (item: Placement): boolean =>
  item.args === undefined || item.args.every((a) => isLiteralExpr(a.value));

function isLiteralExpr(e: Expr): boolean {
  switch (e.kind) {
    case "int":
    case "float":
    case "string":
    case "bool":
    case "null":
      return true;
    case "list":
      return e.items.every(isLiteralExpr);
    case "unary":
      return isLiteralExpr(e.of);
    default:
      return false;
  }
}
