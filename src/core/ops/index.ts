/** The catalogue: every operator under its name. Another table that is total over the operators is keyed by `OpName`. */
import type { Op } from "../op.ts";

export const catalogue = {
} as const;

export type OpName = keyof typeof catalogue;

export const ops: ReadonlyMap<string, Op> = new Map(Object.entries<Op>(catalogue));
