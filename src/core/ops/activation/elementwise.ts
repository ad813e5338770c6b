/** What activations share that work on each element alone: any shape goes in, and the same comes out. */
import { bool, optional } from "../../attribute.ts";
import type { Shape } from "../../dim/index.ts";
import type { RuleContext } from "../../rule.ts";

export const ANY_INPUT = [{ name: "input", doc: "Any shape." }] as const;

export const sameShape = (_: RuleContext, [x]: readonly Shape[]): readonly (Shape | undefined)[] => [x];

export const inplace = optional(bool, false, "Overwrites the input; changes no shape.");
