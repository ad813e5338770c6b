import type { Dim } from "../../dim/index.ts";
import type { RuleContext } from "../../rule.ts";
import { asDim } from "../../shape.ts";

/** `groups` must divide the channels that arrive and those that leave. */
export function checkGroups(c: RuleContext, groups: Dim | number, taken: Dim, given: Dim): void {
  if (groups === 1) return;
  const expected = asDim(c.dims, groups);
  const fault = { code: "groups-mismatch", attribute: "groups", expected } as const;
  c.divide(taken, expected, { ...fault, input: 0, got: taken, reason: "groups must divide the channels that arrive" });
  c.divide(given, expected, { ...fault, got: given, reason: "groups must divide out_channels" });
}
