/**
 * What is asked of a model: entries of `sizes` and parameters from outside, each name told apart as a symbol, a
 * parameter or an output.
 */
import { listed, nearestName } from "../../core/nearest.ts";
import { type Span, shift } from "../../core/span.ts";
import { parseExpr } from "../expression/index.ts";
import type { BlockDef, CaseEntry, FileDef, ParamValue } from "./declared.ts";
import { choicesOf } from "./params.ts";
import type { Report } from "./report.ts";
import { symbolNames } from "./symbols.ts";

/** A parameter's value in an entry of `sizes`. */
export interface Override {
  readonly value: ParamValue;
  /** As it is written. */
  readonly text: string;
  readonly span: Span;
}

export type Overrides = ReadonlyMap<string, Override>;

/** An entry of `sizes`, its names told apart. */
export interface Entry {
  readonly span: Span;
  readonly symbols: readonly CaseEntry[];
  readonly overrides: Overrides;
  readonly expected: readonly CaseEntry[];
}

/** Equal for what chooses the same model. */
export const keyOf = (overrides: Overrides): string =>
  JSON.stringify([...overrides].map(([name, { text }]) => [name, text]).sort());

/** Where a value is written. */
export const spanOf = (value: ParamValue): Span =>
  value.kind !== "syntax"
    ? value.span
    : shift(value.syntax.kind === "value" ? value.syntax.value.span : value.syntax.span, value.at);

/** An entry of `sizes`; a name that is nothing of the model is told. */
export function entryOf(file: FileDef, { span, entries }: FileDef["sizes"][number], report: Report): Entry {
  const { model: def, uri } = file;
  const symbols: CaseEntry[] = [];
  const expected: CaseEntry[] = [];
  const overrides = new Map<string, Override>();
  const symbolSet = new Set(symbolNames(def).map((n) => n.text));
  const outputs = outputNames(def);
  for (const entry of entries) {
    const name = entry.name.text;
    if (symbolSet.has(name)) symbols.push(entry);
    else if (def.params.has(name)) {
      const text = file.text.slice(entry.span.start, entry.span.end).trim();
      // What the file says anyway is no other choice.
      if (text !== ownText(file, name)) overrides.set(name, { value: entry.value, text, span: entry.span });
    } else if (outputs.includes(name)) expected.push(entry);
    else if (!outputsAreKnown(def)) continue;
    else {
      const known = [...symbolSet, ...def.params.keys(), ...outputs];
      const near = nearestName(name, known);
      report.add(
        uri,
        entry.name.span,
        "unknown-name",
        `"${name}" is no symbol, parameter or output${near ? `; did you mean "${near}"?` : known.length > 0 ? `: there is ${listed(known, "and")}.` : "."}`,
        near ? { fix: { title: `Change to \`${near}\``, edits: [{ span: entry.name.span, text: near }] } } : {},
      );
    }
  }
  return { span, symbols, overrides, expected };
}

/** What the file itself gives the parameter, as it is written. */
function ownText({ model, text }: FileDef, name: string): string | undefined {
  const value = model.params.get(name)?.value;
  if (!value) return undefined;
  if (value.kind === "syntax" && value.syntax.kind === "choice") return `"${value.syntax.words[0]?.text}"`;
  const span = spanOf(value);
  return text.slice(span.start, span.end);
}

/** A misspelt output is told where it stands; then what `sizes` calls it may be right. */
function outputsAreKnown({ outputs, layers, inputs, weights }: BlockDef): boolean {
  const names = new Set(
    [...layers.flatMap((l) => l.names), ...[...(inputs ?? []), ...weights].map((i) => i.name)].map((n) => n.text),
  );
  return (outputs ?? []).every(
    ({ path: { syntax } }) => syntax.kind !== "path" || names.has(syntax.names[0]?.text ?? ""),
  );
}

function outputNames({ outputs, layers }: BlockDef): string[] {
  if (outputs) return outputs.map((o) => o.name.text);
  return [layers.at(-1)?.names[0]?.text ?? "output"];
}

/** What whoever asks for the model sets, as text. */
export function askedFor({ model, uri }: FileDef, params: ReadonlyMap<string, string>, report: Report): Overrides {
  const out = new Map<string, Override>();
  const tell = (message: string) => report.add(uri, { start: 0, end: 0 }, "unknown-name", message);
  for (const [name, text] of params) {
    const param = model.params.get(name);
    if (!param) {
      const near = nearestName(name, model.params.keys());
      tell(`The model has no parameter "${name}"${near ? `; did you mean "${near}"?` : "."}`);
      continue;
    }
    const span = param.name.span;
    const word = choicesOf(param)?.includes(text);
    const { value, problems } = parseExpr(text);
    if (word) out.set(name, { value: { kind: "string", value: text, span }, text: `"${text}"`, span });
    else if (value && problems.length === 0)
      // Its places lie nowhere in the file; they are those of the parameter's name.
      out.set(name, { value: { kind: "syntax", syntax: { kind: "value", value }, at: span.start }, text, span });
    else tell(`${name}=${text} cannot be read: ${problems[0]?.message ?? "a value is missing"}`);
  }
  return out;
}
