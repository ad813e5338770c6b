/** RNNCell, GRUCell and LSTMCell: one step of a recurrent layer. */
import { bool, inferred, optional, required, size, word } from "../../attribute.ts";
import type { Dim, Shape } from "../../dim/index.ts";
import { defineOp, type InputSpec, type Weight } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { positive, sizeAt, sizeOr, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";

const INPUT: InputSpec = { name: "input", doc: "Features: [N, F], or [F] without a batch." };
const STATE: InputSpec = { name: "h_0", doc: "State before the step; zeros without it.", optional: true };
const CELL: InputSpec = { name: "c_0", doc: "Cell state before the step; given together with `h_0`.", optional: true };

const SETTINGS = {
  hidden_size: required(size(), "Features of the state."),
  bias: optional(bool, true, "Learned numbers are added twice, to the input's part and to the state's."),
  input_size: inferred(size(), "Features of the input."),
} as const;

interface Settings {
  readonly hidden_size: Dim;
  readonly bias: boolean;
  readonly input_size: Dim | undefined;
}

function step(c: RuleContext, inputs: readonly Shape[], a: Settings, states: 1 | 2): readonly (Shape | undefined)[] {
  const [x = []] = inputs;
  positive(c, a.hidden_size, "hidden_size");
  if (x.length !== 1 && x.length !== 2) {
    c.fail({ code: "rank-mismatch", input: 0, expected: "1 or 2 axes: [F] or [N, F]", got: x.length });
    return [undefined];
  }
  stated(c, x, -1, a.input_size, "input_size");
  const state = [...x.slice(0, -1), a.hidden_size];
  if (states === 2 && inputs.length === 2)
    c.fail({ code: "missing-attribute", attribute: "c_0", reason: "h_0 and c_0 are given together" });
  for (const [i, given] of inputs.slice(1).entries()) {
    const input = i + 1;
    if (given.length !== state.length)
      c.fail({
        code: "rank-mismatch",
        input,
        expected: `${state.length} axes: ${c.dims.printShape(state)}`,
        got: given.length,
      });
    else
      for (const [axis, expected] of state.entries()) {
        const size = sizeAt(given, axis);
        c.equal(size, expected, { code: "size-mismatch", input, axis, expected, got: size });
      }
  }
  return Array<Shape>(states).fill(state);
}

function weights(c: RuleContext, [x = []]: readonly Shape[], a: Settings, gates: number): readonly Weight[] {
  const { dims } = c;
  const rows = dims.mul(dims.int(gates), a.hidden_size);
  const all: readonly (readonly [name: string, shape: Shape])[] = [
    ["weight_ih", [rows, a.input_size ?? sizeOr(c, x, -1)]],
    ["weight_hh", [rows, a.hidden_size]],
    ...(a.bias
      ? ([
          ["bias_ih", [rows]],
          ["bias_hh", [rows]],
        ] as const)
      : []),
  ];
  return all.map(([name, shape]): Weight => ({ name, kind: "parameter", shape }));
}

function macs(c: RuleContext, [x = []]: readonly Shape[], a: Settings, gates: number): Dim {
  const { dims } = c;
  const reads = dims.add(sizeOr(c, x, -1), a.hidden_size);
  return dims.product([...x.slice(0, -1), dims.int(gates), a.hidden_size, reads]);
}

const facts = (name: "RNNCell" | "GRUCell" | "LSTMCell") =>
  ({
    name,
    family: "recurrent",
    torch: `torch.nn.${name}`,
    onnx: name.replace("Cell", ""),
    source: torchPage(`torch.nn.${name}`),
    positional: ["hidden_size"],
  }) as const;

export const RNNCell = defineOp({
  ...facts("RNNCell"),
  summary: "One step of an RNN.",
  formula: "h′ = tanh(Wx·x + Wh·h)",
  inputs: [INPUT, STATE],
  attributes: { ...SETTINGS, nonlinearity: optional(word("tanh", "relu"), "tanh", "Applied to the new state.") },
  shape: (c, inputs, a) => step(c, inputs, a, 1),
  weights: (c, inputs, a) => weights(c, inputs, a, 1),
  macs: (c, inputs, a) => macs(c, inputs, a, 1),
  examples: [{ code: "RNNCell(20)", inputs: ["[N, 10]"], outputs: ["[N, 20]"] }],
});

export const GRUCell = defineOp({
  ...facts("GRUCell"),
  summary: "One step of a GRU.",
  formula: "h′ = (1 − z)·n + z·h",
  inputs: [INPUT, STATE],
  attributes: SETTINGS,
  shape: (c, inputs, a) => step(c, inputs, a, 1),
  weights: (c, inputs, a) => weights(c, inputs, a, 3),
  macs: (c, inputs, a) => macs(c, inputs, a, 3),
  examples: [{ code: "GRUCell(x, h, 20)", inputs: ["[N, 10]", "[N, 20]"], outputs: ["[N, 20]"] }],
});

export const LSTMCell = defineOp({
  ...facts("LSTMCell"),
  summary: "One step of an LSTM.",
  formula: "c′ = f·c + i·g, h′ = o·tanh(c′)",
  inputs: [INPUT, STATE, CELL],
  outputs: ["h_1", "c_1"],
  attributes: SETTINGS,
  shape: (c, inputs, a) => step(c, inputs, a, 2),
  weights: (c, inputs, a) => weights(c, inputs, a, 4),
  macs: (c, inputs, a) => macs(c, inputs, a, 4),
  examples: [{ code: "LSTMCell(20)", inputs: ["[N, 10]"], outputs: ["[N, 20]", "[N, 20]"] }],
});
