/**
 * The value of a setting before its kind has read it. A whole number that is known is a `number`; a formula over symbols
 * is a `Dim`, never a constant one.
 */
import type { Dim } from "./dim/index.ts";

/** A decimal keeps its text, since the float64 nearest to `0.1` is not a tenth. */
export interface Decimal {
  readonly kind: "decimal";
  readonly value: number;
  readonly text: string;
}

export type Value = number | Dim | Decimal | boolean | string | null | readonly Value[];

export const isDim = (value: unknown): value is Dim =>
  typeof value === "object" && value !== null && "lo" in value && "overflow" in value;

export const isDecimal = (value: unknown): value is Decimal =>
  typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "decimal";
