/** Names of layers, and what was probably meant by one that is unknown: most come from PyTorch. */
import { listed, nearestName } from "../../core/nearest.ts";
import { shift } from "../../core/span.ts";
import type { Placement } from "../expression/ast.ts";
import type { Elaboration } from "./elaboration.ts";
import { Evaluator } from "./evaluate.ts";
import type { Frame, Layer } from "./frame.ts";
import { laterLayer, tellLater } from "./names.ts";
import { describe, isLayer } from "./values.ts";

/** Modules of other frameworks, which nobody writes here. */
const PREFIXES: ReadonlySet<string> = new Set(["nn", "torch", "F", "functional", "tf", "keras", "torchvision"]);

/** Names that other frameworks and torch's functions have for what is here. */
const ALIASES = new Map([
  ["cat", "Concat"],
  ["concatenate", "Concat"],
  ["conv", "Conv2d"],
  ["batchnorm", "BatchNorm2d"],
  ["bn", "BatchNorm2d"],
  ["maxpool", "MaxPool2d"],
  ["avgpool", "AvgPool2d"],
  ["dense", "Linear"],
  ["upconv", "ConvTranspose2d"],
  ["conv2dtranspose", "ConvTranspose2d"],
  ["deconv", "ConvTranspose2d"],
  ["swish", "SiLU"],
  ["plus", "Add"],
  ["view", "Reshape"],
]);

/** Parameters may be layers. */
function* paramNames(frame: Frame): Iterable<string> {
  for (let f: Frame | undefined = frame; f; f = f.outer) yield* f.def.params.keys();
}

export function layerOf(e: Elaboration, item: Placement, at: number, frame: Frame): Layer | undefined {
  const { path } = item;
  const first = path.names[0];
  if (!first) return undefined;
  const binding = frame.lookup(first.text);
  if (binding || item.key) {
    const evaluator = new Evaluator(e, frame, at);
    const value = item.key
      ? evaluator.value({ kind: "index", of: path, key: item.key, span: item.span })
      : evaluator.value(path);
    if (value === undefined || isLayer(value)) return value;
    return e.tell(frame, shift(path.span, at), "not-a-layer", `"${first.text}" is ${describe(value)}, not a layer.`);
  }
  return e.layerNamed(path, frame) ?? unknownLayer(e, item, at, frame);
}

function unknownLayer(e: Elaboration, item: Placement, at: number, frame: Frame): undefined {
  const { path } = item;
  const [first, second] = path.names;
  if (!first) return undefined;
  const span = shift(path.span, at);
  const { uses } = frame.file;
  const last = path.names.at(-1)?.text ?? "";
  if (last === "Sequential" && !second) return tellSequence(e, item, at, frame);
  if (second) {
    const used = uses.get(first.text);
    if (uses.has(first.text) && !used) return undefined;
    if (used) {
      const known = [...used.def.blocks.keys(), used.def.model.name.text].filter((n) => n !== "");
      const near = nearestName(second.text, known);
      const at2 = shift(second.span, at);
      return e.tell(
        frame,
        at2,
        "unknown-op",
        `"${first.text}" has no block "${second.text}"${near ? `; did you mean "${near}"?` : `: it has ${listed(known, "and")}.`}`,
        near ? { fix: { title: `Change to \`${near}\``, edits: [{ span: at2, text: near }] } } : {},
      );
    }
    if (last === "Sequential" && PREFIXES.has(first.text)) return tellSequence(e, item, at, frame);
    const op = PREFIXES.has(first.text)
      ? e.ops.has(last)
        ? last
        : (aliasOf(e, last) ?? nearestName(last, e.ops.keys()))
      : undefined;
    if (op !== undefined) {
      const prefix = path.names
        .slice(0, -1)
        .map((n) => n.text)
        .join(".");
      return e.tell(frame, span, "unknown-op", `Operators go by their name alone: \`${op}\`, without \`${prefix}.\`.`, {
        fix: { title: `Change to \`${op}\``, edits: [{ span, text: op }] },
      });
    }
  }
  const files = [...uses.keys()];
  if (!second && uses.has(first.text)) {
    const block = uses.get(first.text)?.def.blocks.keys().next().value ?? "Block";
    return e.tell(
      frame,
      span,
      "unknown-op",
      `"${first.text}" is a file; a block of it is placed by its name, \`${first.text}.${block}\`.`,
    );
  }
  const file = second && !PREFIXES.has(first.text) ? nearestName(first.text, files) : undefined;
  if (second && !frame.lookup(first.text) && !PREFIXES.has(first.text)) {
    const at2 = shift(first.span, at);
    return e.tell(
      frame,
      at2,
      "unknown-op",
      `\`use\` names no file "${first.text}"${file ? `; did you mean "${file}"?` : files.length > 0 ? `: there is ${listed(files, "and")}.` : `: write \`use: { ${first.text}: ./${first.text}.arch.yaml }\`.`}`,
      file ? { fix: { title: `Change to \`${file}\``, edits: [{ span: at2, text: file }] } } : {},
    );
  }
  const later = laterLayer(first.text, frame);
  if (later) return tellLater(e, first.text, span, frame);
  const from = [...uses].find(
    ([, used]) => used?.def.blocks.has(first.text) || used?.def.model.name.text === first.text,
  );
  if (!second && from) {
    const meant = `${from[0]}.${first.text}`;
    return e.tell(frame, span, "unknown-op", `"${first.text}" stands in another file: \`${meant}\`.`, {
      fix: { title: `Change to \`${meant}\``, edits: [{ span, text: meant }] },
    });
  }
  const near = second ? undefined : nearestName(first.text, [...e.layerNames(frame), ...paramNames(frame)]);
  const meant = aliasOf(e, first.text) ?? near;
  return e.tell(
    frame,
    span,
    "unknown-op",
    `There is no operator or block "${path.names.map((n) => n.text).join(".")}"${meant ? `; did you mean "${meant}"?` : "."}`,
    meant ? { fix: { title: `Change to \`${meant}\``, edits: [{ span, text: meant }] } } : {},
  );
}

function tellSequence(e: Elaboration, item: Placement, at: number, frame: Frame): undefined {
  const { text } = frame.file.def;
  const layers = item.args?.filter((a) => !a.name).map((a) => text.slice(a.span.start + at, a.span.end + at));
  const meant = layers && layers.length > 0 ? layers.join(" -> ") : undefined;
  // Its count and its name stand outside the parentheses.
  const call = shift({ start: item.span.start, end: item.args?.at(-1)?.span.end ?? item.span.end }, at);
  const close = meant === undefined ? -1 : text.indexOf(")", call.end);
  const span = { start: call.start, end: close < 0 ? call.end : close + 1 };
  const short = meant === undefined || meant.length > 80 ? "A -> B" : meant.replace(/\s+/g, " ");
  return e.tell(
    frame,
    shift(item.path.span, at),
    "unknown-op",
    `What \`Sequential\` holds is a chain here: layers follow each other by arrows, \`${short}\`.`,
    meant === undefined || close < 0
      ? {}
      : { fix: { title: "Write the chain", edits: [{ span, text: `(${meant})` }] } },
  );
}

/** `x.view(-1, 8)` as it is written here: `x -> Reshape(-1, 8)`. */
export function methodOf(
  e: Elaboration,
  item: Placement,
  method: string,
  at: number,
  frame: Frame,
): string | undefined {
  const op = aliasOf(e, method) ?? nearestName(method, e.ops.keys());
  if (op === undefined || item.path.names.length !== 2) return undefined;
  const { text, span } = e.callOf(item, at, frame);
  const args = text.slice(item.path.span.end + at - span.start);
  return `${item.path.names[0]?.text ?? "x"} -> ${op}${args === "()" ? "" : args}`;
}

function aliasOf(e: Elaboration, name: string): string | undefined {
  const alias = name.length > 1 ? ALIASES.get(name.toLowerCase()) : undefined;
  return alias !== undefined && e.ops.has(alias) ? alias : undefined;
}
