/** What the parentheses of a layer take, while they are being filled: tensors first, then settings. */
import type { FileScope } from "../front/yaml/index.ts";
import { nextSetting, progressOf, type Setting, settingsOf } from "./complete/arguments.ts";
import { calleeOf, contextAt } from "./complete/context.ts";
import type { Bracket } from "./complete/cursor.ts";
import { opDoc } from "./complete/layers.ts";
import { placeAt } from "./complete/place.ts";
import { code, prose } from "./markdown.ts";
import type { Meaning } from "./names/index.ts";
import type { Snapshot } from "./snapshot.ts";
import { FUNCTIONS, isFunction } from "./words.ts";

export interface SignatureHelp {
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  /** `label` is a part of the whole label: from, to. */
  readonly parameters: readonly { readonly label: readonly [number, number]; readonly documentation: string }[];
  /** Undefined where no parameter is meant: too many are given, or the name is none of its. */
  readonly activeParameter: number | undefined;
}

interface Part {
  readonly text: string;
  readonly name: string;
  readonly documentation: string;
  readonly kind: "tensor" | "many" | "setting" | "mark";
}

export function signatureHelp(snapshot: Snapshot, file: FileScope, offset: number): SignatureHelp | undefined {
  const place = placeAt(file.def.text, offset);
  if (place?.role !== "value") return undefined;
  const c = contextAt(snapshot, file, offset, place);
  const call = c.cursor.brackets.findLast((b) => b.callee.length > 0);
  if (!call) return undefined;
  const name = call.callee.join(".");
  const meaning = calleeOf(c, call.callee);
  if (!meaning) return functionHelp(name, call);
  if (meaning.kind !== "op" && meaning.kind !== "block") return undefined;
  const settings = settingsOf(c, meaning);
  const parts = [...tensorParts(meaning), ...settingParts(meaning, settings)];
  const documentation = meaning.kind === "op" ? opDoc(meaning.op) : meaning.def.doc ? prose(meaning.def.doc) : "";
  const progress = progressOf(c, call);
  // The argument under the cursor is a tensor when it names one, or may still become one.
  const current = c.place.text.slice(startOfArgument(c.place.text, call), c.cursor.word.end).trim();
  const { start, end } = c.cursor.word;
  const ahead = /^=(?!=)/.test(file.def.text.slice(place.at + end, place.at + end + 2));
  const own = call.name ?? (ahead ? file.def.text.slice(place.at + start, place.at + end) : undefined);
  const active = (): number => {
    if (own !== undefined) return parts.findIndex((p) => p.kind === "setting" && p.name === own);
    const tensors = parts.filter((p) => p.kind === "tensor" || p.kind === "many");
    const settled = progress.positional > 0 || progress.named.size > 0;
    const mayBeTensor =
      !settled && (tensors.length > 1 || tensors[0]?.kind === "many") && progress.tensors < tensors.length;
    const manyMore = !settled && tensors.at(-1)?.kind === "many" && !/^\d/.test(current);
    if (mayBeTensor || manyMore) return Math.min(progress.tensors, tensors.length - 1);
    const next = nextSetting(settings, meaning, progress.positional);
    return next ? parts.findIndex((p) => p.kind === "setting" && p.name === next.name) : -1;
  };
  return written(name, parts, documentation, active());
}

const startOfArgument = (text: string, { at }: Bracket): number => Math.max(at + 1, text.lastIndexOf(",") + 1);

function tensorParts(meaning: Meaning & { readonly kind: "op" | "block" }): Part[] {
  if (meaning.kind === "block") {
    const { inputs } = meaning.def;
    return (inputs ?? []).map(({ name, doc }) => ({
      text: name.text,
      name: name.text,
      documentation: doc ? prose(doc) : "A tensor that arrives.",
      kind: "tensor",
    }));
  }
  return meaning.op.inputs.map(({ name, doc, many, optional }) => ({
    text: many ? `*${name}` : optional ? `${name}?` : name,
    name,
    documentation: doc,
    kind: many ? "many" : "tensor",
  }));
}

/** Those that go without a name first, as they are written; the others after `*`. */
function settingParts(meaning: Meaning, settings: readonly Setting[]): Part[] {
  const part = (s: Setting): Part => ({
    text: `${s.name}${s.standard === undefined ? "" : `=${s.standard}`}`,
    name: s.name,
    documentation: [s.type ? code(s.type) : "", s.doc].filter((t) => t !== "").join(" · "),
    kind: "setting",
  });
  const open = settings.filter((s) => s.positional).map(part);
  const named = settings.filter((s) => !s.positional).map(part);
  const mark: Part = { text: "*", name: "", documentation: "", kind: "mark" };
  return meaning.kind === "op" && named.length > 0 ? [...open, mark, ...named] : [...open, ...named];
}

function written(name: string, parts: readonly Part[], documentation: string, active: number): SignatureHelp {
  let label = `${name}(`;
  const parameters: { label: readonly [number, number]; documentation: string }[] = [];
  let at: number | undefined;
  for (const [i, { text, kind, documentation }] of parts.entries()) {
    if (i > 0) label += ", ";
    if (i === active) at = parameters.length;
    if (kind !== "mark") parameters.push({ label: [label.length, label.length + text.length], documentation });
    label += text;
  }
  return { label: `${label})`, documentation, parameters, activeParameter: at };
}

function functionHelp(name: string, call: Bracket): SignatureHelp | undefined {
  if (name === "share") {
    const part: Part = { text: "layer", name: "layer", documentation: "A layer above, by name.", kind: "tensor" };
    return written(name, [part], "A layer again, with the same weights.", call.before.length === 0 ? 0 : -1);
  }
  if (!isFunction(name)) return undefined;
  const { params, doc } = FUNCTIONS[name];
  const parts = params.map(
    (text): Part => ({ text, name: text, documentation: "A size or a number.", kind: "tensor" }),
  );
  return written(name, parts, doc, Math.min(call.before.length, parts.length - 1));
}
