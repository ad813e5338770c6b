/** The shape algebra. */
export { decide, decideAtLeast } from "./decide.ts";
export type { Comparison, Condition, Dim, Shape, SymbolTerm, Term } from "./dim.ts";
export { Dims } from "./dims.ts";
export { bindHoles } from "./holes.ts";
export { validNear } from "./near.ts";
export { type ParsedDim, parseDim } from "./parse.ts";
export type { PrintOptions } from "./print.ts";
export type { SizeSet } from "./size_set.ts";
export * as sizes from "./sizes.ts";
export { type Solution, solve } from "./solve.ts";
