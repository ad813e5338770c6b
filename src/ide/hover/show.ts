/** What hovers are made of: shapes side by side, amounts, and links that copy a text. */
import { type Cost, costOf, costsOf, type GraphCosts, Prices } from "../../core/cost.ts";
import type { Shape } from "../../core/dim/index.ts";
import type { Node, OpNode, Variant } from "../../core/graph.ts";
import { type AxisField, type Fraction, receptiveFields } from "../../core/receptive-field.ts";
import type { Span } from "../../core/span.ts";
import { grouped, short } from "../../export/numbers.ts";
import { code, table } from "../markdown.ts";
import { memo, type Worked } from "../snapshot.ts";

/** Something that the reader may want in the clipboard. */
export interface CopyLink {
  readonly title: string;
  readonly text: string;
}

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
  readonly links: readonly CopyLink[];
}

export interface Content {
  readonly parts: readonly string[];
  readonly links?: readonly CopyLink[];
}

export type Values = ReadonlyMap<string, number>;

/** The sizes at which numbers are shown: the first that the file declares for this choice of parameters. */
export const sizesOf = (worked: Worked): Values | undefined => worked.variant?.cases[0]?.at;

/** `N=8, H=224, W=224`, as the file has them. */
export const sizesText = ({ variant }: Worked): string =>
  [...(variant?.cases[0]?.symbols ?? [])].map(([name, value]) => `${name}=${value}`).join(", ");

/** ` at N=8, H=224, W=224`; empty where all sizes are numbers. */
export const atSizes = (worked: Worked): string => {
  const text = sizesText(worked);
  return text === "" ? "" : ` at ${text}`;
};

/** `with norm=Identity`; empty for the model as it stands. */
export const choiceText = ({ variant }: Worked): string =>
  [...(variant?.overrides ?? [])].map(([name, value]) => `${name}=${value}`).join(", ");

export const shapeText = ({ dims }: Worked, shape: Shape | undefined): string =>
  shape ? dims.printShape(shape) : "unknown";

/** In numbers; undefined where they are not known, or the same as the formula. */
export function shapeAt({ dims }: Worked, shape: Shape | undefined, at: Values | undefined): string | undefined {
  if (!shape || !at || shape.every((dim) => dim.constant !== undefined)) return undefined;
  const sizes = shape.map((dim) => (dim.assumed ? undefined : dims.evaluate(dim, at)));
  return sizes.includes(undefined) ? undefined : `[${sizes.join(", ")}]`;
}

export const costs = memo((variant: Variant): GraphCosts => costsOf(variant.graph));
const fields = memo((variant: Variant) => receptiveFields(variant.graph));
const prices = memo((variant: Variant) => new Prices(variant.graph.dims, variant.cases[0]?.at ?? new Map()));

export const priceOf = (variant: Variant, cost: Cost) => prices(variant).of(cost);
export const pricesOf = prices;

/** `36,928 parameters · 1.85 G MACs · sees 44 × 44 of the input, moves by 4 × 4`. */
export function amounts(worked: Worked, node: Node): string {
  const { variant } = worked;
  const cost = variant && costOf(variant.graph, node);
  if (!variant || !cost) return "";
  const { parameters, buffers, macs } = priceOf(variant, cost);
  const out: string[] = [];
  if (parameters !== undefined && parameters > 0n) out.push(`${grouped(parameters)} parameters`);
  if (buffers !== undefined && buffers > 0n) out.push(`${grouped(buffers)} in buffers`);
  const formula = cost.macs && cost.macs.constant === undefined ? variant.graph.dims.print(cost.macs) : undefined;
  if (macs !== undefined && macs > 0n) out.push(`${short(macs)} MACs${atSizes(worked)}`);
  else if (macs === undefined && formula) out.push(`${formula} MACs`);
  return out.join(" · ");
}

export function fieldText({ variant }: Worked, node: OpNode): string {
  if (!variant) return "";
  const { axes, fields: all } = fields(variant);
  const field = all[node.id];
  const own = field ? axes.map((axis) => field[field.length + axis]) : [];
  const known = own.filter((f): f is AxisField => f !== undefined && f.kind !== "unknown");
  if (axes.length === 0 || known.length < axes.length) return "";
  if (known.every(({ kind }) => kind === "whole")) return "sees all of the input";
  const size = known.map((f) => (f.kind === "window" ? String(up(f.size)) : "all")).join(" × ");
  const stride = known.map((f) => (f.kind === "window" ? fraction(f.stride) : "–")).join(" × ");
  return `sees ${size} of the input, moves by ${stride}`;
}

const up = ({ num, den }: Fraction): bigint => (num + den - 1n) / den;
const fraction = ({ num, den }: Fraction): string => (den === 1n ? String(num) : `${num}/${den}`);

export const condition = (clauses: readonly string[]): string => clauses.map((c) => code(c)).join(" and ");

/** Rows of a label, a formula and numbers; the last column only where there are any. */
export function shapeTable(worked: Worked, list: readonly (readonly string[])[]): string {
  const numbers = list.some((row) => row[2] !== code("") && row[2] !== "");
  const head = ["", "shape", ...(numbers ? [`at ${sizesText(worked)}`] : [])];
  return table(
    head,
    list.map((row) => row.slice(0, head.length).map((text) => (text === code("") ? "" : text))),
  );
}
