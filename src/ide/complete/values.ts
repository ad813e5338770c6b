/** Sizes and settings that have a name: parameters, symbols, counters, and the functions over them. */
import type { Dim } from "../../core/dim/index.ts";
import { isDecimal, isDim } from "../../core/value.ts";
import type { ParamValue } from "../../front/yaml/index.ts";
import { bindingsOf } from "../instances.ts";
import { prose } from "../markdown.ts";
import type { Declaration } from "../names/index.ts";
import { FUNCTIONS } from "../words.ts";
import type { Context } from "./context.ts";
import type { Offer } from "./item.ts";

const COUNTER = "counts the repeats, from 0";

/** The nearest first: counters, then parameters and symbols as they are declared. */
export function* sizeOffers(
  c: Context,
  group: number,
  accept: (d: Declaration) => boolean = () => true,
): Iterable<Offer> {
  let order = 0;
  // A line that is half written has its `* 3 as i` in the text alone.
  const rest = c.file.def.text.slice(c.offset).split("\n", 1)[0] ?? "";
  const counter = /\*[^#]*?\bas\s+([\p{L}_][\p{L}\p{N}\p{M}_]*)/u.exec(rest)?.[1];
  if (counter !== undefined && !c.where.scope.lookup(counter))
    yield { label: counter, kind: "symbol", group, order: 0, detail: COUNTER };
  for (const declaration of c.where.scope.visible()) {
    const { kind, text } = declaration;
    if (kind !== "param" && kind !== "symbol" && kind !== "counter") continue;
    if (!accept(declaration) || text === "") continue;
    // A parameter is not its own value.
    if (kind === "param" && c.place.path.at(-1) === text && c.place.path.at(-2) === "params") continue;
    yield {
      label: text,
      kind: kind === "param" ? "param" : "symbol",
      group,
      order: kind === "counter" ? 0 : ++order,
      detail: detailOf(c, declaration),
      ...(kind === "param" && declaration.def.doc ? { documentation: prose(declaration.def.doc) } : {}),
    };
  }
}

function detailOf(c: Context, declaration: Declaration): string {
  if (declaration.kind === "counter") return COUNTER;
  const value = valueHere(c, declaration);
  if (declaration.kind === "symbol")
    return declaration.block.root ? "a size that arrives" : `a size that arrives${value ? `: ${value}` : ""}`;
  const written = declaration.kind === "param" ? textOf(c, declaration.def.value) : "";
  return value !== undefined && value !== written ? `${written} = ${value}` : written;
}

function valueHere(c: Context, declaration: Declaration): string | undefined {
  const found = bindingsOf(c.snapshot, declaration).find(({ worked }) => worked === c.there?.worked);
  if (!found) return undefined;
  const { binding, worked } = found;
  if (binding.kind === "tensor" || (binding.kind === "param" && binding.state !== "done")) return undefined;
  const { value } = binding;
  const print = (dim: Dim): string | undefined => (dim.assumed ? undefined : worked.dims.print(dim));
  if (isDim(value)) return print(value);
  if (isDecimal(value)) return value.text;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function textOf({ file }: Context, value: ParamValue): string {
  if (value.kind === "broken") return "";
  const shift = value.kind === "syntax" ? value.at : 0;
  const { span } =
    value.kind !== "syntax"
      ? value
      : value.syntax.kind === "value"
        ? value.syntax.value
        : { span: { start: value.syntax.span.start, end: value.syntax.span.end } };
  return file.def.text.slice(span.start + shift, span.end + shift);
}

export function* functionOffers(group: number): Iterable<Offer> {
  for (const [order, [label, { params, doc }]] of Object.entries(FUNCTIONS).entries())
    yield {
      label,
      kind: "function",
      group,
      order,
      documentation: doc,
      snippet: `${label}(${params.map((param, i) => `\${${i + 1}:${param}}`).join(", ")})`,
    };
}

export function* wordOffers(c: Context, words: readonly string[], group: number, first?: string): Iterable<Offer> {
  for (const [order, word] of words.entries())
    yield {
      label: c.cursor.quoted ? word : `"${word}"`,
      kind: "value",
      group,
      order,
      ...(c.cursor.quoted ? {} : { filterText: word }),
      ...(word === first ? { detail: "unless given" } : {}),
    };
}

export function* booleanOffers(group: number, standard?: unknown): Iterable<Offer> {
  for (const [order, value] of [true, false].entries())
    yield {
      label: String(value),
      kind: "value",
      group,
      order: value === standard ? 2 : order,
      ...(value === standard ? { detail: "unless given" } : {}),
    };
}

export function* keywordOffers(words: readonly string[], group: number): Iterable<Offer> {
  for (const [order, label] of words.entries()) yield { label, kind: "keyword", group, order };
}

/** The words that a parameter can be. */
export function wordsOf(declaration: Declaration | undefined): readonly string[] {
  if (declaration?.kind !== "param") return [];
  const { value } = declaration.def;
  return value.kind === "syntax" && value.syntax.kind === "choice" ? value.syntax.words.map(({ text }) => text) : [];
}
