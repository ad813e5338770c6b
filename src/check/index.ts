/**
 * What is wrong with a model: rules beyond the shape rules, and the words for both. A graph that was built goes in,
 * problems come out; nothing here reads text. `codes.ts` is the registry of everything that a problem can be called.
 */
import type { Problem } from "../core/diagnostic.ts";
import type { Variant } from "../core/graph.ts";
import { checkAdvice } from "./advice.ts";
import { checkCases } from "./cases.ts";
import { checkCertain } from "./certain.ts";
import { needsOf } from "./conditions.ts";
import { checkConflicts } from "./conflicts.ts";
import { gather, solveAll } from "./demands.ts";
import { Findings } from "./findings.ts";
import { checkGuarantee } from "./guarantee.ts";
import { dtypeMismatch } from "./rules/dtype-mismatch.ts";
import { overflow } from "./rules/overflow.ts";
import { redundantAttribute } from "./rules/redundant-attribute.ts";
import { redundantBias } from "./rules/redundant-bias.ts";
import { unusedLayer } from "./rules/unused-layer.ts";
import { Scene } from "./scene.ts";

/** The problems of every variant. What several variants have in common is told once. */
export function checkModel(variants: readonly Variant[]): Problem[] {
  const findings = new Findings();
  const scenes = variants.map((variant) => new Scene(variant, findings));
  for (const scene of scenes) {
    checkVariant(scene);
    overflow(scene);
    dtypeMismatch(scene);
  }
  // What is written may be needed under one choice of parameters only, so these see all of them.
  unusedLayer(scenes);
  redundantAttribute(scenes);
  redundantBias(scenes);
  return findings.problems;
}

function checkVariant(scene: Scene): void {
  checkCertain(scene);
  const demands = gather(scene.graph, scene.symbols).filter((d) => !scene.echoes.covers(d));
  const solved = solveAll(scene.dims, demands);
  const needs = needsOf(scene.dims, scene.symbols, solved.solution);
  // A declared size that fails says more than conditions that exclude each other.
  const cases = checkCases(scene, demands, solved, needs);
  const refused = cases.some((c) => c.refused);
  const conflict = !refused && checkConflicts(scene, demands, solved, needs);
  if (!conflict && !refused) checkGuarantee(scene, demands, solved, needs);
  checkAdvice(scene, cases);
}
