/** The shape algebra. */
export type { Condition, Dim, Shape } from "./dim.ts";
export { Dims } from "./dims.ts";
export { validNear } from "./near.ts";
export { parseDim } from "./parse.ts";
export type { SizeSet } from "./periodic.ts";
export * as sizes from "./sizes.ts";
export { type Solution, solve } from "./solve.ts";
