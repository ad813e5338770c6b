/** What runs, but is seldom meant. It is told only for sizes that the file declares, where it does happen. */
import type { OpNode } from "../core/graph.ts";
import type { Requirement, RuleResult } from "../core/rule.ts";
import type { CaseResult } from "./cases.ts";
import { type Code, codes } from "./codes.ts";
import type { Scene } from "./scene.ts";
import { symbolsOf } from "./demands.ts";
import { valuesText } from "./show.ts";

export function checkAdvice(scene: Scene, cases: readonly CaseResult[]): void {
  const good = cases.filter((c) => c.allowed && !c.refused);
  if (good.length === 0) return;
  /** For each rule result the first case that it is told for, or none. */
  const told = new Map<RuleResult, readonly { readonly advice: Requirement; readonly at: CaseResult }[]>();
  for (const node of scene.graph.nodes) {
    if (node.kind !== "op" || !node.result || node.result.advice.length === 0 || node.result.faults.length > 0) continue;
    let found = told.get(node.result);
    if (!found) told.set(node.result, (found = happening(scene, node.result, good)));
    for (const { advice, at } of found) tell(scene, node, advice, at);
  }
}

function happening(scene: Scene, result: RuleResult, cases: readonly CaseResult[]): { advice: Requirement; at: CaseResult }[] {
  return result.advice.flatMap((advice) => {
    const at = cases.find((c) => scene.dims.holds(advice.condition, c.case.at) === false);
    return at ? [{ advice, at }] : [];
  });
}

function tell(scene: Scene, node: OpNode, { fault, condition }: Requirement, { case: { at, symbols } }: CaseResult): void {
  const { uri, span } = node.site;
  const facts = codes[fault.code as Code];
  const names = symbolsOf(scene.dims, scene.symbols.plain(condition));
  const numbers = [...symbols].filter(([name]) => names.has(name));
  const related = scene.trace(node, fault, at);
  scene.findings.add(
    {
      uri,
      span,
      code: fault.code,
      severity: facts.severity,
      message: scene.sentence(`${numbers.length > 0 ? `At ${valuesText(numbers)}: ` : ""}${scene.teller.fault(node, fault, at)}`),
      ...(related.length > 0 ? { related } : {}),
    },
    node.site,
  );
}
