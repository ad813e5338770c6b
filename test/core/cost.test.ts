import { describe, expect, test } from "vitest";
import { costsOf, Prices, type Quantity, scopeTallies, totalOf } from "../../src/core/cost.ts";
import type { Graph, Tensor } from "../../src/core/graph.ts";
import { Builder } from "./build.ts";
import { broken, concat, conv, linear, lost, norm, up } from "./cost_ops.ts";

const at = (sizes: Readonly<Record<string, number>>): ReadonlyMap<string, number> => new Map(Object.entries(sizes));

function total(graph: Graph, quantity: Quantity, sizes: Readonly<Record<string, number>> = {}) {
  return new Prices(graph.dims, at(sizes)).total(costsOf(graph).total, quantity);
}

describe("one layer", () => {
  const b = new Builder();
  const x = b.input("N, 3, H, W");
  const y = b.op(conv, { o: 64, k: 7, s: 2 }, [x]);
  const graph = b.graph(y);
  const costs = costsOf(graph);
  const [, cost] = costs.nodes;

  test("as formulas", () => {
    expect(cost?.weights.map(({ name }) => name)).toEqual(["weight", "bias"]);
    expect(cost?.parameters?.constant).toBe(64 * 3 * 49 + 64);
    expect(cost?.buffers?.constant).toBe(0);
    const { dims } = graph;
    expect(cost?.macs && dims.evaluateBig(cost.macs, at({ N: 2, H: 229, W: 229 }))).toBe(2n * 64n * 112n * 112n * 147n);
    expect(totalOf(dims, costs.total, "macs")).toEqual({ value: cost?.macs, complete: true });
  });

  test("at sizes", () => {
    const amounts = cost && new Prices(graph.dims, at({ N: 2, H: 229, W: 229 })).of(cost);
    expect(amounts).toEqual({
      parameters: 9472n,
      buffers: 0n,
      macs: 2n * 64n * 112n * 112n * 147n,
      activations: 2n * 64n * 112n * 112n,
    });
  });

  test("without sizes the parameters are known and the rest is not", () => {
    expect(total(graph, "parameters")).toEqual({ value: 9472n, complete: true });
    expect(total(graph, "macs", { N: 1 })).toEqual({ value: 0n, complete: false });
  });

  test("the input costs nothing", () => {
    expect(costs.nodes[0] && new Prices(graph.dims, at({})).of(costs.nodes[0])).toEqual({
      parameters: 0n,
      buffers: 0n,
      macs: 0n,
      activations: 0n,
    });
    expect(costs.total.layers).toBe(1);
  });
});

describe("sums", () => {
  test("equal layers are one cost, counted as often as they are there", () => {
    const b = new Builder();
    const x = b.input("1, 8, 16, 16");
    const graph = b.graph(
      Array.from({ length: 1000 }).reduce<Tensor>((y) => b.op(norm, {}, [b.op(conv, { o: 8, k: 1 }, [y])]), x),
    );
    const costs = costsOf(graph);
    expect(new Set(costs.nodes).size).toBe(3);
    expect(costs.total.layers).toBe(2000);
    expect(total(graph, "parameters").value).toBe(1000n * (72n + 16n));
    expect(total(graph, "buffers").value).toBe(1000n * 17n);
    expect(total(graph, "macs").value).toBe(1000n * 64n * 256n);
    expect(total(graph, "activations").value).toBe(2000n * 8n * 256n);
  });

  test("stay exact where float64 and formulas of safe integers do not", () => {
    const b = new Builder();
    const size = 2 ** 30 + 1;
    const x = b.input(`${size}, 1, 1, ${size}`);
    const y = b.op(linear, { o: size }, [x]);
    const graph = b.graph(y);
    const big = BigInt(size);
    expect(total(graph, "parameters").value).toBe(big * big);
    expect(total(graph, "activations").value).toBe(big * big);
    expect(total(graph, "macs")).toEqual({ value: big * big * big, complete: true });
  });

  test("the same at symbolic sizes", () => {
    const b = new Builder();
    const graph = b.graph(b.op(linear, { o: 2 ** 30 + 1 }, [b.input("N, T, 1, D")]));
    const big = BigInt(2 ** 30 + 1);
    expect(total(graph, "macs", { N: 2 ** 40, T: 3, D: 2 ** 40 })).toEqual({
      value: 3n * big * 2n ** 80n,
      complete: true,
    });
  });

  test("weights that the model declares are parameters, and no activations", () => {
    const b = new Builder();
    const x = b.input("1, 2, 3, 3");
    const graph = b.graph(b.op(concat, {}, [x, b.weight("1, 5, 3, 3")]));
    expect(total(graph, "parameters").value).toBe(45n);
    expect(total(graph, "activations").value).toBe(63n);
    expect(costsOf(graph).total.layers).toBe(1);
  });

  test("by block, with what lies inside", () => {
    const b = new Builder();
    const x = b.input("1, 4, 8, 8");
    const y = b.inside("outer", () => {
      const inner = b.inside("inner", () => b.op(conv, { o: 4, k: 1 }, [x]));
      return b.op(norm, {}, [b.inside("second", () => b.inside("deep", () => b.op(conv, { o: 4, k: 1 }, [inner])))]);
    });
    const graph = b.graph(b.op(conv, { o: 2, k: 1 }, [y]));
    const prices = new Prices(graph.dims, at({}));
    const tallies = [...scopeTallies(graph, costsOf(graph))].map(
      ([{ name }, tally]) => [name, tally.layers, prices.total(tally, "parameters").value] as const,
    );
    expect(tallies.sort(([a], [c]) => (a < c ? -1 : 1))).toEqual([
      ["", 4, 20n + 20n + 8n + 10n],
      ["deep", 1, 20n],
      ["inner", 1, 20n],
      ["outer", 3, 48n],
      ["second", 1, 20n],
    ]);
  });
});

describe("sharing", () => {
  test("counts weights once and the work twice", () => {
    const b = new Builder();
    const x = b.input("1, 3, 8, 8");
    const left = b.op(conv, { o: 5, k: 1 }, [x]);
    const right = b.op(conv, { o: 5, k: 1 }, [x], left);
    const third = b.op(conv, { o: 5, k: 1 }, [x], right);
    const graph = b.graph(b.op(concat, {}, [left, right, third]));
    expect(total(graph, "parameters").value).toBe(20n);
    expect(total(graph, "macs").value).toBe(3n * 15n * 64n);
    expect(costsOf(graph).nodes.map(({ weights }) => weights.length)).toEqual([0, 2, 0, 0, 0]);
  });

  test("weights that are only used through another layer are needed", () => {
    const b = new Builder();
    const x = b.input("1, 3, 8, 8");
    const lender = b.op(conv, { o: 5, k: 1 }, [x]);
    const graph = b.graph(b.op(conv, { o: 5, k: 1 }, [x], lender));
    const { total: needed, unused } = costsOf(graph);
    const prices = new Prices(graph.dims, at({}));
    expect(
      [needed, unused].map((tally) => [
        tally.layers,
        prices.total(tally, "parameters").value,
        prices.total(tally, "macs").value,
      ]),
    ).toEqual([
      [1, 20n, 960n],
      [1, 0n, 960n],
    ]);
  });
});

describe("what no output needs", () => {
  test("is counted apart", () => {
    const b = new Builder();
    const x = b.input("1, 3, 8, 8");
    const y = b.op(conv, { o: 5, k: 1 }, [x]);
    const dead = b.op(norm, {}, [b.op(conv, { o: 7, k: 1 }, [y])]);
    const graph = b.graph(y);
    const costs = costsOf(graph);
    expect(costs.needed).toEqual([true, true, false, false]);
    const prices = new Prices(graph.dims, at({}));
    expect(costs.unused.layers).toBe(2);
    expect(prices.total(costs.unused, "parameters").value).toBe(42n + 14n);
    expect(prices.total(costs.total, "parameters").value).toBe(20n);
    expect(dead.node.id).toBe(3);
  });

  test("is not known while an output is open", () => {
    const b = new Builder();
    const x = b.input("1, 3, 8, 8");
    b.op(conv, { o: 5, k: 1 }, [x]);
    expect(costsOf(b.graph(undefined)).unused.layers).toBe(0);
    expect(costsOf(b.graph()).unused.layers).toBe(0);
  });
});

describe("after a mistake", () => {
  test("what does not depend on it is counted, and the sum says that it is not whole", () => {
    const b = new Builder();
    const x = b.input("1, 3, 8, 8");
    const bad = b.op(broken, {}, [b.op(conv, { o: 5, k: 1 }, [x])]);
    const after = b.op(conv, { o: 6, k: 1 }, [bad]);
    const graph = b.graph(b.op(conv, { o: 2, k: 3 }, [after]));
    expect(total(graph, "parameters")).toEqual({ value: 20n + 110n, complete: false });
    // The sizes of its outputs are known.
    expect(costsOf(graph).nodes[after.node.id]?.activations?.constant).toBe(6 * 64);
    expect(costsOf(graph).nodes[after.node.id]?.macs).toBeUndefined();
    expect(totalOf(graph.dims, costsOf(graph).total, "parameters")).toMatchObject({
      complete: false,
      value: { constant: 130 },
    });
  });

  test("a shape that is lost leaves the layer after it without a cost", () => {
    const b = new Builder();
    const gone = b.op(lost, {}, [b.input("1, 3, 8, 8")]);
    const graph = b.graph(b.op(conv, { o: 6, k: 1 }, [gone]));
    expect(total(graph, "parameters")).toEqual({ value: 0n, complete: false });
    expect(total(graph, "activations").complete).toBe(false);
  });
});

test("a hundred thousand layers in a row, each with a shape of its own, end", () => {
  const b = new Builder();
  let y = b.input("N, 1, H, W");
  for (let i = 0; i < 50_000; i++) y = b.op(norm, {}, [b.op(conv, { o: 2 + (i % 1000), k: 1 }, [y])]);
  const graph = b.graph(y);
  const channels = Array.from({ length: 50_000 }, (_, i) => BigInt(2 + (i % 1000)));
  const expected = channels.reduce((sum, o, i) => sum + o * (channels[i - 1] ?? 1n) + o + 2n * o, 0n);
  expect(total(graph, "parameters").value).toBe(expected);
  expect(scopeTallies(graph, costsOf(graph)).get(b.root)?.layers).toBe(100_000);
});

test("an upsampled map has four times the elements", () => {
  const b = new Builder();
  const graph = b.graph(b.op(up, {}, [b.input("N, 3, H, W")]));
  expect(total(graph, "activations", { N: 1, H: 5, W: 7 }).value).toBe(420n);
});
