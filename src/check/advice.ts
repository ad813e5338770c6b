/** What runs, but is seldom meant. It is told only for sizes that the file declares, where it does happen. */
import { symbolsOf } from "../core/condition.ts";
import type { Case, OpNode } from "../core/graph.ts";
import type { Requirement, RuleResult } from "../core/rule.ts";
import type { CaseResult } from "./cases.ts";
import { type Code, codes } from "./codes.ts";
import type { Scene } from "./scene.ts";
import { valuesText } from "./show.ts";

export function checkAdvice(scene: Scene, cases: readonly CaseResult[]): void {
  const good: Sizes[] = cases.flatMap((c) => (c.allowed && !c.refused ? [c.case] : []));
  // Without declared sizes, what is known is what depends on no symbol.
  if (cases.length === 0) good.push({ symbols: new Map(), at: new Map() });
  if (good.length === 0) return;
  /** For each rule result what happens, and the first case for which it does. */
  const told = new Map<RuleResult, readonly { readonly advice: Requirement; readonly at: Sizes }[]>();
  for (const node of scene.graph.nodes) {
    if (node.kind !== "op" || !node.result || node.result.advice.length === 0 || node.result.faults.length > 0)
      continue;
    let found = told.get(node.result);
    if (!found) told.set(node.result, (found = happening(scene, node.result, good)));
    for (const { advice, at } of found)
      if (!scene.echoes.leadsToCertain(node, advice.fault.axis)) tell(scene, node, advice, at);
  }
}

type Sizes = Pick<Case, "symbols" | "at">;

function happening(scene: Scene, result: RuleResult, cases: readonly Sizes[]): { advice: Requirement; at: Sizes }[] {
  return result.advice.flatMap((advice) => {
    const at = cases.find((c) => scene.dims.holds(advice.condition, c.at) === false);
    return at ? [{ advice, at }] : [];
  });
}

function tell(scene: Scene, node: OpNode, { fault, condition }: Requirement, { at, symbols }: Sizes): void {
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
      message: scene.sentence(
        `${numbers.length > 0 ? `At ${valuesText(numbers)}: ` : ""}${scene.teller.fault(node, fault, at)}`,
      ),
      ...(related.length > 0 ? { related } : {}),
    },
    node.site,
  );
}
