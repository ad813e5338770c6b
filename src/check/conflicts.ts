/** Conditions that no size fulfils: one alone, several together, or what is needed and what `where` allows. */
import { symbolsOf } from "../core/condition.ts";
import type { Related } from "../core/diagnostic.ts";
import { sizes, solve } from "../core/dim/index.ts";
import { clausesText, type Needs, needsOf, printNeeds } from "./conditions.ts";
import type { Demand, Solved } from "./demands.ts";
import type { Scene } from "./scene.ts";
import { layerName } from "./show.ts";
import { siteOf } from "./sites.ts";

/** True when something was told. */
export function checkConflicts(scene: Scene, demands: readonly Demand[], solved: Solved, needs: Needs): boolean {
  for (const { demands: guilty } of solved.conflicts) {
    const last = guilty.at(-1);
    if (!last) continue;
    if (guilty.length === 1) tellNever(scene, last);
    else tellTogether(scene, guilty, last);
  }
  const against = againstWhere(scene, needs);
  if (against !== undefined) tellWhere(scene, demands, against);
  return solved.conflicts.length > 0 || against !== undefined;
}

function tellNever(scene: Scene, demand: Demand): void {
  const { uri, span } = siteOf(demand);
  const related = demand.node ? scene.trace(demand.node, demand.fault, scene.numbers) : [];
  scene.findings.add(
    {
      uri,
      span,
      code: demand.fault.code,
      severity: "error",
      message: scene.sentence(`${scene.teller.describe(demand, scene.numbers)}. No size makes this work`),
      ...(related.length > 0 ? { related } : {}),
    },
    (demand.node ?? demand.claim).site,
  );
}

function tellTogether(scene: Scene, guilty: readonly Demand[], last: Demand): void {
  const own = ownClauses(scene, [last]);
  const others = guilty.slice(0, -1);
  const names = [...new Set(others.map(who))];
  const { uri, span } = siteOf(last);
  scene.findings.add(
    {
      uri,
      span,
      code: "conditions-conflict",
      severity: "error",
      message: scene.sentence(
        `${who(last)} needs ${clausesText(own)}, which no size fulfils together with ${names.length === 1 ? `${names[0]}: ${clausesText(ownClauses(scene, others))}` : names.length === 2 ? `what ${names.join(" and ")} need` : `what ${names.length} other layers need`}`,
      ),
      related: others
        .slice(0, 8)
        .map((d): Related => ({ ...place(d), message: `${who(d)} needs ${ownClauses(scene, [d]).join(" and ")}` })),
    },
    (last.node ?? last.claim).site,
  );
}

const place = (d: Demand) => {
  const { uri, span } = siteOf(d);
  return { uri, span };
};

const who = (d: Demand): string => (d.node ? layerName(d.node) : "a line of the file");

function ownClauses(scene: Scene, demands: readonly Demand[]): string[] {
  const { dims, symbols } = scene;
  return printNeeds(
    dims,
    needsOf(
      dims,
      symbols,
      solve(
        dims,
        demands.map((d) => d.plain),
      ),
    ),
  );
}

/** A symbol of which `where` allows no size that works. */
function againstWhere(scene: Scene, needs: Needs): string | undefined {
  for (const [name, set] of needs.sets) {
    if (!scene.symbols.constrained(name)) continue;
    const both = sizes.intersect(scene.symbols.declared(name), set);
    if (both && sizes.isEmpty(both)) return name;
  }
  return undefined;
}

function tellWhere(scene: Scene, demands: readonly Demand[], name: string): void {
  const { dims, symbols } = scene;
  const declared = symbols.declared(name);
  const concerned = demands.filter((d) => symbolsOf(dims, d.plain).has(name));
  // The layer after which nothing is left of what `where` allows.
  let left = declared;
  let guilty = concerned.at(-1);
  for (const d of concerned) {
    const own = solve(dims, [d.plain]).sets.get(name);
    const next = own && sizes.intersect(left, own);
    if (next === undefined) continue;
    left = next;
    if (sizes.isEmpty(next)) {
      guilty = d;
      break;
    }
  }
  if (!guilty) return;
  const info = [...scene.graph.symbols.values()].find((s) => s.name === name);
  scene.findings.add(
    {
      ...place(guilty),
      code: "conditions-conflict",
      severity: "error",
      message: scene.sentence(
        `${who(guilty)} needs ${clausesText(ownClauses(scene, [guilty]))}, but \`where\` allows only \`${sizes.print(declared, name)}\`: no size is left`,
      ),
      ...(info ? { related: [{ uri: info.site.uri, span: info.site.span, message: `${name} is declared here` }] } : {}),
    },
    (guilty.node ?? guilty.claim).site,
  );
}
