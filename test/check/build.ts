/**
 * Models built by hand, with a text to point at: one line a layer. For tests of what the checker makes of a graph,
 * whatever front end it comes from.
 */
import { checkModel } from "../../src/check/index.ts";
import { bool, inferred, int, optional, required } from "../../src/core/attribute.ts";
import type { Problem } from "../../src/core/diagnostic.ts";
import { type Condition, type Dim, Dims, parseDim, type Shape, type SizeSet, sizes } from "../../src/core/dim/index.ts";
import type {
  Case,
  Claim,
  ClaimFault,
  Graph,
  Node,
  OpNode,
  Output,
  Scope,
  SourceNode,
  SymbolInfo,
  Tensor,
  Variant,
} from "../../src/core/graph.ts";
import { Inference } from "../../src/core/infer.ts";
import { type AnyValues, defineOp, type Op } from "../../src/core/op.ts";
import type { RuleContext } from "../../src/core/rule.ts";
import { Places, type Site, type Span } from "../../src/core/span.ts";

const facts = { summary: "", torch: "", onnx: "", source: "", inputs: [], examples: [] } as const;

const axis = (shape: Shape | undefined, i: number): Dim => {
  const dim = shape?.[i];
  if (!dim) throw new Error(`no axis ${i}`);
  return dim;
};

const slide = (c: RuleContext, x: Dim, at: number, k: number, s: number, p: number): Dim => {
  const { dims } = c;
  const wide = dims.add(x, dims.int(2 * p));
  c.atLeast(wide, k, {
    code: "size-too-small",
    input: 0,
    axis: at,
    expected: k - 2 * p,
    got: x,
    reason: `the kernel spans ${k} rows`,
  });
  return dims.add(dims.floorDiv(dims.sub(wide, dims.int(k)), s), dims.int(1));
};

export const Conv: Op = defineOp({
  ...facts,
  name: "Conv",
  family: "convolution",
  biasAttribute: "bias",
  attributes: {
    o: required(int(), ""),
    k: optional(int(), 3, ""),
    s: optional(int(), 1, ""),
    p: optional(int(), 1, ""),
    bias: optional(bool, true, ""),
    in_channels: inferred(int(), ""),
  },
  shape: (c, [x], { o, k, s, p, in_channels }) => {
    if (in_channels !== undefined) {
      const got = axis(x, 1);
      c.equal(got, c.dims.int(in_channels), {
        code: "channel-mismatch",
        input: 0,
        axis: 1,
        attribute: "in_channels",
        expected: in_channels,
        got,
      });
    }
    return [[axis(x, 0), c.dims.int(o), slide(c, axis(x, 2), 2, k, s, p), slide(c, axis(x, 3), 3, k, s, p)]];
  },
});

export const Pool: Op = defineOp({
  ...facts,
  name: "Pool",
  family: "pooling",
  attributes: { k: optional(int(), 2, "") },
  shape: (c, [x], { k }) => {
    const out = [2, 3].map((i) => {
      const size = axis(x, i);
      const half = slide(c, size, i, k, k, 0);
      const read = c.dims.mul(half, c.dims.int(k));
      c.prefer(
        { kind: "atLeast", left: read, right: size },
        { code: "lossy-pool", axis: i, expected: read, got: size },
      );
      return half;
    });
    return [[axis(x, 0), axis(x, 1), ...out]];
  },
});

export const Up: Op = defineOp({
  ...facts,
  name: "Up",
  family: "resize",
  attributes: {},
  shape: ({ dims }, [x]) => [
    [axis(x, 0), axis(x, 1), dims.mul(axis(x, 2), dims.int(2)), dims.mul(axis(x, 3), dims.int(2))],
  ],
});

const joined = (
  c: RuleContext,
  code: "concat-mismatch" | "add-mismatch",
  [x, y]: readonly Shape[],
  skip?: number,
): Shape =>
  (x ?? []).map((left, i) => {
    const right = axis(y, i);
    return i === skip
      ? c.dims.add(left, right)
      : c.equal(right, left, { code, input: 1, axis: i, expected: left, got: right });
  });

export const Concat: Op = defineOp({
  ...facts,
  name: "Concat",
  family: "join",
  attributes: {},
  shape: (c, inputs) => [joined(c, "concat-mismatch", inputs, 1)],
});
export const Add: Op = defineOp({
  ...facts,
  name: "Add",
  family: "join",
  attributes: {},
  shape: (c, inputs) => [joined(c, "add-mismatch", inputs)],
});
export const Norm: Op = defineOp({
  ...facts,
  name: "Norm",
  family: "normalization",
  attributes: {},
  cancelsBias: () => true,
  shape: (_, [x]) => [x],
});
export const ReLU: Op = defineOp({
  ...facts,
  name: "ReLU",
  family: "activation",
  attributes: {},
  shape: (_, [x]) => [x],
});

const uri = "file:///models/m.arch.yaml";

export class Model {
  readonly dims = new Dims();
  readonly inference = new Inference(this.dims);
  readonly root: Scope = { name: "", parent: undefined, block: undefined, site: { uri, span: { start: 0, end: 0 } } };
  scope = this.root;
  text = "";
  readonly nodes: Node[] = [];
  readonly outputs: Output[] = [];
  readonly claims: Claim[] = [];
  readonly symbols = new Map<string, SymbolInfo>();
  readonly relations: Condition[] = [];
  readonly cases: Case[] = [];
  overrides = new Map<string, string>();
  private readonly settings = new Map<string, AnyValues>();
  /** The place that a block's layers are written at, when it is placed again. */
  private readonly written = new Map<string, Span>();

  private write(line: string, again?: string): Site {
    const known = again === undefined ? undefined : this.written.get(again);
    const start = this.text.length;
    const span = known ?? { start, end: start + line.length };
    if (!known) this.text += `${line}\n`;
    if (again !== undefined) this.written.set(again, span);
    return { uri, span, ...(this.scope.block === undefined ? {} : { from: this.scope.site }) };
  }

  /** A symbol and the sizes that `where` allows; `multiple` of a number is substituted, as the front end does. */
  symbol(name: string, where?: SizeSet, multiple?: { modulus: number; residue: number }): void {
    const dim = multiple ? this.dims.congruent(name, multiple.modulus, multiple.residue) : this.dims.symbol(name);
    const declared = multiple
      ? sizes.residues(multiple.modulus, [[multiple.residue, multiple.residue]])
      : (where ?? sizes.all());
    this.symbols.set(name, {
      name,
      dim,
      declared,
      constrained: where !== undefined || multiple !== undefined,
      site: this.write(name),
    });
  }

  /** A symbol that `where` makes equal to another. */
  alias(name: string, of: string): void {
    this.symbols.set(name, {
      name,
      dim: this.dim(of),
      declared: sizes.all(),
      constrained: true,
      site: this.write(name),
    });
  }

  dim(text: string): Dim {
    const { value } = parseDim(this.dims, text.trim(), (name) => {
      if (!this.symbols.has(name)) this.symbol(name);
      return (this.symbols.get(name) as SymbolInfo).dim;
    });
    if (!value) throw new Error(`${text} is no size`);
    return value;
  }

  input(name: string, shape: string): Tensor {
    const outputs = [this.inference.intern(shape.split(",").map((t) => this.dim(t)))];
    const node: SourceNode = {
      kind: "input",
      id: this.nodes.length,
      name,
      scope: this.scope,
      site: this.write(`${name}: [${shape}]`),
      outputs,
      dtype: undefined,
    };
    this.nodes.push(node);
    return { node, output: 0 };
  }

  add(name: string, op: Op, inputs: readonly Tensor[], values: AnyValues = {}): Tensor {
    const args = Object.entries(values).map(([key, value]) => `${key}=${value}`);
    const again = this.scope.block === undefined ? undefined : `${this.scope.block}.${name}`;
    const site = this.write(`${op.name}(${args.join(", ")})`, again);
    const written = new Map<string, Span>();
    let at = site.span.start + op.name.length + 1;
    for (const [i, key] of Object.keys(values).entries()) {
      const length = args[i]?.length ?? 0;
      written.set(key, { start: at, end: at + length });
      at += length + 2;
    }
    const complete = Object.fromEntries(
      Object.entries(op.attributes).map(([key, a]) => [key, values[key] ?? a.default]),
    );
    const key = `${op.name} ${JSON.stringify(complete)}`;
    const attributes = this.settings.get(key) ?? complete;
    this.settings.set(key, attributes);
    const all = inputs.map((t) => t.node.outputs[t.output]).filter((s): s is Shape => s !== undefined);
    const result = all.length === inputs.length ? this.inference.apply(op, attributes, all) : undefined;
    const node: OpNode = {
      kind: "op",
      id: this.nodes.length,
      name,
      scope: this.scope,
      site,
      op,
      attributes,
      written: new Places(written, 0),
      inputs,
      outputs: result?.outputs ?? [undefined],
      dtype: undefined,
      result,
      shares: undefined,
      init: undefined,
    };
    this.nodes.push(node);
    return { node, output: 0 };
  }

  inside<T>(name: string, block: string | undefined, body: () => T): T {
    const outer = this.scope;
    const site = this.write(`${name}: ${block ?? "chain"}()`);
    this.scope = { name, parent: outer, block, site };
    const value = body();
    this.scope = outer;
    return value;
  }

  claim(about: Tensor | undefined, condition: Condition, fault: ClaimFault): void {
    this.claims.push({ after: this.nodes.length - 1, site: this.write(`=> ${fault.code}`), about, condition, fault });
  }

  case(
    values: Readonly<Record<string, number>>,
    expected: Readonly<Record<string, readonly (number | undefined)[]>> = {},
  ): void {
    const symbols = new Map(Object.entries(values));
    const at = new Map(symbols);
    for (const { name, dim } of this.symbols.values()) {
      const [inner] = this.dims.symbols(dim);
      const value = symbols.get(name);
      if (inner === undefined || this.symbols.has(inner) || value === undefined) continue;
      const first = this.dims.evaluate(dim, new Map([[inner, 0]])) ?? 0;
      const step = (this.dims.evaluate(dim, new Map([[inner, 1]])) ?? 0) - first;
      at.set(inner, Math.floor((value - first) / step));
    }
    this.cases.push({
      site: this.write(
        `{ ${Object.entries(values)
          .map(([k, v]) => `${k}: ${v}`)
          .join(", ")} }`,
      ),
      symbols,
      at,
      expected: Object.entries(expected).map(([name, shape]) => ({
        name,
        shape,
        site: this.write(`${name}: [${shape.join(", ")}]`),
      })),
    });
  }

  output(name: string, tensor: Tensor | undefined): void {
    this.outputs.push({ name, tensor, site: this.write(`outputs: ${name}`) });
  }

  get variant(): Variant {
    const graph: Graph = {
      dims: this.dims,
      name: "M",
      root: this.root,
      nodes: this.nodes,
      inputs: this.nodes.filter((n): n is SourceNode => n.kind === "input"),
      outputs: this.outputs,
      claims: this.claims,
      symbols: this.symbols,
      relations: this.relations,
    };
    return { overrides: this.overrides, graph, cases: this.cases };
  }

  check(): Problem[] {
    return checkModel([this.variant]);
  }

  /** The text that a problem is about. */
  under({ span }: { readonly span: Span }): string {
    return this.text.slice(span.start, span.end);
  }
}

/** A U-Net of as many levels, without convolutions: it works for multiples of 2^levels. */
export function unet(model: Model, levels: number, input = "N, 3, H, W"): Tensor {
  let x = model.input("image", input);
  const skips: Tensor[] = [];
  for (let i = 1; i <= levels; i++) {
    x = model.inside(`enc${i}`, undefined, () => model.add("0", ReLU, [model.add("1", Conv, [x], { o: 8 * 2 ** i })]));
    skips.unshift(x);
    x = model.add(`down${i}`, Pool, [x]);
  }
  skips.forEach((skip, i) => {
    const level = levels - i;
    x = model.inside(`dec${level}`, undefined, () => {
      const up = model.add("up", Up, [x]);
      return model.add("conv", Conv, [model.add("cat", Concat, [skip, up])], { o: 8 });
    });
  });
  model.output("out", x);
  return x;
}
