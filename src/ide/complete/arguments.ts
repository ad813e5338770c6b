/** What stands in the parentheses of a layer: tensors first, then settings by place or by name, and their values. */
import type { Attribute } from "../../core/attribute.ts";
import type { Op } from "../../core/op.ts";
import type { ParamDef } from "../../front/yaml/index.ts";
import { prose } from "../markdown.ts";
import type { Meaning } from "../names/index.ts";
import { type Context, calleeOf, isTensorText, valueShown } from "./context.ts";
import type { Bracket } from "./cursor.ts";
import { escaped, type Offer } from "./item.ts";
import { inputNames, isLayerParam, isRequired, layerOffers } from "./layers.ts";
import { holeOffer, judgeFor, tensorOffers, valueBeforeCall } from "./tensors.ts";
import { booleanOffers, functionOffers, keywordOffers, sizeOffers, wordOffers, wordsOf } from "./values.ts";

/** One setting of an operator, or one parameter of a block. */
export interface Setting {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
  readonly standard: string | undefined;
  readonly required: boolean;
  readonly positional: boolean;
  readonly words: readonly string[];
  readonly layer: boolean;
  readonly value: unknown;
}

export function settingsOf(c: Context, meaning: Meaning | undefined): readonly Setting[] {
  if (meaning?.kind === "op") return opSettings(meaning.op);
  if (meaning?.kind !== "block") return [];
  return [...meaning.def.params.values()].map((param) => paramSetting(c, param, meaning));
}

export function opSettings(op: Op): readonly Setting[] {
  const positional: readonly string[] = op.positional ?? [];
  const rank = (name: string): number => (positional.includes(name) ? positional.indexOf(name) : positional.length);
  return Object.entries(op.attributes)
    .map(([name, attribute]) => opSetting(op, name, attribute))
    .sort((a, b) => rank(a.name) - rank(b.name));
}

function opSetting(op: Op, name: string, attribute: Attribute): Setting {
  const { kind, doc, default: value, required, inferred } = attribute;
  return {
    name,
    type: kind.type,
    doc: inferred ? `${doc} The input decides it.` : doc,
    standard: value === undefined ? undefined : valueShown(value),
    required: required && !inferred,
    positional: (op.positional ?? []).includes(name) || op.listed === name,
    words: kind.words ?? [],
    layer: false,
    value: Array.isArray(value) ? value[0] : value,
  };
}

function paramSetting(
  c: Context,
  { name, value, doc }: ParamDef,
  meaning: Meaning & { readonly kind: "block" },
): Setting {
  const declaration = meaning.where.scope.names.get(name.text);
  const required = isRequired(value);
  const text = c.snapshot.files.get(meaning.def.uri)?.def.text ?? "";
  const written = value.kind === "syntax" && value.syntax.kind === "value" ? value.syntax.value.span : undefined;
  const at = value.kind === "syntax" ? value.at : 0;
  const words = wordsOf(declaration);
  const bool = value.kind === "syntax" && value.syntax.kind === "value" && value.syntax.value.kind === "bool";
  const type = value.kind === "syntax" && value.syntax.kind === "type" ? value.syntax.type : undefined;
  const layer = declaration !== undefined && isLayerParam({ ...c, where: meaning.where }, declaration);
  const [first] = words;
  return {
    name: name.text,
    type: words.length > 0 ? words.map((w) => `"${w}"`).join(" | ") : (type ?? (bool ? "bool" : layer ? "layer" : "")),
    doc: doc ? prose(doc) : "",
    standard: written
      ? text.slice(written.start + at, written.end + at)
      : first === undefined
        ? undefined
        : `"${first}"`,
    required,
    positional: true,
    words,
    layer,
    value: undefined,
  };
}

/** Which tensors and settings were given, and what comes next. */
export interface Progress {
  readonly tensors: number;
  readonly positional: number;
  readonly named: ReadonlySet<string>;
}

export function progressOf(c: Context, call: Bracket): Progress {
  const named = new Set<string>();
  let tensors = 0;
  let positional = 0;
  for (const { text, name } of call.before) {
    if (name !== undefined) named.add(name);
    else if (isTensorText(c, text)) tensors++;
    else positional++;
  }
  return { tensors, positional, named };
}

/** The setting that an argument without a name is for. */
export function nextSetting(
  settings: readonly Setting[],
  meaning: Meaning | undefined,
  positional: number,
): Setting | undefined {
  const listed = meaning?.kind === "op" ? meaning.op.listed : undefined;
  if (listed !== undefined) return settings.find(({ name }) => name === listed);
  return settings.filter((s) => s.positional)[positional];
}

const tensorCount = (meaning: Meaning | undefined): { readonly least: number; readonly most: number } => {
  if (meaning?.kind === "op") {
    const { inputs } = meaning.op;
    const many = inputs.at(-1)?.many !== undefined;
    return { least: many ? 2 : inputs.filter((i) => !i.optional).length, most: many ? 999 : inputs.length };
  }
  const count = meaning?.kind === "block" ? Math.max(1, inputNames(meaning.def).length) : 1;
  return { least: count, most: count };
};

/** At the start of an argument. */
export function* argumentOffers(c: Context, call: Bracket): Iterable<Offer> {
  const meaning = calleeOf(c, call.callee);
  if (call.callee.length === 1 && call.callee[0] === "share" && !meaning) {
    yield* tensorOffers(c, 0);
    return;
  }
  const settings = settingsOf(c, meaning);
  const progress = progressOf(c, call);
  const { least, most } = tensorCount(meaning);
  const started = progress.positional > 0 || progress.named.size > 0;
  if (!started && progress.tensors < most) {
    const wanted = least > 1 && (progress.tensors < least || settings.length === 0 || most > 9);
    const given = call.before.map(({ text }) => text);
    const judge = judgeFor(c, call, meaning, progress.tensors);
    const group = wanted ? 0 : 6;
    if (least > 1 && !given.includes("_") && c.place.text.slice(0, call.start).includes("->"))
      yield holeOffer(c, group, judge);
    yield* tensorOffers(c, group, judge, given);
  }
  const next = progress.named.size > 0 ? undefined : nextSetting(settings, meaning, progress.positional);
  if (next) yield* valueOffers(c, next, 3, call);
  yield* settingOffers(c, call, settings, progress, next ? 5 : 3);
  if (!meaning) {
    yield* sizeOffers(c, 3);
    yield* functionOffers(8);
  }
}

function* settingOffers(
  c: Context,
  call: Bracket,
  settings: readonly Setting[],
  progress: Progress,
  group: number,
): Iterable<Offer> {
  const assigned = c.file.def.text[c.place.at + c.cursor.word.end] === "=";
  const given = settings.filter((s) => s.positional).slice(0, progress.positional);
  let order = 0;
  for (const s of settings) {
    if (progress.named.has(s.name) || given.includes(s)) continue;
    const standard = s.standard === undefined ? (s.required ? "required" : "") : `= ${s.standard}`;
    yield {
      label: assigned ? s.name : `${s.name}=`,
      filterText: s.name,
      kind: "setting",
      group: group + (s.required ? 0 : 1),
      order: order++,
      detail: [s.type, standard].filter((t) => t !== "").join(" "),
      ...(s.doc ? { documentation: s.doc } : {}),
      ...(assigned ? { text: s.name } : firstValue(c, s, call)),
    };
  }
}

/** The value that is given most often: not the one that it has anyway, where there is another. */
function firstValue(c: Context, s: Setting, call: Bracket): Partial<Offer> {
  const other = s.words.map((w) => `"${w}"`).find((w) => w !== s.standard);
  const [likely] = s.name === "padding" ? sensible(c, s, call) : [];
  const value =
    likely?.[0] ??
    (s.type === "bool" && typeof s.value === "boolean"
      ? String(!s.value)
      : s.words.length > 0 && (s.standard === undefined || s.standard.startsWith('"'))
        ? (other ?? s.name)
        : (s.standard ?? s.name));
  return { text: `${s.name}=`, snippet: `${s.name}=\${1:${escaped(value)}}` };
}

/** Values of one setting. */
export function* valueOffers(c: Context, setting: Setting, group: number, call: Bracket): Iterable<Offer> {
  yield* wordOffers(c, setting.words, group, unquoted(setting.standard));
  if (c.cursor.quoted) return;
  if (setting.layer) yield* layerOffers(c, { arrow: true, bare: c.place.flow, group });
  if (setting.type === "bool") yield* booleanOffers(group, setting.value);
  if (/\bint\b|\bfloat\b/.test(setting.type) || setting.type === "") yield* numberOffers(c, setting, group, call);
  const from = group + (setting.type === "bool" || setting.layer ? 1 : 0);
  // Where plain numbers are usual, a size of the model's input is seldom meant.
  const seldom = c.where.scope.block.root && sensible(c, setting, call).length > 0;
  for (const offer of sizeOffers(c, from, (d) => setting.layer || setting.type === "" || !isLayerParam(c, d)))
    yield seldom && offer.kind === "symbol" ? { ...offer, group: group + 2 } : offer;
  yield* functionOffers(group + 5);
  if (setting.type.includes("null")) yield* keywordOffers(["null"], group + 4);
  if (setting.type === "") yield* booleanOffers(group + 4);
}

const unquoted = (text: string | undefined): string | undefined => text?.replace(/^"|"$/g, "");

function* numberOffers(c: Context, setting: Setting, group: number, call: Bracket): Iterable<Offer> {
  if (c.cursor.prefix !== "") return;
  let order = 50;
  for (const [value, detail] of sensible(c, setting, call))
    yield {
      label: value,
      kind: "value",
      group: detail === "" ? group + 1 : group,
      order: detail === "" ? order++ : 0,
      ...(detail ? { detail } : setting.standard === value ? { detail: "unless given" } : {}),
    };
}

/** Numbers that are likely, and why. */
function sensible(c: Context, { name, type }: Setting, call: Bracket): readonly (readonly [string, string])[] {
  const numbers = (...list: readonly (number | string)[]) => list.map((n) => [String(n), ""] as const);
  const channels = valueBeforeCall(c)?.at(1);
  const kernel = numberOf(call, "kernel_size", 1);
  switch (name) {
    case "padding": {
      const dilation = numberOf(call, "dilation") ?? 1;
      return kernel !== undefined && kernel % 2 === 1
        ? [[String(((kernel - 1) / 2) * dilation), `keeps the size with a kernel of ${kernel}`]]
        : numbers(1, 0);
    }
    case "kernel_size":
      return numbers(3, 1, 7, 2);
    case "stride":
      return numbers(2, 1);
    case "out_channels":
    case "out_features":
    case "num_features":
      return [
        ...(channels && c.there && !channels.assumed
          ? [[c.there.worked.dims.print(channels, { ascii: true }), "as many as arrive"] as const]
          : []),
        ...numbers(64, 128, 256),
      ];
    case "groups":
    case "num_groups":
      return channels?.constant !== undefined && name === "groups"
        ? [[String(channels.constant), "one a channel: depthwise"], ...numbers(1)]
        : numbers(32, 16, 8, 1);
    case "scale_factor":
      return numbers(2, 4);
    case "dim":
    case "start_dim":
      return numbers(1, -1, 2, 0);
    case "p":
      return numbers(0.5, 0.1);
    case "num_heads":
    case "nhead":
      return numbers(8, 12, 16);
    default:
      return type.includes("int") ? numbers(1, 2) : [];
  }
}

/** A setting that is written as a number, by name or by place. */
function numberOf(call: Bracket, name: string, place?: number): number | undefined {
  const plain = call.before.filter((a) => a.name === undefined);
  const found = call.before.find((a) => a.name === name) ?? (place === undefined ? undefined : plain[place]);
  const text = found?.text.trim() ?? "";
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** What the setting under a name takes: `padding=|`. */
export function namedSetting(c: Context, call: Bracket): Setting | undefined {
  return settingsOf(c, calleeOf(c, call.callee)).find(({ name }) => name === call.name);
}
