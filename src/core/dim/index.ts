/** The shape algebra. */
export type { Comparison, Condition, Dim, Shape, SymbolTerm, Term } from "./dim.ts";
export { Dims } from "./dims.ts";
export { validNear } from "./near.ts";
export { type ParsedDim, parseDim } from "./parse.ts";
export type { PrintOptions } from "./print.ts";
export type { SizeSet } from "./size_set.ts";
export * as sizes from "./sizes.ts";
export { type Solution, solve } from "./solve.ts";
