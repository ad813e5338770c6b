/** What every rule of one variant shares: the graph, its symbols, how things are called, and where problems go. */
import type { Related } from "../core/diagnostic.ts";
import type { Dims } from "../core/dim/index.ts";
import { type Claim, type Graph, type OpNode, shapeOf, type Tensor, type Variant } from "../core/graph.ts";
import type { Fault } from "../core/rule.ts";
import { Echoes } from "./echoes.ts";
import type { Findings } from "./findings.ts";
import { Teller } from "./messages.ts";
import type { Values } from "./show.ts";
import { Symbols } from "./symbols.ts";
import { Tracer } from "./trace.ts";

const ALIGNED: ReadonlySet<string> = new Set(["concat-mismatch", "add-mismatch", "broadcast-surprise"]);

export class Scene {
  readonly variant: Variant;
  readonly graph: Graph;
  readonly dims: Dims;
  readonly symbols: Symbols;
  readonly findings: Findings;
  readonly teller: Teller;
  readonly echoes: Echoes;
  /** Of the first declared case, for formulas in texts. */
  readonly numbers: Values | undefined;
  private readonly tracer: Tracer;

  constructor(variant: Variant, findings: Findings) {
    this.variant = variant;
    this.graph = variant.graph;
    this.dims = variant.graph.dims;
    this.symbols = new Symbols(variant.graph);
    this.findings = findings;
    this.teller = new Teller(variant.graph);
    this.echoes = new Echoes(variant);
    this.numbers = variant.cases[0]?.at;
    this.tracer = new Tracer(this.dims);
  }

  /** A clause as a sentence, with the choice of parameters that it speaks of. */
  sentence(clause: string): string {
    const { overrides } = this.variant;
    const choice = [...overrides].map(([name, value]) => `${name}=${value}`).join(", ");
    const text = /[.!?]$/.test(clause) ? clause : `${clause}.`;
    return choice === "" ? text : `With ${choice}: ${text}`;
  }

  /** The way of the first size that an `=>` gets wrong. Channels are of a layer's own making and have none. */
  way(claims: readonly Claim[], at?: Values): Related[] {
    for (const { about, fault } of claims)
      if (about && fault.code === "expectation-mismatch" && fault.axis !== undefined && fault.axis >= 2)
        return this.tracer.way(about, fault.axis, at);
    return [];
  }

  /** The way of both sizes to a join, and of one that is too small. */
  trace(node: OpNode, fault: Fault, at?: Values): Related[] {
    const { code, axis, input } = fault;
    if (axis === undefined) return [];
    if (code === "size-too-small") {
      const tensor = node.inputs[input ?? 0];
      return tensor && axis >= 2 ? this.tracer.way(tensor, axis, at) : [];
    }
    const first = node.inputs[0];
    const second = node.inputs[input ?? 1];
    if (!first || !second) return [];
    if (ALIGNED.has(code)) {
      // The axis is counted in the output; inputs with fewer axes are aligned at the last one, as in broadcasting.
      const [a, b] = [rankOf(first), rankOf(second)];
      const end = axis - Math.max(a, b);
      return this.tracer.trace(node, [first, end + a], [second, end + b], at);
    }
    if (code !== "matmul-mismatch") return [];
    // A row of the one meets a column of the other.
    const rows = (shapeOf(first) ?? []).map((dim) => dim === fault.expected);
    return this.tracer.trace(node, [first, rows.lastIndexOf(true)], [second, axis], at);
  }
}

const rankOf = (tensor: Tensor): number => shapeOf(tensor)?.length ?? 0;
