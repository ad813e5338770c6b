/** Keys, and the values that are no lines of layers: `use`, `sizes`, `outputs`, `params`. */

import { validClauses } from "../../check/valid.ts";
import { shapeOf } from "../../core/graph.ts";
import { decoded, relativePath } from "../addresses.ts";
import { lineStart } from "../fixes/text.ts";
import { shapeText } from "../hover/show.ts";
import { keys } from "../keys.ts";
import { code } from "../markdown.ts";
import { outputsOf } from "../names/index.ts";
import { TYPES } from "../words.ts";
import { type Context, placedOf, shapeOfPlaced, TENSOR_KINDS } from "./context.ts";
import type { Offer } from "./item.ts";
import { layerOffers } from "./layers.ts";
import { libraryNames } from "./library.ts";
import { booleanOffers, functionOffers, sizeOffers, wordOffers, wordsOf } from "./values.ts";

/** Keys that hold a mapping or a list on lines of their own. */
const NESTED: ReadonlySet<string> = new Set(["params", "inputs", "weights", "blocks", "layers", "sizes", "where"]);

export function* keyOffers(c: Context, where: "root" | "block"): Iterable<Offer> {
  const { siblings, at } = c.place;
  const { text } = c.file.def;
  const written = /^\s*:/.test(text.slice(c.place.at + c.cursor.word.end, c.offset + 80));
  const line = text.slice(lineStart(text, at), at);
  const indent = /^\s*$/.test(line) ? line : "";
  for (const [order, key] of keys.entries()) {
    if ((where === "block" && key.where === "root") || siblings.includes(key.name)) continue;
    const nested = NESTED.has(key.name);
    yield {
      label: key.name,
      kind: "key",
      group: key.name === "shapewright" ? 1 : 0,
      order,
      documentation: `${key.summary}.\n\n\`\`\`yaml\n${key.example}\n\`\`\``,
      ...(written
        ? {}
        : nested
          ? { text: `${key.name}:`, snippet: `${key.name}:\n${indent}  \${0}` }
          : { text: `${key.name}: `, snippet: `${key.name}: \${0}` }),
    };
  }
}

/** Types, and values that may be a default. */
export function* paramOffers(c: Context): Iterable<Offer> {
  const { cursor, place } = c;
  if (
    cursor.after === "start" &&
    cursor.brackets.length === 0 &&
    place.text.slice(0, cursor.word.start).trim() === ""
  ) {
    for (const [order, [label, detail]] of Object.entries(TYPES).entries())
      yield { label, kind: "keyword", group: 1, order, detail };
  }
  yield* sizeOffers(c, 0);
  yield* booleanOffers(2);
  yield* functionOffers(4);
  yield* layerOffers(c, { arrow: true, bare: place.flow, group: 2 });
}

/** Symbols, parameters and outputs that an entry of `sizes` has not yet. */
export function* sizeKeyOffers(c: Context): Iterable<Offer> {
  const { siblings } = c.place;
  const { text } = c.file.def;
  const written = /^\s*:/.test(text.slice(c.place.at + c.cursor.word.end, c.offset + 80));
  const offer = (label: string, kind: Offer["kind"], group: number, order: number, detail: string): Offer[] =>
    siblings.includes(label)
      ? []
      : [
          {
            label,
            kind,
            group,
            order,
            ...(detail ? { detail } : {}),
            ...(written ? {} : { text: `${label}: `, snippet: `${label}: \${0}` }),
          },
        ];
  let order = 0;
  for (const d of c.where.scope.names.values()) {
    if (d.kind === "symbol") yield* offer(d.text, "symbol", 0, order++, "a size that arrives");
    if (d.kind === "param") yield* offer(d.text, "param", 1, order++, "another value of a parameter");
  }
  for (const [name, detail] of outputNames(c)) yield* offer(name, "output", 2, order++, detail);
}

/** One more entry, with every size. */
export function* sizeEntryOffers(c: Context): Iterable<Offer> {
  const symbols = [...c.where.scope.names.values()].filter(({ kind }) => kind === "symbol").map(({ text }) => text);
  if (symbols.length === 0) return;
  const known = c.snapshot.variants[0]?.cases[0]?.symbols;
  const value = (name: string): number => known?.get(name) ?? 1;
  const entry = (print: (name: string, i: number) => string): string => `- { ${symbols.map(print).join(", ")} }`;
  yield {
    label: entry((name) => `${name}: ${value(name)}`),
    kind: "snippet",
    group: 0,
    detail: "sizes to try",
    snippet: entry((name, i) => `${name}: \${${i + 1}:${value(name)}}`),
  };
}

function outputNames(c: Context): readonly (readonly [string, string])[] {
  const graph = c.snapshot.variants[0]?.graph;
  const worked = c.there?.worked;
  const found = (graph?.outputs ?? []).map(({ name, tensor }) => {
    const shape = tensor && shapeOf(tensor);
    return [name, shape && worked ? shapeText(worked, shape) : "an output"] as const;
  });
  const written = [...outputsOf(c.block).map((o) => o.text), ...(c.block.outputs ?? []).map(({ name }) => name.text)];
  const all = new Map<string, string>([
    ...written.map((n) => [n, "an output"] as const),
    ...found.filter(([n]) => n !== ""),
  ]);
  if (all.size === 0) {
    const last = c.block.layers.at(-1)?.names[0]?.text;
    if (last) all.set(last, "the last layer");
  }
  return [...all];
}

/** What an entry of `sizes` gives: a number, a value of the parameter, or the shape that the output has there. */
export function* sizeValueOffers(c: Context): Iterable<Offer> {
  const name = c.place.path.at(-1) ?? "";
  const declaration = c.where.scope.names.get(name);
  if (declaration?.kind === "param") {
    yield* wordOffers(c, wordsOf(declaration), 0);
    if (c.cursor.quoted) return;
    const { value } = declaration.def;
    const written = value.kind === "syntax" && value.syntax.kind === "value" ? value.syntax.value : undefined;
    if (written?.kind === "bool") yield* booleanOffers(0, written.value);
    yield* layerOffers(c, { arrow: true, bare: true, group: 1 });
    yield* sizeOffers(c, 3, (d) => d.kind === "param" && d.text !== name);
  } else if (declaration?.kind === "symbol") {
    for (const [order, n] of [1, 224, 256, 512, 32].entries())
      yield { label: String(n), kind: "value", group: 0, order };
  } else yield* shapeAtSizes(c, name);
}

/** With the numbers of the entry that the cursor is in where it stands in `sizes` already, else of the first one. */
function* shapeAtSizes(c: Context, name: string): Iterable<Offer> {
  const variant =
    c.snapshot.variants.find(({ cases }) => cases.some(({ site }) => holds(site.span, c.offset))) ??
    c.snapshot.variants[0];
  const one = variant?.cases.find(({ site }) => holds(site.span, c.offset)) ?? variant?.cases[0];
  const tensor = variant?.graph.outputs.find((o) => o.name === name || variant.graph.outputs.length === 1)?.tensor;
  const shape = tensor && shapeOf(tensor);
  if (!variant || !one || !shape) return;
  const numbers = shape.map((dim) => (dim.assumed ? undefined : variant.graph.dims.evaluate(dim, one.at)));
  if (numbers.includes(undefined)) return;
  const label = `[${numbers.join(", ")}]`;
  yield { label, kind: "value", group: 0, detail: `the shape of ${name} at these sizes` };
}

const holds = ({ start, end }: { readonly start: number; readonly end: number }, offset: number): boolean =>
  start <= offset && offset <= end;

/** Tensors of the block, the last first. */
export function* outputOffers(c: Context): Iterable<Offer> {
  const layers = [...c.where.scope.names.values()].filter((d) => TENSOR_KINDS.has(d.kind)).reverse();
  const taken = new Set(c.place.siblings);
  for (const [order, d] of layers.entries()) {
    if (taken.has(d.text)) continue;
    const shape = shapeOfPlaced(placedOf(c, d));
    yield {
      label: d.text,
      kind: d.kind as "layer",
      group: 0,
      order,
      ...(shape && c.there ? { detail: shapeText(c.there.worked, shape) } : {}),
    };
  }
}

/** Files beside this one, and the library. */
export function* useOffers(c: Context, models: readonly string[]): Iterable<Offer> {
  const { uri } = c.file.def;
  const start = c.place.at;
  const typed = c.place.text;
  const end = c.offset + (/^[^\s,}\]#]*/.exec(c.file.def.text.slice(c.offset))?.[0].length ?? 0);
  const span = { start, end };
  const paths = models
    .flatMap((model) => (model === uri ? [] : (relativePath(uri, model) ?? [])))
    // A path in a flow mapping ends at these.
    .filter((path) => !/[\s,{}[\]#:]/.test(path));
  paths.sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1));
  for (const [order, path] of paths.entries())
    yield { label: path, kind: "file", group: typed.startsWith(".") ? 0 : 1, order, span, filterText: path };
  for (const [order, label] of libraryNames.entries())
    yield { label, kind: "file", group: typed.startsWith(".") ? 1 : 0, order, span, detail: "the built-in library" };
}

export function* modelOffers(c: Context): Iterable<Offer> {
  const file = decoded(c.file.def.uri.slice(c.file.def.uri.lastIndexOf("/") + 1)) ?? "";
  const name = file
    .replace(/\.arch\.ya?ml$/, "")
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
  if (/^[A-Z]\w*$/.test(name)) yield { label: name, kind: "model", group: 0, detail: "from the file's name" };
}

/** What the checker found that `where` does not say yet. */
export function* conditionOffers(c: Context): Iterable<Offer> {
  const graph = c.block.root ? c.snapshot.variants[0]?.graph : undefined;
  if (!graph || c.cursor.prefix !== "" || c.place.text.trim() !== "") return;
  const written = c.block.where.map(({ text }) => text.replace(/\s+/g, ""));
  const span = { start: c.offset, end: c.offset };
  for (const [order, clause] of validClauses(graph).entries()) {
    if (written.includes(clause.replace(/\s+/g, "")) || (c.place.flow && /,/.test(clause))) continue;
    yield {
      label: clause,
      kind: "value",
      group: 0,
      order,
      span,
      detail: "what the checker found",
      documentation: `The model works for ${code(clause)}.`,
    };
  }
}
