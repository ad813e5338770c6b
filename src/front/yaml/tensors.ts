/** Arguments apart: tensors come first in the parentheses, then settings. */
import { listed } from "../../core/nearest.ts";
import { type Span, shift } from "../../core/span.ts";
import type { Arg } from "../expression/ast.ts";
import type { Elaboration } from "./elaboration.ts";
import { Evaluator } from "./evaluate.ts";
import type { BoundArg, Frame, Placed } from "./frame.ts";
import { namesTensor, valueAt } from "./names.ts";
import { tensorNames, type Use } from "./placed.ts";

/** Tensors come first, then settings. `named`: there are no settings without a name. */
export function split(
  e: Elaboration,
  args: readonly Arg[],
  at: number,
  frame: Frame,
  before: Placed | undefined,
  named: boolean,
): { tensors: Placed[]; settings: BoundArg[]; good: boolean } {
  const tensors: Placed[] = [];
  const settings: Arg[] = [];
  let good = true;
  for (const arg of args) {
    const { value } = arg;
    if (!arg.name && value.kind === "list" && value.items.length > 0) {
      const tensors = value.items.every(
        (item) =>
          item.kind === "hole" || (item.kind === "path" && frame.lookup(item.names[0]?.text ?? "")?.kind === "tensor"),
      );
      if (tensors) {
        const span = shift(arg.span, at);
        const inside = frame.file.def.text.slice(span.start + 1, span.end - 1).trim();
        e.tell(
          frame,
          span,
          "tensor-count",
          `Tensors stand in the parentheses one by one, not in a list: \`${inside}\`.`,
          { fix: { title: `Write \`${inside}\``, edits: [{ span, text: inside }] } },
        );
        good = false;
        continue;
      }
    }
    const isTensor =
      !arg.name && (value.kind === "hole" || (value.kind === "path" && namesTensor(e, value, frame, named)));
    if (!isTensor) {
      settings.push(arg);
      continue;
    }
    if (settings.length > 0) {
      e.tell(frame, shift(arg.span, at), "tensor-count", "Tensors come first in the parentheses, settings after them.");
      good = false;
      continue;
    }
    if (value.kind === "hole") {
      if (before) tensors.push(before);
      else {
        e.tell(frame, shift(arg.span, at), "tensor-count", "`_` is the value before this layer, and there is none.");
        good = false;
      }
      continue;
    }
    const placed = valueAt(e, value, at, frame);
    if (!placed) good = false;
    else if (!value.every) tensors.push(placed);
    else if (placed.numbered) tensors.push(...placed.numbered);
    else if (placed.broken) good = false;
    else {
      e.tell(
        frame,
        shift(arg.span, at),
        "unknown-output",
        `"${value.names.map((n) => n.text).join(".")}" has no numbered parts.`,
      );
      good = false;
    }
  }
  return { tensors, settings: good ? new Evaluator(e, frame, at).args(settings) : [], good };
}

export function tellParts(e: Elaboration, uri: string, span: Span, what: string, placed: Placed): void {
  const parts =
    placed.outputs ?? (placed.names ? [...placed.names.keys()] : [...(placed.numbered?.keys() ?? [])].map(String));
  e.report.add(
    uri,
    span,
    "unknown-output",
    `Several tensors arrive at ${what}; say which: ${listed(parts.slice(0, 8)) || "name them on the left, `a, b: Chunk(2)`"}.`,
  );
}

/** What a layer takes that names no tensors: the value before it. `name` and `count` are for the message. */
export function valuesBefore(
  e: Elaboration,
  before: Placed | undefined,
  name: string,
  count: number,
  use: Use,
): readonly Placed[] | undefined {
  const one = valueBefore(e, before, name, count, use);
  return one && [one];
}

export function valueBefore(
  e: Elaboration,
  before: Placed | undefined,
  name: string,
  count: number,
  { frame, call, where }: Use,
): Placed | undefined {
  if (before) return before;
  const inputs = [...tensorNames(frame)].slice(0, 4);
  e.tell(
    frame,
    call.span,
    "tensor-count",
    `${name} has no value before it${where}. Say which ${count > 1 ? "tensors" : "tensor"} it takes: \`${inputs[0] ?? "x"} -> ${call.text.slice(0, 40)}\`.`,
  );
  return undefined;
}
