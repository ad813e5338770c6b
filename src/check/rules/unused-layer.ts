/** Layers that no output needs. A block of which nothing is needed is one mistake, and so is a whole chain. */
import { type Graph, type Node, pathOf, type Scope, scopePath } from "../../core/graph.ts";
import type { Site } from "../../core/span.ts";
import type { Scene } from "../scene.ts";
import { layerName } from "../show.ts";

const key = (site: Site): string => `${site.span.start}:${site.span.end}:${site.uri}`;

interface Unused {
  readonly node: Node;
  readonly scope: Scope | undefined;
  readonly site: Site;
}

/** What is needed under one choice of parameters is needed. */
export function unusedLayer(scenes: readonly Scene[]): void {
  const needed = new Set<string>();
  const found: Unused[] = [];
  for (const { graph } of scenes) {
    const unused = unusedOf(graph, needed);
    if (!unused) return;
    found.push(...unused);
  }
  for (const { node, scope, site } of found) {
    if (needed.has(key(site))) continue;
    const what = scope ? `"${scopePath(scope)}"` : layerName(node);
    scenes[0]?.findings.add(
      {
        uri: site.uri,
        span: site.span,
        code: "unused-layer",
        severity: "hint",
        message: text(node, what),
        tag: "unnecessary",
      },
      site,
    );
  }
}

/** Undefined where an earlier mistake leaves open what is needed. */
function unusedOf({ nodes, outputs }: Graph, neededSites: Set<string>): Unused[] | undefined {
  if (outputs.length === 0) return undefined;
  const needed = new Uint8Array(nodes.length);
  const used = new Uint8Array(nodes.length);
  for (const { tensor } of outputs) {
    if (!tensor || tensor.node.id < 0) return undefined;
    needed[tensor.node.id] = 1;
  }
  let all = true;
  // Inputs stand before the layers that take them, so one pass backwards reaches everything.
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (!node) continue;
    if (!needed[i]) all = false;
    if (node.kind !== "op") continue;
    // Its weights are declared where they are used first, so that layer cannot be left out.
    if (needed[i] && node.shares) needed[node.shares.id] = 1;
    for (const input of node.inputs) {
      if (input.node.id < 0) return undefined;
      used[input.node.id] = 1;
      if (needed[i]) needed[input.node.id] = 1;
    }
  }
  if (all) return [];
  const living = new Set<Scope>();
  for (const node of nodes) {
    if (!needed[node.id]) continue;
    neededSites.add(key(node.site));
    for (let s: Scope | undefined = node.scope; s && !living.has(s); s = s.parent) {
      living.add(s);
      neededSites.add(key(s.site));
    }
  }
  const dead = new Set<Scope>();
  const out: Unused[] = [];
  for (const node of nodes) {
    if (needed[node.id] || (node.kind !== "op" && used[node.id])) continue;
    const scope = outermostDead(node, living);
    if (scope && dead.has(scope)) continue;
    if (scope) dead.add(scope);
    out.push({ node, scope, site: scope?.site ?? node.site });
  }
  return out;
}

function text(node: Node, what: string): string {
  if (node.kind === "op")
    return `No output needs ${what}: name it in \`outputs\`, take it in a later layer, or remove it.`;
  return `No layer takes ${node.kind} "${pathOf(node)}".`;
}

function outermostDead(node: Node, living: ReadonlySet<Scope>): Scope | undefined {
  let found: Scope | undefined;
  for (let s: Scope | undefined = node.scope; s && !living.has(s) && s.parent; s = s.parent) found = s;
  return found;
}
