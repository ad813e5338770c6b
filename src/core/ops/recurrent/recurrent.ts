/**
 * RNN, GRU and LSTM: layers that go through a sequence, one direction or both. Names and order of the weights are those
 * of PyTorch's state_dict. Multiply-accumulates are those of the matrix products, every gate's.
 */
import { bool, count, float, inferred, int, optional, required, size, word } from "../../attribute.ts";
import type { Dim, Dims, Shape } from "../../dim/index.ts";
import { defineOp, type InputSpec, type Weight } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { asDim, positive, sizeAt, sizeOr, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";

const INPUT: InputSpec = {
  name: "input",
  doc: "A sequence of features: [T, N, F], with `batch_first` [N, T, F], without a batch [T, F].",
};
const STATE: InputSpec = {
  name: "h_0",
  doc: "State to begin with, for each layer and direction; zeros without it.",
  optional: true,
};
const CELL: InputSpec = { name: "c_0", doc: "Cell state to begin with; given together with `h_0`.", optional: true };

const SETTINGS = {
  hidden_size: required(size(), "Features of the state."),
  num_layers: optional(int({ min: 1, max: 1000 }), 1, "Layers on top of each other."),
  bias: optional(bool, true, "Learned numbers are added twice, to the input's part and to the state's."),
  batch_first: optional(bool, false, "The batch comes before the time."),
  dropout: optional(float({ min: 0, max: 1 }), 0, "Probability of being dropped between layers."),
  bidirectional: optional(bool, false, "Goes through the sequence backwards as well."),
  input_size: inferred(size(), "Features of the input."),
} as const;

interface Settings {
  readonly hidden_size: Dim;
  readonly num_layers: number;
  readonly bias: boolean;
  readonly batch_first: boolean;
  readonly bidirectional: boolean;
  readonly input_size: Dim | undefined;
  readonly proj_size?: Dim | number;
}

const directions = (a: Settings): number => (a.bidirectional ? 2 : 1);
/** Features of what a layer hands on in one direction. */
const handed = (dims: Dims, a: Settings): Dim => (a.proj_size ? asDim(dims, a.proj_size) : a.hidden_size);

function shapes(c: RuleContext, inputs: readonly Shape[], a: Settings, states: 1 | 2): readonly (Shape | undefined)[] {
  const { dims } = c;
  const [x = []] = inputs;
  positive(c, a.hidden_size, "hidden_size");
  if (a.proj_size) checkProjection(c, a.hidden_size, asDim(dims, a.proj_size));
  if (x.length !== 2 && x.length !== 3) {
    const expected = a.batch_first ? "2 or 3 axes: [T, F] or [N, T, F]" : "2 or 3 axes: [T, F] or [T, N, F]";
    c.fail({ code: "rank-mismatch", input: 0, expected, got: x.length });
    return [undefined];
  }
  stated(c, x, -1, a.input_size, "input_size");
  const features = handed(dims, a);
  const batch = x.length === 3 ? [sizeAt(x, a.batch_first ? 0 : 1)] : [];
  const layers = dims.int(a.num_layers * directions(a));
  const hidden = [layers, ...batch, features];
  const cell = [layers, ...batch, a.hidden_size];
  if (states === 2 && inputs.length === 2)
    c.fail({ code: "missing-attribute", attribute: "c_0", reason: "h_0 and c_0 are given together" });
  if (inputs[1]) checkState(c, 1, inputs[1], hidden);
  if (inputs[2]) checkState(c, 2, inputs[2], cell);
  const output = [...x.slice(0, -1), dims.mul(dims.int(directions(a)), features)];
  return states === 2 ? [output, hidden, cell] : [output, hidden];
}

function checkProjection(c: RuleContext, hidden: Dim, projection: Dim): void {
  const expected = `a size below hidden_size, which is ${c.dims.print(hidden)}`;
  c.atLeast(hidden, c.dims.add(projection, c.dims.int(1)), {
    code: "attribute-range",
    attribute: "proj_size",
    expected,
    got: projection,
  });
}

function checkState(c: RuleContext, input: number, state: Shape, expected: Shape): void {
  if (state.length !== expected.length) {
    c.fail({
      code: "rank-mismatch",
      input,
      expected: `${expected.length} axes: ${c.dims.printShape(expected)}`,
      got: state.length,
    });
    return;
  }
  for (const [axis, size] of expected.entries()) {
    const got = sizeAt(state, axis);
    c.equal(got, size, { code: "size-mismatch", input, axis, expected: size, got });
  }
}

/** Each layer and direction: the size of what it reads. */
function parts(c: RuleContext, x: Shape, a: Settings): readonly { readonly suffix: string; readonly reads: Dim }[] {
  const { dims } = c;
  const later = dims.mul(dims.int(directions(a)), handed(dims, a));
  return Array.from({ length: a.num_layers }, (_, layer) => {
    const reads = layer === 0 ? (a.input_size ?? sizeOr(c, x, -1)) : later;
    const forward = { suffix: `l${layer}`, reads };
    return a.bidirectional ? [forward, { suffix: `l${layer}_reverse`, reads }] : [forward];
  }).flat();
}

function weights(c: RuleContext, [x = []]: readonly Shape[], a: Settings, gates: number): readonly Weight[] {
  const { dims } = c;
  const rows = dims.mul(dims.int(gates), a.hidden_size);
  const state = handed(dims, a);
  return parts(c, x, a).flatMap(({ suffix, reads }) => {
    const all: readonly (readonly [name: string, shape: Shape])[] = [
      ["weight_ih", [rows, reads]],
      ["weight_hh", [rows, state]],
      ...(a.bias
        ? ([
            ["bias_ih", [rows]],
            ["bias_hh", [rows]],
          ] as const)
        : []),
      ...(a.proj_size ? ([["weight_hr", [state, a.hidden_size]]] as const) : []),
    ];
    return all.map(([name, shape]): Weight => ({ name: `${name}_${suffix}`, kind: "parameter", shape }));
  });
}

function macs(c: RuleContext, inputs: readonly Shape[], a: Settings, gates: number): Dim {
  const { dims } = c;
  const [x = []] = inputs;
  const matrices = weights(c, inputs, { ...a, bias: false, input_size: undefined }, gates);
  return dims.mul(dims.product(x.slice(0, -1)), dims.sum(matrices.map(({ shape }) => dims.product(shape))));
}

const facts = (name: "RNN" | "GRU" | "LSTM") =>
  ({
    name,
    family: "recurrent",
    torch: `torch.nn.${name}`,
    onnx: name,
    source: torchPage(`torch.nn.${name}`),
    positional: ["hidden_size"],
    mainOutput: true,
  }) as const;

export const RNN = defineOp({
  ...facts("RNN"),
  summary: "A recurrent layer without gates.",
  formula: "h′ = tanh(Wx·x + Wh·h)",
  inputs: [INPUT, STATE],
  outputs: ["output", "h_n"],
  attributes: { ...SETTINGS, nonlinearity: optional(word("tanh", "relu"), "tanh", "Applied to each new state.") },
  shape: (c, inputs, a) => shapes(c, inputs, a, 1),
  weights: (c, inputs, a) => weights(c, inputs, a, 1),
  macs: (c, inputs, a) => macs(c, inputs, a, 1),
  examples: [
    { code: "RNN(20, num_layers=2)", inputs: ["[T, N, 10]"], outputs: ["[T, N, 20]", "[2, N, 20]"] },
    { code: 'RNN(20, nonlinearity="relu")', inputs: ["[T, 10]"], outputs: ["[T, 20]", "[1, 20]"] },
  ],
});

export const GRU = defineOp({
  ...facts("GRU"),
  summary: "A recurrent layer with a reset gate and an update gate.",
  formula: "h′ = (1 − z)·n + z·h",
  inputs: [INPUT, STATE],
  outputs: ["output", "h_n"],
  attributes: SETTINGS,
  shape: (c, inputs, a) => shapes(c, inputs, a, 1),
  weights: (c, inputs, a) => weights(c, inputs, a, 3),
  macs: (c, inputs, a) => macs(c, inputs, a, 3),
  examples: [
    { code: "GRU(128, batch_first=true)", inputs: ["[N, T, 64]"], outputs: ["[N, T, 128]", "[1, N, 128]"] },
    { code: "GRU(128, bidirectional=true)", inputs: ["[T, N, 64]"], outputs: ["[T, N, 256]", "[2, N, 128]"] },
  ],
});

export const LSTM = defineOp({
  ...facts("LSTM"),
  summary: "A recurrent layer with a cell that gates write, keep and read.",
  formula: "c′ = f·c + i·g, h′ = o·tanh(c′)",
  inputs: [INPUT, STATE, CELL],
  outputs: ["output", "h_n", "c_n"],
  attributes: {
    ...SETTINGS,
    proj_size: optional(count({ min: 0 }), 0, "Maps each state to fewer features; 0 for none. Less than hidden_size."),
  },
  shape: (c, inputs, a) => shapes(c, inputs, a, 2),
  weights: (c, inputs, a) => weights(c, inputs, a, 4),
  macs: (c, inputs, a) => macs(c, inputs, a, 4),
  examples: [
    {
      code: "LSTM(256, num_layers=2, batch_first=true, bidirectional=true)",
      inputs: ["[N, T, 100]"],
      outputs: ["[N, T, 512]", "[4, N, 256]", "[4, N, 256]"],
    },
    { code: "LSTM(64, proj_size=16)", inputs: ["[T, N, F]"], outputs: ["[T, N, 16]", "[1, N, 16]", "[1, N, 64]"] },
  ],
});
