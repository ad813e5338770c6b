/**
 * The table of a network's layers: what each is, its shape as formula and at given sizes, its parameters and MACs.
 * Blocks are nested as in the model and folded below a depth; a layer that fails is marked, and the table goes on.
 */
import { type Cost, type GraphCosts, Prices, type Quantity, scopeTallies, type Tally } from "../core/cost.ts";
import type { Condition, Shape } from "../core/dim/index.ts";
import { type Graph, type Node, type OpNode, pathOf, type Scope, shapeOf, type Tensor } from "../core/graph.ts";
import type { RuleResult } from "../core/rule.ts";
import { grouped, short } from "./numbers.ts";
import { callOf } from "./settings.ts";

export interface TableOptions {
  /** Values for `Dims.evaluate`; undefined for formulas only. */
  readonly at: ReadonlyMap<string, number> | undefined;
  /** Levels that are shown; 1 shows the model's own layers and folds every block. */
  readonly depth: number;
  readonly ascii: boolean;
  /** Nodes that fail for reasons other than their shapes. */
  readonly failing: ReadonlySet<Node>;
}

export interface Row {
  /** 0 for the model's own layers. */
  readonly level: number;
  readonly name: string;
  /** `Conv2d(64, 3)`, a block's name, `input`. */
  readonly what: string;
  readonly kind: "source" | "layer" | "block" | "folded";
  readonly state: "good" | "fails" | "unused";
  readonly shape: string;
  readonly at: string;
  readonly parameters: string;
  readonly macs: string;
}

/** The levels that a network has. */
export function depthOf({ nodes }: Graph): number {
  let most = 0;
  const seen = new Set<Scope>();
  for (const { scope } of nodes)
    if (!seen.has(scope)) {
      seen.add(scope);
      most = Math.max(most, chainOf(scope).length);
    }
  return most;
}

/** How many rows there are at a depth, without making them. */
export function rowCount({ nodes }: Graph, depth: number): number {
  const scopes = new Set<Scope>();
  let rows = 0;
  for (const { scope } of nodes) {
    const chain = chainOf(scope);
    if (chain.length <= depth) rows++;
    for (const one of chain.slice(1, depth + 1)) scopes.add(one);
  }
  return rows + scopes.size;
}

export function tableOf(graph: Graph, costs: GraphCosts, options: TableOptions): readonly Row[] {
  const { depth } = options;
  const writer = new Writer(graph, costs, options);
  const rows: Row[] = [];
  const folded = foldedScopes(graph, depth);
  const leaving = leavingTensors(graph, folded);
  const tallies = scopeTallies(graph, costs);
  const inside = groupNodes(graph, folded);
  let open: readonly Scope[] = [graph.root];
  const done = new Set<Scope>();
  for (const node of graph.nodes) {
    const chain = chainOf(node.scope);
    const fold = folded[node.id];
    const shown = fold ? chain.slice(0, depth) : chain;
    for (let i = 1; i < shown.length; i++) {
      const scope = shown[i];
      if (scope && open[i] !== scope) rows.push(writer.block(scope, i - 1));
    }
    open = shown;
    if (!fold) rows.push(writer.node(node, chain.length - 1));
    else if (!done.has(fold)) {
      done.add(fold);
      const tally = tallies.get(fold);
      if (tally) rows.push(writer.folded(fold, depth - 1, tally, leaving.get(fold), inside.get(fold) ?? []));
    }
  }
  return rows;
}

class Writer {
  private readonly graph: Graph;
  private readonly costs: GraphCosts;
  private readonly options: TableOptions;
  private readonly prices: Prices;
  private readonly failing: ReadonlySet<Node>;

  constructor(graph: Graph, costs: GraphCosts, options: TableOptions) {
    this.graph = graph;
    this.costs = costs;
    this.options = options;
    this.prices = new Prices(graph.dims, options.at ?? new Map());
    this.failing = failingNodes(graph, options);
  }

  block(scope: Scope, level: number): Row {
    return {
      level,
      name: scope.name,
      what: scope.block ?? "",
      kind: "block",
      state: "good",
      shape: "",
      at: "",
      parameters: "",
      macs: "",
    };
  }

  node(node: Node, level: number): Row {
    const cost = this.costs.nodes[node.id];
    const state = this.failing.has(node) ? "fails" : this.costs.needed[node.id] ? "good" : "unused";
    const source = node.kind !== "op";
    return {
      level,
      name: node.name,
      what: node.kind === "op" ? this.call(node) : node.kind,
      kind: source ? "source" : "layer",
      state,
      ...this.shapes(node.outputs, state === "fails"),
      parameters: node.kind === "input" || !cost ? "" : this.amount(cost, "parameters"),
      macs: source || !cost ? "" : this.amount(cost, "macs"),
    };
  }

  folded(scope: Scope, level: number, tally: Tally, out: Tensor | undefined, nodes: readonly Node[]): Row {
    const fails = nodes.some((node) => this.failing.has(node));
    const unused = nodes.every((node) => !this.costs.needed[node.id]);
    const count = `${tally.layers} ${tally.layers === 1 ? "layer" : "layers"}`;
    return {
      level,
      name: scope.name,
      what: scope.block ? `${scope.block} (${count})` : `(${count})`,
      kind: "folded",
      state: fails ? "fails" : unused ? "unused" : "good",
      ...this.shapes(out ? [shapeOf(out)] : [], out !== undefined && this.failing.has(out.node)),
      parameters: this.total(tally, "parameters"),
      macs: this.total(tally, "macs"),
    };
  }

  private call(node: OpNode): string {
    const text = callOf(node, this.graph.dims, this.options);
    return node.shares ? `${text} shared with ${pathOf(node.shares)}` : text;
  }

  private shapes(outputs: readonly (Shape | undefined)[], fails: boolean): Pick<Row, "shape" | "at"> {
    const { dims } = this.graph;
    // Of many equal outputs (`Chunk`) one is shown.
    const distinct = [...new Set(outputs)];
    const times =
      distinct.length === 1 && outputs.length > 1 ? `${outputs.length} ${this.options.ascii ? "x" : "×"} ` : "";
    const list = (print: (shape: Shape) => string): string =>
      times + distinct.map((shape) => (shape ? print(shape) : "?")).join(", ");
    return {
      shape: list((shape) => dims.printShape(shape, this.options)),
      at: !this.options.at
        ? ""
        : fails
          ? "?"
          : list(
              (shape) =>
                `[${this.prices
                  .shape(shape)
                  .map((size) => size ?? "?")
                  .join(", ")}]`,
            ),
    };
  }

  private amount(cost: Cost, quantity: Quantity): string {
    return this.print(this.prices.of(cost)[quantity], true, quantity);
  }

  private total(tally: Tally, quantity: Quantity): string {
    const { value, complete } = this.prices.total(tally, quantity);
    return this.print(value, complete, quantity);
  }

  private print(value: bigint | undefined, complete: boolean, quantity: Quantity): string {
    if (value === undefined) return "?";
    const text = quantity === "macs" ? short(value) : grouped(value);
    return complete ? text : value === 0n ? "?" : `${text} + ?`;
  }
}

/** Those whose rule failed, and those that fail at the given sizes. */
function failingNodes(graph: Graph, { at, failing }: TableOptions): ReadonlySet<Node> {
  const all = new Set(failing);
  for (const node of graph.nodes) if (node.kind === "op" && (node.result?.faults.length ?? 0) > 0) all.add(node);
  for (const { condition, about } of graph.claims) if (about && condition.kind === "false") all.add(about.node);
  if (at) for (const { node } of failuresAt(graph, at)) all.add(node);
  return all;
}

export interface Failure {
  readonly node: Node;
  readonly condition: Condition;
}

/** Layers that fit in general and not at these sizes, each with the first condition that does not hold. */
export function failuresAt(graph: Graph, at: ReadonlyMap<string, number>): readonly Failure[] {
  const failures: Failure[] = [];
  const known = new Map<RuleResult, Condition | undefined>();
  const broken = (result: RuleResult): Condition | undefined => {
    if (result.requirements.length === 0) return undefined;
    if (!known.has(result))
      known.set(
        result,
        result.requirements.find(({ condition }) => graph.dims.holds(condition, at) === false)?.condition,
      );
    return known.get(result);
  };
  for (const node of graph.nodes) {
    const condition = node.kind === "op" && node.result ? broken(node.result) : undefined;
    if (condition) failures.push({ node, condition });
  }
  for (const { condition, about } of graph.claims)
    if (about && condition.kind !== "false" && graph.dims.holds(condition, at) === false)
      failures.push({ node: about.node, condition });
  return failures;
}

/** From the model itself to the scope. */
function chainOf(scope: Scope): readonly Scope[] {
  const chain: Scope[] = [];
  for (let s: Scope | undefined = scope; s; s = s.parent) chain.push(s);
  return chain.reverse();
}

/** By node id: the block that is shown in its place. */
function foldedScopes({ nodes }: Graph, depth: number): readonly (Scope | undefined)[] {
  return nodes.map(({ scope }) => chainOf(scope)[depth]);
}

function groupNodes({ nodes }: Graph, folded: readonly (Scope | undefined)[]): ReadonlyMap<Scope, readonly Node[]> {
  const groups = new Map<Scope, Node[]>();
  for (const node of nodes) {
    const fold = folded[node.id];
    const group = fold && groups.get(fold);
    if (group) group.push(node);
    else if (fold) groups.set(fold, [node]);
  }
  return groups;
}

/** What a folded block hands on: its last tensor that something outside takes, else its last. */
function leavingTensors(graph: Graph, folded: readonly (Scope | undefined)[]): ReadonlyMap<Scope, Tensor> {
  const leaving = new Map<Scope, Tensor>();
  const last = new Map<Scope, Tensor>();
  const leaves = (tensor: Tensor, to: Scope | undefined): void => {
    const fold = folded[tensor.node.id];
    if (!fold || fold === to) return;
    const known = leaving.get(fold);
    if (!known || known.node.id < tensor.node.id) leaving.set(fold, tensor);
  };
  for (const node of graph.nodes) {
    const fold = folded[node.id];
    if (fold) last.set(fold, { node, output: 0 });
    if (node.kind === "op") for (const input of node.inputs) leaves(input, fold);
  }
  for (const { tensor } of graph.outputs) if (tensor) leaves(tensor, undefined);
  return new Map([...last].map(([scope, tensor]) => [scope, leaving.get(scope) ?? tensor]));
}
