/** What every rule of one variant shares: the graph, its symbols, how things are called, and where problems go. */
import type { Related } from "../core/diagnostic.ts";
import type { Dims } from "../core/dim/index.ts";
import type { Claim, Graph, OpNode, Variant } from "../core/graph.ts";
import type { Fault } from "../core/rule.ts";
import { Echoes } from "./echoes.ts";
import type { Findings } from "./findings.ts";
import { Teller } from "./messages.ts";
import type { Values } from "./show.ts";
import { Symbols } from "./symbols.ts";
import { Tracer } from "./trace.ts";

const JOINS: ReadonlySet<string> = new Set([
  "concat-mismatch",
  "add-mismatch",
  "matmul-mismatch",
  "broadcast-surprise",
]);

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

  /** The way of both sizes to a join. */
  trace(node: OpNode, fault: Fault, at?: Values): Related[] {
    const first = node.inputs[0];
    const second = node.inputs[fault.input ?? 1];
    if (!JOINS.has(fault.code) || !first || !second || fault.axis === undefined) return [];
    return this.tracer.trace(node, first, second, fault.axis, at);
  }
}
