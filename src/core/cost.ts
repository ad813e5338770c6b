/**
 * What a network costs: parameters, multiply-accumulates, memory of activations. Everything follows from the operators'
 * weight shapes, MAC formulas and output shapes; nothing is estimated.
 *
 * A cost is worked out once for equal uses of an operator, as a formula over symbols, and sums are kept as "so many of
 * these", so that totals of large networks stay cheap and are exact (bigint) at any sizes.
 *
 * Conventions. Parameters are the elements of trainable tensors, weights that the model declares included; buffers (a
 * norm's running statistics) are apart. A layer that shares another's weights has none of its own. MACs are
 * multiply-accumulates of convolutions, linear layers, matrix products and the like; additions, norms and activations
 * count as 0. FLOPs are 2 × MACs. Activations are the elements of every layer's outputs, each once, nothing freed and
 * nothing in place; `BYTES` an element.
 */
import type { Dim, Dims, Shape } from "./dim/index.ts";
import { type Graph, type Node, type OpNode, type Scope, shapeOf } from "./graph.ts";
import type { AnyValues, Op, Weight } from "./op.ts";
import { RuleContext, type RuleResult } from "./rule.ts";

/** Of one element, float32, as activations and weights are counted. */
export const BYTES = 4n;

export const quantities = ["parameters", "buffers", "macs", "activations"] as const;
export type Quantity = (typeof quantities)[number];

/** Of one use of an operator; one record for equal uses. A quantity that an earlier mistake leaves open is undefined. */
export interface Cost extends Readonly<Record<Quantity, Dim | undefined>> {
  /** The tensors that it owns; none when it shares another's. */
  readonly weights: readonly Weight[];
  readonly outputs: readonly (Shape | undefined)[];
  /** What to ask again when a formula with plain numbers left the safe integers. */
  readonly use: { readonly op: Op; readonly attributes: AnyValues; readonly inputs: readonly Shape[] } | undefined;
}

/** Exact amounts at given sizes; undefined where the sizes or an earlier mistake leave it open. */
export type Amounts = Readonly<Record<Quantity, bigint | undefined>>;

/** A sum of costs. */
export interface Tally {
  /** How many layers, inputs and declared weights not included. */
  readonly layers: number;
  /** Each different cost, and how many times it is there. */
  readonly costs: ReadonlyMap<Cost, number>;
}

export interface GraphCosts {
  /** By node id. */
  readonly nodes: readonly Cost[];
  /** By node id: whether an output depends on it. All are, as long as a mistake leaves an output open. */
  readonly needed: readonly boolean[];
  /** What the outputs need. */
  readonly total: Tally;
  /** What no output needs. */
  readonly unused: Tally;
}

/** Of one node, whether or not an output needs it. */
export const costOf = ({ dims }: Graph, node: Node): Cost => pricingOf(dims).of(node);

export function costsOf(graph: Graph): GraphCosts {
  const pricing = pricingOf(graph.dims);
  const needed = neededNodes(graph);
  const { computed, owned } = neededWeights(graph, needed);
  const nodes: Cost[] = [];
  const total = new Sum();
  const unused = new Sum();
  for (const node of graph.nodes) {
    const cost = pricing.of(node);
    nodes.push(cost);
    const layers = node.kind === "op" ? 1 : 0;
    if (computed(node) === owned(node)) (owned(node) ? total : unused).add(cost, layers);
    else {
      // Its weights are used again by a layer that an output needs, and its own result is not.
      total.add(pricing.weightsOnly(cost), 0);
      unused.add(pricing.withoutWeights(cost), layers);
    }
  }
  return { nodes, needed, total, unused };
}

/** By block instance and numbered chain: everything inside, used or not. The model itself is among them. */
export function scopeTallies(graph: Graph, costs: GraphCosts): ReadonlyMap<Scope, Tally> {
  const sums = new Map<Scope, Sum>([[graph.root, new Sum()]]);
  const sumOf = (scope: Scope): Sum => once(sums, scope, () => new Sum());
  for (const node of graph.nodes) {
    const cost = costs.nodes[node.id];
    if (cost) sumOf(node.scope).add(cost, node.kind === "op" ? 1 : 0);
  }
  // Into the parents, the deepest first.
  const depths = new Map<Scope, number>();
  for (const scope of [...sums.keys()])
    for (let s: Scope | undefined = scope; s && !depths.has(s); s = s.parent) depths.set(s, depthOf(s));
  for (const [scope] of [...depths].sort(([, a], [, b]) => b - a))
    if (scope.parent) sumOf(scope.parent).addAll(sumOf(scope));
  return sums;
}

/** As a formula, with whether something is missing from it because of a mistake. */
export function totalOf(
  dims: Dims,
  tally: Tally,
  quantity: Quantity,
): { readonly value: Dim; readonly complete: boolean } {
  const terms: Dim[] = [];
  let complete = true;
  for (const [cost, count] of tally.costs) {
    const value = cost[quantity];
    if (value === undefined) complete = false;
    else terms.push(count === 1 ? value : dims.mul(dims.int(count), value));
  }
  return { value: dims.sum(terms), complete };
}

/** Exact costs at given sizes. Equal costs are worked out once for as long as it is kept. */
export class Prices {
  private readonly dims: Dims;
  private readonly at: ReadonlyMap<string, number>;
  private readonly known = new Map<Cost, Amounts>();

  /** `at`: values for `Dims.evaluate`, as in `Case.at`. */
  constructor(dims: Dims, at: ReadonlyMap<string, number>) {
    this.dims = dims;
    this.at = at;
  }

  of(cost: Cost): Amounts {
    return once(this.known, cost, () => this.work(cost));
  }

  /** What is not known adds nothing and makes `complete` false. */
  total(tally: Tally, quantity: Quantity): { readonly value: bigint; readonly complete: boolean } {
    let value = 0n;
    let complete = true;
    for (const [cost, count] of tally.costs) {
      const amount = this.of(cost)[quantity];
      if (amount === undefined) complete = false;
      else value += amount * BigInt(count);
    }
    return { value, complete };
  }

  shape(shape: Shape): readonly (bigint | undefined)[] {
    return shape.map((dim) => this.size(dim));
  }

  size(dim: Dim): bigint | undefined {
    return dim.assumed ? undefined : this.dims.evaluateBig(dim, this.at);
  }

  private work(cost: Cost): Amounts {
    // Tensor by tensor, since a product of plain numbers may have left the safe integers.
    return {
      parameters: cost.parameters && this.elements(shapesOf(cost.weights, "parameter")),
      buffers: cost.buffers && this.elements(shapesOf(cost.weights, "buffer")),
      macs: cost.macs && this.macs(cost, cost.macs),
      activations: cost.activations && this.elements(known(cost.outputs)),
    };
  }

  private elements(shapes: readonly Shape[]): bigint | undefined {
    let sum = 0n;
    for (const shape of shapes) {
      let product = 1n;
      for (const dim of shape) {
        const size = this.size(dim);
        if (size === undefined) return undefined;
        product *= size;
      }
      sum += product;
    }
    return sum;
  }

  private macs({ use, outputs }: Cost, formula: Dim): bigint | undefined {
    const value = this.dims.evaluateBig(formula, this.at);
    if (value !== undefined || !formula.overflow || !use?.op.macs) return value;
    // Once more over one symbol an axis: then nothing is multiplied before the exact evaluation.
    const at = new Map(this.at);
    let count = 0;
    const open = (shape: Shape): Shape =>
      shape.map((dim) => {
        const name = `size ${count++}`;
        const size = this.dims.evaluate(dim, this.at);
        if (size !== undefined) at.set(name, size);
        return this.dims.symbol(name, { min: 0 });
      });
    const inputs = use.inputs.map(open);
    const again = use.op.macs(new RuleContext(this.dims), inputs, use.attributes, known(outputs).map(open));
    return this.dims.evaluateBig(again, at);
  }
}

const NO_WEIGHTS: readonly Weight[] = [];

/** Works out costs, each once for equal uses. */
const pricings = new WeakMap<Dims, Pricing>();

/** What the rules say is shared between checks of one table of sizes, and what it costs is worked out once. */
function pricingOf(dims: Dims): Pricing {
  let pricing = pricings.get(dims);
  if (!pricing) pricings.set(dims, (pricing = new Pricing(dims)));
  return pricing;
}

class Pricing {
  private readonly dims: Dims;
  private readonly zero: Dim;
  private readonly free: Cost;
  private readonly unknown: Cost;
  private readonly results = new WeakMap<RuleResult, Cost>();
  private readonly tensors = new WeakMap<Shape, Cost>();
  private readonly bare = new WeakMap<Cost, Cost>();
  private readonly stored = new WeakMap<Cost, Cost>();

  constructor(dims: Dims) {
    this.dims = dims;
    const zero = dims.int(0);
    this.zero = zero;
    const nothing = { weights: NO_WEIGHTS, outputs: [], use: undefined };
    this.free = { ...nothing, parameters: zero, buffers: zero, macs: zero, activations: zero };
    this.unknown = { ...nothing, parameters: undefined, buffers: undefined, macs: undefined, activations: undefined };
  }

  of(node: Node): Cost {
    if (node.kind !== "op") return node.kind === "input" ? this.free : this.declared(node.outputs[0]);
    if (!node.result) return node.shares ? this.withoutWeights(this.unknown) : this.unknown;
    const { result } = node;
    const cost = once(this.results, result, () => this.work(node, result));
    return node.shares ? this.withoutWeights(cost) : cost;
  }

  withoutWeights(cost: Cost): Cost {
    return once(this.bare, cost, () =>
      cost.weights.length === 0 && cost.parameters !== undefined
        ? cost
        : { ...cost, weights: NO_WEIGHTS, parameters: this.zero, buffers: this.zero },
    );
  }

  weightsOnly(cost: Cost): Cost {
    return once(this.stored, cost, () => ({
      ...cost,
      outputs: [],
      use: undefined,
      macs: this.zero,
      activations: this.zero,
    }));
  }

  private declared(shape: Shape | undefined): Cost {
    if (!shape) return this.unknown;
    return once(this.tensors, shape, () => ({
      ...this.free,
      weights: [{ name: "", shape, kind: "parameter" }],
      parameters: this.elements([shape]),
    }));
  }

  private work(node: OpNode, result: RuleResult): Cost {
    const { op, attributes } = node;
    const inputs = known(node.inputs.map(shapeOf));
    // A rule that was run has seen every input; without all of them there is nothing to ask.
    if (inputs.length < node.inputs.length) return this.unknown;
    const context = new RuleContext(this.dims);
    const weights = op.weights(context, inputs, attributes);
    const outputs = known(result.outputs);
    const open = outputs.length < result.outputs.length;
    const macs = !op.macs ? this.zero : open ? undefined : op.macs(context, inputs, attributes, outputs);
    return {
      weights,
      outputs: result.outputs,
      use: { op, attributes, inputs },
      parameters: this.elements(shapesOf(weights, "parameter")),
      buffers: this.elements(shapesOf(weights, "buffer")),
      macs: macs?.assumed ? undefined : macs,
      activations: open ? undefined : this.elements(outputs),
    };
  }

  /** Undefined when a size stands for an earlier mistake. */
  private elements(shapes: readonly Shape[]): Dim | undefined {
    if (shapes.length === 0) return this.zero;
    const products: Dim[] = [];
    for (const shape of shapes) {
      if (shape.some((dim) => dim.assumed)) return undefined;
      products.push(this.dims.product(shape));
    }
    return this.dims.sum(products);
  }
}

class Sum implements Tally {
  layers = 0;
  readonly costs = new Map<Cost, number>();

  add(cost: Cost, layers: number, times = 1): void {
    this.layers += layers;
    this.costs.set(cost, (this.costs.get(cost) ?? 0) + times);
  }

  addAll(other: Tally): void {
    this.layers += other.layers;
    for (const [cost, count] of other.costs) this.add(cost, 0, count);
  }
}

/** By node id. Where a tensor that is needed is open because of a mistake, every node may be needed. */
function neededNodes(graph: Graph): readonly boolean[] {
  const { nodes, outputs } = graph;
  const open = outputs.length === 0 || outputs.some(({ tensor }) => tensor === undefined);
  const needed = Array<boolean>(nodes.length).fill(open);
  if (open) return needed;
  const queue: Node[] = [];
  let lost = false;
  const need = (node: Node): void => {
    lost ||= node.id < 0;
    if (lost || needed[node.id]) return;
    needed[node.id] = true;
    queue.push(node);
  };
  for (const { tensor } of outputs) if (tensor) need(tensor.node);
  for (let node = queue.pop(); node; node = queue.pop())
    if (node.kind === "op") for (const input of node.inputs) need(input.node);
  return lost ? needed.fill(true) : needed;
}

/** Whose result an output needs, and whose weights: a layer may be used only through those that share it. */
function neededWeights(graph: Graph, needed: readonly boolean[]) {
  const lent = new Set<Node>();
  for (const node of graph.nodes)
    if (node.kind === "op" && needed[node.id])
      for (let owner = node.shares; owner && !lent.has(owner); owner = owner.shares) lent.add(owner);
  const computed = (node: Node): boolean => needed[node.id] ?? false;
  return { computed, owned: (node: Node): boolean => computed(node) || lent.has(node) };
}

function once<K extends object, V>(memo: Pick<WeakMap<K, V>, "get" | "set">, key: K, make: () => V): V {
  const known = memo.get(key);
  if (known !== undefined) return known;
  const made = make();
  memo.set(key, made);
  return made;
}

function depthOf(scope: Scope): number {
  let depth = 0;
  for (let s = scope.parent; s; s = s.parent) depth++;
  return depth;
}

const shapesOf = (weights: readonly Weight[], kind: Weight["kind"]): readonly Shape[] =>
  weights.filter((weight) => weight.kind === kind).map(({ shape }) => shape);

const known = (shapes: readonly (Shape | undefined)[]): readonly Shape[] =>
  shapes.filter((shape) => shape !== undefined);
