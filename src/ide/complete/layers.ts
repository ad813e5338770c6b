/** What can be placed: operators, blocks, blocks of used files, parameters that are layers. */
import type { Op } from "../../core/op.ts";
import { ops } from "../../core/ops/index.ts";
import type { BlockDef, ParamValue } from "../../front/yaml/index.ts";
import { code, prose } from "../markdown.ts";
import { blocksOf, type Declaration, fileNames, meaningOf, type Reached } from "../names/index.ts";
import { memo } from "../snapshot.ts";
import { type Context, shapeBefore, tensorsAbove } from "./context.ts";
import { takes } from "./fit.ts";
import { escaped, type Offer } from "./item.ts";
import { libraryOffers } from "./library.ts";

/** Most networks are made of these; they come before the rest of the catalogue, in this order. */
const COMMON: ReadonlyMap<string, number> = new Map(
  [
    "Conv2d",
    "ReLU",
    "BatchNorm2d",
    "MaxPool2d",
    "Linear",
    "Concat",
    "Add",
    "Dropout",
    "Upsample",
    "ConvTranspose2d",
    "LayerNorm",
    "Flatten",
    "GELU",
    "AdaptiveAvgPool2d",
    "Reshape",
    "Permute",
    "Transpose",
    "Identity",
    "GroupNorm",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "AvgPool2d",
    "Embedding",
    "LSTM",
    "GRU",
    "MultiheadAttention",
    "ScaledDotProductAttention",
    "Mul",
    "Sub",
    "Chunk",
    "Split",
    "Stack",
    "LeakyReLU",
    "Tanh",
    "MatMul",
    "Select",
    "Expand",
    "Unbind",
    "CenterCrop",
    "Pad",
    "Mean",
    "Conv1d",
    "Interpolate",
    "InstanceNorm2d",
    "Hardswish",
  ].map((name, i) => [name, i]),
);

export interface Wanted {
  /** What a layer placed here takes: the value before, through an arrow; none at the opening of a chain. */
  readonly arrow: boolean;
  /** Only the name: a comma would end it, or its parentheses are there. */
  readonly bare: boolean;
  /** The first group of the order that is free. */
  readonly group: number;
}

export function* layerOffers(c: Context, asked: Wanted): Iterable<Offer> {
  const { group } = asked;
  const wanted = { ...asked, bare: asked.bare || /[(.]/.test(c.file.def.text[c.place.at + c.cursor.word.end] ?? "") };
  yield* layerParams(c, group);
  const names = fileNames(c.file);
  let order = 0;
  for (const declaration of names.blocks.values()) {
    if (declaration.kind === "block" && declaration.def !== c.block)
      yield blockOffer(c, declaration, declaration.text, group, order++, wanted);
  }
  for (const [alias, file] of names.files) {
    if (file.kind !== "file") continue;
    yield { label: alias, kind: "file", group: group + 1, order, detail: file.def.target };
    for (const { declaration } of blocksOf(file.target))
      if (declaration.kind === "block" || declaration.kind === "model")
        yield blockOffer(c, declaration, `${alias}.${declaration.text}`, group + 1, order++, wanted);
  }
  const shape = shapeBefore(c);
  const dims = c.there?.worked.dims;
  let next = COMMON.size;
  for (const op of ops.values()) {
    const fits = takes(op, shape, dims) !== false;
    const common = COMMON.get(op.name);
    yield {
      label: op.name,
      kind: "op",
      group: group + (fits ? (common === undefined ? 3 : 2) : 4),
      order: common ?? next++,
      detail: op.torch,
      documentation: opDoc(op),
      ...opText(c, op, wanted),
    };
  }
  yield {
    label: "share",
    kind: "function",
    group: group + 3,
    order: 9999,
    detail: "a layer again, with the same weights",
    documentation: "`b: right -> share(a)` is layer `a` again, with the same weights.",
    ...(wanted.bare ? {} : callText("share", [nearest(c)[0] ?? "layer"])),
  };
  yield* libraryOffers(c.file, group + 5);
}

/** Parameters whose value is a layer. */
function* layerParams(c: Context, group: number): Iterable<Offer> {
  let order = 0;
  for (const declaration of c.where.scope.visible()) {
    if (declaration.kind !== "param" || !isLayerParam(c, declaration)) continue;
    yield {
      label: declaration.text,
      kind: "param",
      group,
      order: order++,
      detail: "a layer that is a parameter",
      ...(declaration.def.doc ? { documentation: prose(declaration.def.doc) } : {}),
    };
  }
}

export function isLayerParam(c: Context, declaration: Declaration): boolean {
  if (declaration.kind !== "param") return false;
  const { value } = declaration.def;
  if (value.kind === "syntax" && value.syntax.kind === "type") return value.syntax.type === "layer";
  const reached: Reached = { kind: "declaration", declaration, where: c.where };
  return meaningOf(reached) !== undefined;
}

function blockOffer(
  c: Context,
  declaration: Declaration & { readonly kind: "block" | "model" },
  label: string,
  group: number,
  order: number,
  wanted: Wanted,
): Offer {
  const { def } = declaration;
  return {
    label,
    kind: declaration.kind,
    group,
    order,
    detail: blockSignature(def),
    ...(def.doc ? { documentation: prose(def.doc) } : {}),
    ...(label === declaration.text ? {} : { filterText: c.cursor.prefix.includes(".") ? label : filterOf(c, label) }),
    ...(wanted.bare ? {} : blockText(c, def, label, wanted)),
  };
}

/** `resnet.Bottleneck` is found by the name of its file and by its own. */
const filterOf = (c: Context, label: string): string => {
  const own = label.slice(label.indexOf(".") + 1);
  const { prefix } = c.cursor;
  return prefix !== "" && own.toLowerCase().startsWith(prefix.toLowerCase()) ? own : label;
};

export const inputNames = (def: BlockDef): string[] => (def.inputs ?? []).map(({ name }) => name.text);

/** `(x, skip, out, norm=…)`. */
export function blockSignature(def: BlockDef): string {
  const params = [...def.params.values()].map((p) => (isRequired(p.value) ? p.name.text : `${p.name.text}=…`));
  return `(${[...(def.inputs && def.inputs.length > 1 ? inputNames(def) : []), ...params].join(", ")})`;
}

export const isRequired = (value: ParamValue): boolean => value.kind === "syntax" && value.syntax.kind === "type";

export function blockText(c: Context, def: BlockDef, label: string, { arrow }: Pick<Wanted, "arrow">): Partial<Offer> {
  const inputs = inputNames(def);
  const near = nearest(c);
  const tensors = inputs.length > 1 ? inputs.map((name, i) => (i === 0 && arrow ? "_" : (near[i] ?? name))) : [];
  const required = [...def.params.values()].filter((p) => isRequired(p.value)).map((p) => p.name.text);
  return callText(label, [...tensors, ...required], def.params.size > 0);
}

const nearest = (c: Context): string[] => tensorsAbove(c).map(({ text }) => text);

export function opText(c: Context, op: Op, { bare, arrow }: Wanted): Partial<Offer> {
  if (bare) return {};
  const needed = op.inputs.filter((input) => !input.optional);
  const count = needed.at(-1)?.many ? Math.max(2, needed.length) : needed.length;
  const near = nearest(c);
  const tensors =
    count > 1
      ? Array.from({ length: count }, (_, i) =>
          i === 0 && arrow ? "_" : (near[arrow ? i - 1 : i] ?? needed[i]?.name ?? `x${i + 1}`),
        )
      : [];
  const required = Object.entries(op.attributes).filter(([, a]) => a.required && !a.inferred);
  const positional = new Set<string>(op.positional ?? []);
  const settings = required.map(([name]) => (positional.has(name) || name === op.listed ? name : `${name}=|${name}`));
  return callText(op.name, [...tensors, ...settings]);
}

/** A tab stop for each argument; `name=|text` has it after the name. A tensor that is `_` is given. */
function callText(name: string, args: readonly string[], open = false): Partial<Offer> {
  if (args.length === 0) return open ? { text: name } : {};
  let stop = 0;
  const parts = args.map((arg) => {
    if (arg === "_") return arg;
    const [first = "", second] = arg.split("=|");
    const place = `\${${++stop}:${escaped(second ?? first)}}`;
    return second === undefined ? place : `${first}=${place}`;
  });
  return { text: name, snippet: `${escaped(name)}(${parts.join(", ")})` };
}

export const opDoc = memo((op: Op): string => {
  const [example] = op.examples;
  return [
    op.summary,
    op.formula ? code(op.formula) : "",
    example
      ? `${code(example.code)}: ${example.inputs.map((s) => code(s)).join(", ")} → ${example.outputs.map((s) => code(s)).join(", ")}`
      : "",
  ]
    .filter((t) => t !== "")
    .join("\n\n");
});
