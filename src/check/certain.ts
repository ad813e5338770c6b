/** What is wrong for every size: the faults of the rules, and claims that cannot hold. */
import type { Claim, Tensor } from "../core/graph.ts";
import { expectationText } from "./messages.ts";
import type { Scene } from "./scene.ts";
import { faultSite } from "./sites.ts";

export function checkCertain(scene: Scene): void {
  const { graph, findings, teller, numbers } = scene;
  for (const node of graph.nodes) {
    if (node.kind !== "op" || !node.result || node.result.faults.length === 0) continue;
    for (const fault of node.result.faults) {
      if (scene.echoes.repeatsFault(node, fault)) continue;
      const site = faultSite(node, fault);
      if (findings.has(fault.code, site)) {
        findings.add({ uri: site.uri, span: site.span, code: fault.code, severity: "error", message: "" }, node.site);
        continue;
      }
      const related = scene.trace(node, fault, numbers);
      findings.add(
        {
          uri: site.uri,
          span: site.span,
          code: fault.code,
          severity: "error",
          message: scene.sentence(teller.fault(node, fault, numbers)),
          ...(related.length > 0 ? { related } : {}),
        },
        node.site,
      );
    }
  }
  const wrong = graph.claims.filter((c) => c.condition.kind === "false" && !scene.echoes.repeatsClaim(c));
  for (const group of groups(wrong)) {
    const [claim] = group;
    if (!claim) continue;
    const { code } = claim.fault;
    const start = Math.min(...group.map((c) => c.site.span.start));
    const end = Math.max(...group.map((c) => c.site.span.end));
    const text =
      code === "expectation-mismatch" && claim.fault.axis !== undefined
        ? expectationText(graph.dims, group, numbers)
        : teller.claim(claim, numbers);
    const related = scene.way(group, numbers);
    findings.add(
      {
        uri: claim.site.uri,
        span: { start, end },
        code,
        severity: "error",
        message: scene.sentence(text),
        ...(related.length > 0 ? { related } : {}),
      },
      claim.site,
    );
  }
}

/** Sizes of one `=>`, or of one block's input, are wrong together. */
function groups(claims: readonly Claim[]): Claim[][] {
  const out: Claim[][] = [];
  for (const claim of claims) {
    const last = out.at(-1);
    if (last?.[0] && sameStatement(last[0], claim)) last.push(claim);
    else out.push([claim]);
  }
  return out;
}

/** One `=>` speaks of one tensor after one layer; so does one input of a block's use. */
function sameStatement(a: Claim, b: Claim): boolean {
  return (
    a.after === b.after &&
    a.fault.code === b.fault.code &&
    a.fault.code === "expectation-mismatch" &&
    sameTensor(a.about, b.about) &&
    a.site.uri === b.site.uri
  );
}

const sameTensor = (a: Tensor | undefined, b: Tensor | undefined): boolean =>
  a?.node === b?.node && a?.output === b?.output;
