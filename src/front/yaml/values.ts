/** What expressions come to: which kind of value one is, and what it is called in a sentence. */
import { type Decimal, isDecimal, isDim } from "../../core/value.ts";
import type { Layer, Table, V } from "./frame.ts";

export const isTable = (v: V | undefined): v is Table =>
  typeof v === "object" && v !== null && (v as Table).kind === "table";
export const isLayer = (v: V | undefined): v is Layer =>
  typeof v === "object" && v !== null && (v as Layer).kind === "layer";
export const isList = (v: V | undefined): v is readonly V[] => Array.isArray(v);

export const decimal = (value: number): Decimal => ({ kind: "decimal", value, text: String(value) });

export const plain = (v: V): number | undefined => (typeof v === "number" ? v : isDecimal(v) ? v.value : undefined);

export function same(a: V, b: V): boolean {
  const [x, y] = [plain(a), plain(b)];
  if (x !== undefined && y !== undefined) return x === y;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => same(item, b[i] as V));
  return a === b;
}

/** Quotients that did not come out even, as they were written: a whole number is then missed where it is needed. */
const uneven = new WeakMap<Decimal, string>();

export function unevenQuotient(a: number, b: number): Decimal {
  const quotient = decimal(a / b);
  uneven.set(quotient, `${a} / ${b} is ${quotient.text}`);
  return quotient;
}

/** What to say of a value that should be a whole number and is such a quotient, or holds one. */
export function unevenIn(v: V | undefined): string | undefined {
  const decimals = (isList(v) ? v : [v]).filter(isDecimal);
  const text = decimals.map((d) => uneven.get(d)).find((t) => t !== undefined);
  return text && `\`/\` must come out even where a whole number is needed: ${text}. \`//\` rounds down.`;
}

/** What a value is, in a sentence. */
export function describe(v: V): string {
  if (v === null) return "`null`";
  if (typeof v === "number") return `the number ${v}`;
  if (typeof v === "boolean") return `\`${v}\``;
  if (typeof v === "string") return `the text "${v.slice(0, 40)}"`;
  if (isDim(v)) return "a formula over symbols";
  if (isDecimal(v)) return `the number ${v.text}`;
  if (isList(v)) return `a list of ${v.length}`;
  return isTable(v) ? "a table" : "a layer";
}
