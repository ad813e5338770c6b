/**
 * Where the weights of a model lie: the paths are those of PyTorch's `state_dict` for the same modules, and what is
 * shared has none of its own.
 */
import { describe, expect, it } from "vitest";
import { type Graph, type OpNode, pathOf, shapeOf } from "../../../src/core/graph.ts";
import { RuleContext } from "../../../src/core/rule.ts";
import { createSession } from "../../../src/ide/session.ts";

const ROOT = "file:///m/main.arch.yaml";

function graphOf(text: string): Graph {
  const { problems, variants } = createSession().check({ root: ROOT, files: new Map([[ROOT, text]]) });
  expect(problems.filter((p) => p.severity !== "hint").map((p) => p.message)).toEqual([]);
  const [first] = variants;
  if (!first) throw new Error("no model");
  return first.graph;
}

/** `features.0.weight [8, 3, 1, 1]`: all that is learned, in order; buffers are left out. */
function weightsOf(text: string): string[] {
  const { nodes, dims } = graphOf(text);
  const own = (node: OpNode) =>
    node.op
      .weights(
        new RuleContext(dims),
        node.inputs.map((t) => shapeOf(t) ?? []),
        node.attributes,
      )
      .filter(({ kind }) => kind === "parameter")
      .map(({ name, shape }) => `${pathOf(node)}.${name} ${dims.printShape(shape)}`);
  return nodes.flatMap((node) => {
    if (node.kind === "weight") return [`${pathOf(node)} ${dims.printShape(shapeOf({ node, output: 0 }) ?? [])}`];
    return node.kind === "op" && !node.shares ? own(node) : [];
  });
}

/** `c.0 = a.0`: what has the weights of another, and whose. */
const sharesOf = (text: string): string[] =>
  graphOf(text).nodes.flatMap((node) =>
    node.kind === "op" && node.shares && node.op.family === "convolution"
      ? [`${pathOf(node)} = ${pathOf(node.shares)}`]
      : [],
  );

const IMAGE = "inputs: { x: [N, 4, H, W], y: [N, 4, H, W] }\n";

describe("weights are called as nn.Sequential and its modules call them", () => {
  it("counts instances of repeats, and not what a choice leaves out", () => {
    const text = `${IMAGE}layers:
  - x -> Conv2d(8, 1, bias=false)
  - (ReLU if false) -> (Conv2d(4 + i, 1, bias=false) -> (Dropout if i == 1) -> ReLU) * 2 as i
  - named: Conv2d(2, 1, bias=false)
  - Conv2d(1, 1, bias=false) * 2
`;
    expect(weightsOf(text)).toEqual([
      "0.weight [8, 4, 1, 1]",
      "1.weight [4, 8, 1, 1]",
      "3.weight [5, 4, 1, 1]",
      "named.weight [2, 5, 1, 1]",
      "6.weight [1, 2, 1, 1]",
      "7.weight [1, 1, 1, 1]",
    ]);
  });

  it("numbers a repeat of one block, and names one layer by its line, whichever way it is written", () => {
    const text = `${IMAGE}blocks:
  Norm: GroupNorm(2)
  Unit:
    params: { out: int, act: layer }
    layers:
      conv: Conv2d(out, 1, bias=false) -> act
      norm: Norm
layers:
  layer1: x -> Unit(4 * 2 ** i, act=(Norm -> PReLU)) * 2 as i
  one: x -> (Norm if true)
  few: x -> Conv2d(2, 1, bias=false) * 1
`;
    expect(weightsOf(text)).toEqual([
      "layer1.0.conv.0.weight [4, 4, 1, 1]",
      "layer1.0.conv.1.0.weight [4]",
      "layer1.0.conv.1.0.bias [4]",
      "layer1.0.conv.1.1.weight [1]",
      "layer1.0.norm.weight [4]",
      "layer1.0.norm.bias [4]",
      "layer1.1.conv.0.weight [8, 4, 1, 1]",
      "layer1.1.conv.1.0.weight [8]",
      "layer1.1.conv.1.0.bias [8]",
      "layer1.1.conv.1.1.weight [1]",
      "layer1.1.norm.weight [8]",
      "layer1.1.norm.bias [8]",
      "one.weight [4]",
      "one.bias [4]",
      "few.0.weight [2, 4, 1, 1]",
    ]);
  });
});

describe("what is shared has the weights of the first", () => {
  const INNER = `${IMAGE}blocks:
  Inner:
    weights: { scale: [1, 4, 1, 1] }
    layers:
      a: Conv2d(4, 1, bias=false) -> Mul(_, scale)
  Outer:
    weights: { last: [1, 4, 1, 1] }
    layers:
      first: Inner
      again: share(first)
      own: Conv2d(4, 3, padding=1, bias=false)
      end: Mul(_, last)
layers:
  a: x -> Outer
  b: y -> share(a)
  c: b -> share(b)
  d: c -> share(c.again)
`;

  it("and no tensors of its own that a block declares", () => {
    expect(weightsOf(INNER)).toEqual([
      "a.last [1, 4, 1, 1]",
      "a.first.scale [1, 4, 1, 1]",
      "a.first.a.0.weight [4, 4, 1, 1]",
      "a.own.weight [4, 4, 3, 3]",
    ]);
  });

  it("also behind what it shares within itself, and when it is shared again", () => {
    expect(sharesOf(INNER)).toEqual([
      "a.again.a.0 = a.first.a.0",
      "b.first.a.0 = a.first.a.0",
      "b.again.a.0 = a.first.a.0",
      "b.own = a.own",
      "c.first.a.0 = a.first.a.0",
      "c.again.a.0 = a.first.a.0",
      "c.own = a.own",
      "d.a.0 = a.first.a.0",
    ]);
  });
});
