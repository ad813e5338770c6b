/**
 * The network as data: nodes in the order in which they were placed (which is an order of computation), each with its
 * shapes, what its rule said, and where it was written. A front end builds it; everything after sees only this.
 */
import type { Condition, Dim, Dims, Shape, SizeSet } from "./dim/index.ts";
import type { AnyValues, Op } from "./op.ts";
import type { DType, Fault, RuleResult } from "./rule.ts";
import type { Places, Site } from "./span.ts";

/** One tensor: an output of a node. */
export interface Tensor {
  readonly node: Node;
  readonly output: number;
}

interface NodeBase {
  /** Its place in `graph.nodes`. */
  readonly id: number;
  /** The last part of its path; `pathOf` gives the whole. */
  readonly name: string;
  readonly scope: Scope;
  /** Of the layer's name with its arguments, or of the input's name. */
  readonly site: Site;
  /** One shape an output; undefined where an earlier mistake leaves even the rank open. */
  readonly outputs: readonly (Shape | undefined)[];
  readonly dtype: DType | undefined;
}

/** A tensor that arrives, or a learned one that the model declares. */
export interface SourceNode extends NodeBase {
  readonly kind: "input" | "weight";
}

export interface OpNode extends NodeBase {
  readonly kind: "op";
  readonly op: Op;
  /** Complete: every setting, those that were left out at their default. */
  readonly attributes: AnyValues;
  /** Where each setting that was written stands: its whole `name=value`. */
  readonly written: Places;
  readonly inputs: readonly Tensor[];
  /** What the rule said; absent where an input's shape is not known. Shared between equal uses. */
  readonly result: RuleResult | undefined;
  /** The node whose weights it uses again. */
  readonly shares: OpNode | undefined;
  /** `init=` of the model file. */
  readonly init: string | undefined;
}

export type Node = SourceNode | OpNode;

/** A block instance, a numbered chain, or the model itself. */
export interface Scope {
  /** The last part of its path; empty for the model. */
  readonly name: string;
  readonly parent: Scope | undefined;
  /** The block that this is an instance of; undefined for a numbered chain. */
  readonly block: string | undefined;
  readonly site: Site;
}

/** What a model file states about sizes, beside what its layers demand: `=>`, a block's inputs and `where`. */
export interface Claim {
  /** It is looked at after the node with this id. */
  readonly after: number;
  readonly site: Site;
  /** The tensor that it speaks of. */
  readonly about: Tensor | undefined;
  /** Certain to be wrong, or to be guaranteed. */
  readonly condition: Condition;
  readonly fault: ClaimFault;
}

export interface ClaimFault extends Omit<Fault, "code"> {
  readonly code:
    | "expectation-mismatch"
    | "size-mismatch"
    | "rank-mismatch"
    | "channel-mismatch"
    | "condition-not-guaranteed"
    | "division";
  /** The condition as it was written, for a block's `where`; the layer whose weights are shared. */
  readonly text?: string;
}

export interface SymbolInfo {
  readonly name: string;
  /** What stands for it in shapes: itself, or `M·q + r` where a congruence was declared, or another symbol's. */
  readonly dim: Dim;
  /** The sizes that the file's `where` allows. */
  readonly declared: SizeSet;
  /** True when `where` speaks of it. */
  readonly constrained: boolean;
  readonly site: Site;
}

export interface Output {
  readonly name: string;
  readonly tensor: Tensor | undefined;
  readonly site: Site;
}

export interface Graph {
  readonly dims: Dims;
  readonly name: string;
  readonly root: Scope;
  readonly nodes: readonly Node[];
  readonly inputs: readonly SourceNode[];
  readonly outputs: readonly Output[];
  readonly claims: readonly Claim[];
  readonly symbols: ReadonlyMap<string, SymbolInfo>;
  /** Conditions of `where` over several symbols. */
  readonly relations: readonly Condition[];
}

/** One entry of `sizes`. */
export interface Case {
  readonly site: Site;
  /** Symbol values as written. */
  readonly symbols: ReadonlyMap<string, number>;
  /** Values for `Dims.evaluate`, those of substituted symbols included. */
  readonly at: ReadonlyMap<string, number>;
  /** Shapes that outputs must then have, as far as they are stated. */
  readonly expected: readonly {
    readonly name: string;
    readonly shape: readonly (number | undefined)[];
    readonly site: Site;
  }[];
}

/** The model at one choice of its parameters, and the declared sizes that use that choice. */
export interface Variant {
  /** Parameters that differ from the file's own values; empty for the file as it stands. */
  readonly overrides: ReadonlyMap<string, string>;
  readonly graph: Graph;
  readonly cases: readonly Case[];
}

export function scopePath(scope: Scope): string {
  const names: string[] = [];
  for (let s: Scope | undefined = scope; s; s = s.parent) if (s.name !== "") names.push(s.name);
  return names.reverse().join(".");
}

/** `layer1.0.conv1`, as weights are named in PyTorch. */
export function pathOf(node: Node): string {
  const scope = scopePath(node.scope);
  return scope === "" ? node.name : `${scope}.${node.name}`;
}

export const shapeOf = (tensor: Tensor): Shape | undefined => tensor.node.outputs[tensor.output];
