import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Row, rowsOf } from "../harness/golden.ts";
import { torchvisionGraphs } from "../harness/torchvision_golden.ts";

const rows = rowsOf(readFileSync(new URL("../golden/torchvision_graphs.json", import.meta.url), "utf8"));
const nodesOf = (row: Row) => row.nodes as readonly Readonly<Record<string, unknown>>[];

for (const row of rows) {
  test(`${torchvisionGraphs.id(row)}: every shape over symbols is what the trace has, and so are the parameters`, () => {
    const { got, passed } = torchvisionGraphs.run(row);
    const { shapes, params } = got as { readonly shapes: Readonly<Record<string, unknown>>; readonly params: number };
    for (const { id, out } of nodesOf(row)) expect([id, shapes[String(id)]]).toEqual([id, out]);
    expect(params).toBe(row.totalParams);
    expect(passed).toBe(true);
  });
}

test("what is got is read from no expected value", () => {
  for (const row of rows) {
    const nodes = nodesOf(row).map(({ out: _, params: __, ...node }) => node);
    expect(torchvisionGraphs.run({ model: row.model, input: row.input, nodes }).got).toEqual(
      torchvisionGraphs.run(row).got,
    );
  }
});

/** Halves the channels, mixes them as ShuffleNet does, with sizes that the trace computes. */
const shuffle = [
  { id: "x", op: "placeholder", in: [] },
  { id: "chunk", op: "call_method", type: "chunk", in: ["%x", 2], kwargs: { dim: 1 } },
  { id: "a", op: "call_function", type: "getitem", in: ["%chunk", 0] },
  { id: "b", op: "call_function", type: "getitem", in: ["%chunk", 1] },
  { id: "cat", op: "call_function", type: "cat", in: [["%a", "%b"]], kwargs: { dim: 1 } },
  { id: "size", op: "call_method", type: "size", in: ["%cat"] },
  { id: "n", op: "call_function", type: "getitem", in: ["%size", 0] },
  { id: "c", op: "call_function", type: "getitem", in: ["%size", 1] },
  { id: "h", op: "call_function", type: "getitem", in: ["%size", 2] },
  { id: "w", op: "call_function", type: "getitem", in: ["%size", 3] },
  { id: "per", op: "call_function", type: "floordiv", in: ["%c", 2] },
  { id: "view", op: "call_method", type: "view", in: ["%cat", "%n", 2, "%per", "%h", "%w"] },
  { id: "transpose", op: "call_function", type: "transpose", in: ["%view", 1, 2] },
  { id: "contiguous", op: "call_method", type: "contiguous", in: ["%transpose"] },
  { id: "flat", op: "call_method", type: "view", in: ["%contiguous", "%n", "%c", "%h", "%w"] },
  { id: "mean", op: "call_method", type: "mean", in: ["%flat", [2, 3]] },
];

test("sizes that a trace computes are followed", () => {
  const { got } = torchvisionGraphs.run({ model: "shuffle", input: [2, 8, 6, 5], nodes: shuffle });
  expect(got).toMatchObject({
    shapes: {
      chunk: [
        [2, 4, 6, 5],
        [2, 4, 6, 5],
      ],
      view: [2, 2, 4, 6, 5],
      transpose: [2, 4, 2, 6, 5],
      flat: [2, 8, 6, 5],
      mean: [2, 8],
    },
  });
});

test("a network that does not fit ends where it does not, and an unknown function is not run", () => {
  const linear = {
    id: "fc",
    op: "call_module",
    type: "Linear",
    args: { in_features: 9, out_features: 2 },
    in: ["%mean"],
  };
  const row = {
    model: "shuffle",
    input: [2, 8, 6, 5],
    nodes: [...shuffle, linear, { id: "output", op: "output", in: ["%fc"] }],
  };
  const shapes = (torchvisionGraphs.run(row).got as { shapes: Readonly<Record<string, unknown>> }).shapes;
  expect(Object.entries(shapes).at(-1)).toEqual(["fc", "refused"]);
  const odd = { id: "odd", op: "call_function", type: "shifted_window_attention", in: ["%x"] };
  expect(
    torchvisionGraphs.run({ model: "odd", input: [1, 3, 8, 8], nodes: [...shuffle.slice(0, 1), odd] }).skipped,
  ).toBe(true);
});
