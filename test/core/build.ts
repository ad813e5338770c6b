/** Graphs built by hand, for tests of what stands on a graph and not on a text. */
import { Dims, parseDim, type Shape } from "../../src/core/dim/index.ts";
import type { Graph, Node, OpNode, Output, Scope, SourceNode, Tensor } from "../../src/core/graph.ts";
import { Inference } from "../../src/core/infer.ts";
import type { AnyValues, Op } from "../../src/core/op.ts";
import { NO_PLACES } from "../../src/core/span.ts";

const site = { uri: "file:///m.arch.yaml", span: { start: 0, end: 0 } };

export class Builder {
  readonly dims = new Dims();
  readonly root: Scope = { name: "", parent: undefined, block: undefined, site };
  scope: Scope = this.root;
  private readonly inference = new Inference(this.dims);
  private readonly nodes: Node[] = [];
  private readonly settings = new Map<string, AnyValues>();
  private count = 0;

  /** `N, 3, H, W`. */
  shape(text: string): Shape {
    const sizes = text.split(",").map((part) => {
      const { value } = parseDim(this.dims, part.trim());
      if (!value) throw new Error(`${part} is no size`);
      return value;
    });
    return this.inference.intern(sizes);
  }

  input(text: string): Tensor {
    return this.source("input", text);
  }

  weight(text: string): Tensor {
    return this.source("weight", text);
  }

  private source(kind: SourceNode["kind"], text: string): Tensor {
    const node: SourceNode = {
      kind,
      id: this.nodes.length,
      name: `${kind}${this.count++}`,
      scope: this.scope,
      site,
      outputs: [this.shape(text)],
      dtype: undefined,
    };
    this.nodes.push(node);
    return { node, output: 0 };
  }

  /** Equal settings are one record, as whoever reads them from a text keeps them. */
  op(op: Op, attributes: AnyValues, inputs: readonly Tensor[], shares?: Tensor): Tensor {
    const key = `${op.name} ${JSON.stringify(attributes)}`;
    const kept = this.settings.get(key) ?? attributes;
    this.settings.set(key, kept);
    const shapes = inputs.map(({ node, output }) => node.outputs[output]).filter((shape) => shape !== undefined);
    const result = shapes.length === inputs.length ? this.inference.apply(op, kept, shapes) : undefined;
    const node: OpNode = {
      kind: "op",
      id: this.nodes.length,
      name: `${op.name.toLowerCase()}${this.count++}`,
      scope: this.scope,
      site,
      op,
      attributes: kept,
      written: NO_PLACES,
      inputs,
      outputs: result?.outputs ?? [undefined],
      dtype: undefined,
      result,
      shares: shares?.node.kind === "op" ? shares.node : undefined,
      init: undefined,
    };
    this.nodes.push(node);
    return { node, output: 0 };
  }

  /** Places what `body` builds in a scope of its own. */
  inside<T>(name: string, body: () => T): T {
    const outer = this.scope;
    this.scope = { name, parent: outer, block: "Block", site };
    const value = body();
    this.scope = outer;
    return value;
  }

  graph(...outputs: readonly (Tensor | undefined)[]): Graph {
    return {
      dims: this.dims,
      name: "M",
      root: this.root,
      nodes: this.nodes,
      inputs: this.nodes.filter((node): node is SourceNode => node.kind === "input"),
      outputs: outputs.map((tensor, i): Output => ({ name: `out${i}`, tensor, site })),
      claims: [],
      symbols: new Map(),
      relations: [],
    };
  }
}
