import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fcOptions } from "../../../harness/fuzz.ts";
import { facts } from "../facts.ts";
import { run } from "../run.ts";

const GATES = { RNN: 1, GRU: 3, LSTM: 4 } as const;
const names = Object.keys(GATES) as (keyof typeof GATES)[];

describe.each(names)("%s", (name) => {
  const gates = GATES[name];

  test("has for each layer and direction a matrix for what it reads and one for its state", () => {
    const settings = fc.record({
      hidden_size: fc.integer({ min: 1, max: 6 }),
      num_layers: fc.integer({ min: 1, max: 3 }),
      bidirectional: fc.boolean(),
      bias: fc.boolean(),
    });
    fc.assert(
      fc.property(
        settings,
        fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 6 })),
        (a, [T, N, F]) => {
          const { hidden_size: h, num_layers, bidirectional, bias } = a;
          const both = bidirectional ? 2 : 1;
          let matrices = 0;
          for (let layer = 0; layer < num_layers; layer++)
            matrices += both * gates * h * ((layer === 0 ? F : both * h) + h);
          const found = facts(name, a, [[T, N, F]]);
          expect(found.outputs.slice(0, 2)).toEqual([
            [T, N, both * h],
            [num_layers * both, N, h],
          ]);
          expect(found.macs).toBe(T * N * matrices);
          expect(found.count).toBe(matrices + (bias ? num_layers * both * 2 * gates * h : 0));
        },
      ),
      fcOptions(100),
    );
  });

  test("takes the batch first, or none", () => {
    expect(run(name, { hidden_size: 8, batch_first: true }, ["[N, T, F]"]).text).toBe("[N, T, 8]");
    expect(facts(name, { hidden_size: 8 }, [[5, 3]]).outputs.slice(0, 2)).toEqual([
      [5, 8],
      [1, 8],
    ]);
    expect(facts(name, { hidden_size: 8 }, [[2, 2, 5, 3]]).codes).toEqual(["rank-mismatch"]);
  });

  test("names its weights as a state_dict does", () => {
    const { parameters } = facts(name, { hidden_size: 2, num_layers: 2, bidirectional: true, bias: false }, [
      [5, 1, 3],
    ]);
    expect(Object.keys(parameters)).toEqual(
      ["l0", "l0_reverse", "l1", "l1_reverse"].flatMap((suffix) => [`weight_ih_${suffix}`, `weight_hh_${suffix}`]),
    );
    expect(parameters.weight_ih_l1).toEqual([gates * 2, 4]);
  });

  test("compares the features and the state that it is given", () => {
    expect(facts(name, { hidden_size: 8, input_size: 4 }, [[5, 2, 3]]).faults).toMatchObject([
      { code: "channel-mismatch", axis: 2, attribute: "input_size" },
    ]);
    const states = (state: number[]) => (name === "LSTM" ? [state, [1, 2, 8]] : [state]);
    expect(facts(name, { hidden_size: 8 }, [[5, 2, 3], ...states([1, 2, 8])]).codes).toEqual([]);
    expect(facts(name, { hidden_size: 8 }, [[5, 2, 3], ...states([1, 3, 8])]).faults).toMatchObject([
      { code: "size-mismatch", input: 1, axis: 1 },
    ]);
    expect(facts(name, { hidden_size: 8 }, [[5, 2, 3], ...states([1, 8])]).faults).toMatchObject([
      { code: "rank-mismatch", input: 1 },
    ]);
  });
});

describe("LSTM", () => {
  test("maps its state to fewer features", () => {
    const { outputs, parameters, macs } = facts("LSTM", { hidden_size: 8, proj_size: 3, num_layers: 2 }, [[5, 2, 4]]);
    expect(outputs).toEqual([
      [5, 2, 3],
      [2, 2, 3],
      [2, 2, 8],
    ]);
    expect(parameters).toMatchObject({
      weight_hh_l0: [32, 3],
      weight_hr_l0: [3, 8],
      weight_ih_l1: [32, 3],
      weight_hr_l1: [3, 8],
    });
    expect(macs).toBe(10 * (32 * 4 + 32 * 3 + 24 + 32 * 3 + 32 * 3 + 24));
    expect(facts("LSTM", { hidden_size: 8, proj_size: 8 }, [[5, 2, 4]]).codes).toEqual(["attribute-range"]);
  });

  test("takes both states or none", () => {
    expect(
      facts("LSTM", { hidden_size: 8 }, [
        [5, 2, 4],
        [1, 2, 8],
      ]).codes,
    ).toEqual(["missing-attribute"]);
    expect(
      facts("LSTMCell", { hidden_size: 8 }, [
        [2, 4],
        [2, 8],
      ]).codes,
    ).toEqual(["missing-attribute"]);
  });
});

describe.each([
  ["RNNCell", 1, 1],
  ["GRUCell", 3, 1],
  ["LSTMCell", 4, 2],
] as const)("%s", (name, gates, states) => {
  test("makes one step", () => {
    expect(facts(name, { hidden_size: 6 }, [[3, 5]])).toMatchObject({
      codes: [],
      outputs: Array(states).fill([3, 6]),
      parameters: { weight_ih: [gates * 6, 5], weight_hh: [gates * 6, 6], bias_ih: [gates * 6], bias_hh: [gates * 6] },
      macs: 3 * gates * 6 * (5 + 6),
    });
    expect(facts(name, { hidden_size: 6 }, [[5]]).outputs[0]).toEqual([6]);
    expect(facts(name, { hidden_size: 6 }, [[2, 3, 5]]).codes).toEqual(["rank-mismatch"]);
  });
});
