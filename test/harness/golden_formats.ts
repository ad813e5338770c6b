/** The formats of reference data that can be run. */
import type { GoldenFormat } from "./golden.ts";

export const formats: readonly GoldenFormat[] = [];
