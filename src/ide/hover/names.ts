/** Names that stand for sizes, settings, blocks and files. */
import { studyOf, symbolSizes, validClauses, validSizes } from "../../check/valid.ts";
import type { Attribute } from "../../core/attribute.ts";
import { scopeTallies } from "../../core/cost.ts";
import { type Dim, sizes } from "../../core/dim/index.ts";
import { type Scope, shapeOf } from "../../core/graph.ts";
import type { Op } from "../../core/op.ts";
import { isDecimal, isDim } from "../../core/value.ts";
import { grouped, short } from "../../export/numbers.ts";
import type { BlockDef, ParamValue, Placed } from "../../front/yaml/index.ts";
import { type BindingThere, bindingsOf, type FrameThere, tensorsOf } from "../instances.ts";
import { code, prose, table } from "../markdown.ts";
import type { Declaration } from "../names/index.ts";
import { memo, type Snapshot } from "../snapshot.ts";
import {
  atSizes,
  type Content,
  choiceText,
  costs,
  pricesOf,
  shapeAt,
  shapeTable,
  shapeText,
  sizesOf,
  sizesText,
} from "./show.ts";

const MAX_VALUES = 8;

/** A size of the model itself: what is allowed, what works, and the sizes around the declared one. */
export function symbolContent(snapshot: Snapshot, declaration: Declaration): Content {
  const { text } = declaration;
  const variant = snapshot.variants[0];
  if (!("block" in declaration) || !declaration.block.root || !variant || declaration.uri !== snapshot.root)
    return blockSymbol(snapshot, declaration);
  const { graph } = variant;
  const info = graph.symbols.get(text);
  const parts = [`**${text}** · a size that arrives`];
  if (!info) return { parts };
  const valid = symbolSizes(graph, text);
  const clause = valid && sizes.print(valid, text);
  parts.push(valid && clause ? `The model works for ${code(clause)}` : "No layer limits it alone: any size from 1");
  const all = studyOf(graph).needs.relations.length > 0 ? validSizes(graph) : undefined;
  if (all) parts.push(`All together: ${code(all)}`);
  const own = snapshot.variants
    .flatMap(({ cases }) => cases.map((c) => c.symbols.get(text)))
    .find((n) => n !== undefined);
  if (own !== undefined) {
    const near = valid ? sizes.nearest(valid, own) : undefined;
    const good = !valid || sizes.contains(valid, own);
    const around = near ? [near.below, near.above].filter((n) => n !== undefined && n !== own).join(" and ") : "";
    parts.push(
      good
        ? `${code(`${text}=${own}`)} of \`sizes\` works${around ? `; the nearest others are ${around}` : ""}`
        : `${code(`${text}=${own}`)} of \`sizes\` does not work${around ? `; the nearest that do are ${around}` : ""}`,
    );
  }
  return { parts, links: clause ? [{ title: "Copy condition", text: clause }] : [] };
}

/** A size that arrives at a block: what it is at each use. */
function blockSymbol(snapshot: Snapshot, declaration: Declaration): Content {
  const there = bindingsOf(snapshot, declaration);
  const parts = [
    `**${declaration.text}** · a size that arrives at block ${code(blockOf(declaration)?.name.text ?? "")}`,
  ];
  const list = values(there);
  if (list) parts.push(list);
  return { parts };
}

const blockOf = (declaration: Declaration): BlockDef | undefined =>
  "block" in declaration ? declaration.block : undefined;

export function paramContent(snapshot: Snapshot, declaration: Declaration & { readonly kind: "param" }): Content {
  const { def, block, text } = declaration;
  const written = sourceOf(snapshot, declaration.uri, def.value);
  const parts = [
    `**${text}** · parameter of ${block.root ? "the model" : `block ${code(block.name.text)}`}${written ? ` · ${code(written)}` : ""}`,
  ];
  if (def.doc) parts.push(prose(def.doc));
  const list = values(bindingsOf(snapshot, declaration));
  if (list) parts.push(list);
  return { parts };
}

export function counterContent(declaration: Declaration): Content {
  return { parts: [`**${declaration.text}** · counts the repeats, from 0`] };
}

function sourceOf(snapshot: Snapshot, uri: string, value: ParamValue): string | undefined {
  if (value.kind === "broken") return undefined;
  const text = snapshot.files.get(uri)?.def.text ?? "";
  if (value.kind !== "syntax") return text.slice(value.span.start, value.span.end);
  const { syntax, at } = value;
  if (syntax.kind === "choice") {
    const [first, last] = [syntax.words[0], syntax.words.at(-1)];
    return first && last ? text.slice(first.span.start + at, last.span.end + at) : undefined;
  }
  const span = syntax.kind === "type" ? syntax.span : syntax.value.span;
  return text.slice(span.start + at, span.end + at);
}

/** What a name is worth: one value, or one a use. */
function values(there: readonly BindingThere[]): string {
  const rows: (readonly [where: string, value: string])[] = [];
  const seen = new Set<string>();
  for (const { worked, frame, binding } of there) {
    if (binding.kind === "tensor" || (binding.kind === "param" && binding.state !== "done")) continue;
    const shown = valueText(binding.value, worked.dims.print.bind(worked.dims));
    if (shown === undefined || seen.has(shown)) continue;
    seen.add(shown);
    const at = sizesOf(worked);
    const number =
      isDim(binding.value) && binding.value.constant === undefined && at
        ? worked.dims.evaluate(binding.value, at)
        : undefined;
    const where = [scopeName(frame.scope), choiceText(worked)].filter((t) => t !== "").join(" with ");
    rows.push([where, number === undefined ? code(shown) : `${code(shown)} = ${number} at ${sizesText(worked)}`]);
  }
  const [only, second] = rows;
  if (!only) return "";
  if (!second) return `Here it is ${only[1]}`;
  const more = rows.length - MAX_VALUES;
  const shown = rows.slice(0, MAX_VALUES).map(([where, value]) => [where === "" ? "the model" : code(where), value]);
  return table(["in", "value"], more > 0 ? [...shown, [`and ${more} more`, ""]] : shown);
}

function scopeName(scope: Scope): string {
  const names: string[] = [];
  for (let s: Scope | undefined = scope; s; s = s.parent) if (s.name !== "") names.unshift(s.name);
  return names.join(".");
}

function valueText(value: unknown, print: (dim: Dim) => string): string | undefined {
  if (value === undefined) return undefined;
  if (isDim(value)) return value.assumed ? undefined : print(value);
  if (isDecimal(value)) return value.text;
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = value.map((v) => valueText(v, print));
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (value === null || typeof value !== "object") return String(value);
  if ("kind" in value && value.kind === "layer" && "target" in value) {
    const target = value.target as { readonly kind: string; readonly op?: Op; readonly def?: BlockDef };
    return target.op?.name ?? target.def?.name.text ?? "a chain";
  }
  return undefined;
}

// ── Blocks, models and files ─────────────────────────────────────────────────────────────────────────────────────

/** `here`: the uses that are meant; all of them at the block's own name. */
export function blockContent(snapshot: Snapshot, def: BlockDef, here: readonly FrameThere[]): Content {
  const parts = [def.root ? `**${def.name.text || "The model"}** · model` : `**${def.name.text}** · block`];
  if (def.doc) parts.push(prose(def.doc));
  parts.push(code(signatureOf(snapshot, def)));
  const [only, second] = here.filter(({ worked }) => worked === here[0]?.worked);
  if (only && !second && !def.root) parts.push(endsOf(only));
  const price = blockCosts(here);
  if (price) parts.push(price);
  if (def.root) {
    const variant = snapshot.variants[0];
    const valid = variant && def.uri === snapshot.root ? validSizes(variant.graph) : undefined;
    if (valid) parts.push(`Works for ${code(valid)}`);
    const clauses = variant ? validClauses(variant.graph) : [];
    return { parts, links: clauses.length > 0 ? [{ title: "Copy condition", text: clauses.join(", ") }] : [] };
  }
  return { parts };
}

/** The shapes that arrive at one use of a block, and what it gives. */
function endsOf({ worked, frame }: FrameThere): string {
  const at = sizesOf(worked);
  const rows: string[][] = [];
  const add = (label: string, placed: Placed | undefined): void => {
    for (const { name, tensor } of placed ? tensorsOf(placed).slice(0, MAX_VALUES) : []) {
      const shape = shapeOf(tensor);
      const numbers = shapeAt(worked, shape, at);
      rows.push([
        name === "" ? label : `${label}: ${code(name)}`,
        code(shapeText(worked, shape)),
        numbers ? code(numbers) : "",
      ]);
    }
  };
  for (const { name } of frame.def.inputs ?? [{ name: { text: "x" } }]) {
    const binding = frame.names.get(name.text);
    if (binding?.kind === "tensor") add(`in: ${code(name.text)}`, binding.placed);
  }
  add("**out**", frame.given);
  return shapeTable(worked, rows);
}

/** `Up(x: [N, C, h, w], skip: [N, Cs, H, W], out: int)`. */
export function signatureOf(snapshot: Snapshot, def: BlockDef): string {
  const text = snapshot.files.get(def.uri)?.def.text ?? "";
  const inputs = (def.inputs ?? [{ name: { text: "x" }, shape: undefined }]).map(({ name, shape }) =>
    shape
      ? `${name.text}: ${text.slice(shape.syntax.span.start + shape.at, shape.syntax.span.end + shape.at)}`
      : name.text,
  );
  const params = [...def.params.values()].map(({ name, value }) => {
    const written = sourceOf(snapshot, def.uri, value);
    return written ? `${name.text}: ${written}` : name.text;
  });
  return `${def.name.text || "model"}(${[...inputs, ...params].join(", ")})`;
}

const tallies = memo((variant: NonNullable<FrameThere["worked"]["variant"]>) =>
  scopeTallies(variant.graph, costs(variant)),
);

/** What its instances cost, one figure where they are alike. */
export function blockCosts(here: readonly FrameThere[]): string {
  const parameters = new Set<bigint>();
  const macs = new Set<bigint>();
  const own = here[0]?.worked;
  // What a mistake leaves open is said to be missing, so that the line does not come and go while one types.
  let open = "";
  for (const { worked, frame } of here) {
    const { variant } = worked;
    const tally = variant && tallies(variant).get(frame.scope);
    // Other choices of the model's parameters have costs of their own.
    if (!variant || !tally || worked !== own) continue;
    const prices = pricesOf(variant);
    const p = prices.total(tally, "parameters");
    const m = prices.total(tally, "macs");
    if (!p.complete) open = " + ?";
    parameters.add(p.value);
    if (m.complete && (variant.cases.length > 0 || variant.graph.symbols.size === 0)) macs.add(m.value);
  }
  const out: string[] = [];
  if (parameters.size > 0) out.push(`${range(parameters, grouped)}${open} parameters`);
  if (own && macs.size > 0 && open === "") out.push(`${range(macs, short)} MACs${atSizes(own)}`);
  return out.join(" · ");
}

function range(of: ReadonlySet<bigint>, print: (n: bigint) => string): string {
  const list = [...of].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [least, most] = [list[0] ?? 0n, list.at(-1) ?? 0n];
  return least === most ? print(least) : `${print(least)} to ${print(most)}`;
}

export function fileContent(declaration: Declaration & { readonly kind: "file" }): Content {
  const { def, target, text } = declaration;
  const parts = [`**${text}** · file ${code(def.target)}`];
  if (target) {
    const { model, blocks } = target.def;
    const has = [...(model.name.text ? [model.name.text] : []), ...blocks.keys()];
    if (has.length > 0)
      parts.push(
        `It has ${has
          .slice(0, 20)
          .map((n) => code(n))
          .join(", ")}${has.length > 20 ? " …" : ""}`,
      );
  }
  return { parts };
}

export function settingContent(op: Op, name: string, attribute: Attribute, value: string | undefined): Content {
  const standard = attribute.default === undefined ? "" : ` · ${code(String(shown(attribute.default)))} unless given`;
  const kind = attribute.required ? "required" : attribute.inferred ? "inferred from the input" : "";
  return {
    parts: [
      `**${name}** of ${op.name} · ${code(attribute.kind.type)}${standard}${kind ? ` · ${kind}` : ""}`,
      attribute.doc,
      ...(value === undefined ? [] : [`Here it is ${code(value)}`]),
    ],
  };
}

/** One value for every axis is written once. */
const shown = (value: unknown): unknown =>
  Array.isArray(value) && value.every((v) => v === value[0]) ? value[0] : value;
