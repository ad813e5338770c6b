/** The library's networks have torchvision's published figures, and its weights torchvision's names. */
import { describe, expect, test } from "vitest";
import { costsOf, Prices } from "../../src/core/cost.ts";
import { type Graph, pathOf } from "../../src/core/graph.ts";
import { createSession } from "../../src/ide/session.ts";

function place(line: string): Graph {
  const root = "untitled:Untitled-1";
  const text = `model: M\nuse: { tv: torchvision }\ninputs: { image: [1, 3, 224, 224] }\nlayers:\n  y: ${line}\n`;
  const { problems, variants } = createSession().check({ root, files: new Map([[root, text]]) });
  expect(problems.filter((p) => p.severity !== "hint")).toEqual([]);
  const graph = variants[0]?.graph;
  if (!graph) throw new Error("no graph");
  return graph;
}

function figures(graph: Graph): { readonly parameters: bigint; readonly gigaMacs: string } {
  const prices = new Prices(graph.dims, new Map());
  const { total } = costsOf(graph);
  return {
    parameters: prices.total(total, "parameters").value,
    gigaMacs: (Number(prices.total(total, "macs").value) / 1e9).toFixed(3),
  };
}

const weightsOf = (graph: Graph): string[] => {
  const costs = costsOf(graph);
  return graph.nodes.flatMap((node) => (costs.nodes[node.id]?.weights ?? []).map((w) => `${pathOf(node)}.${w.name}`));
};

describe("torchvision", () => {
  test.each([
    ["tv.ResNet(image, depth=18)", 11_689_512n, "1.814"],
    ["tv.ResNet(image, depth=34)", 21_797_672n, "3.664"],
    ["tv.ResNet(image)", 25_557_032n, "4.089"],
    ["tv.MobileNetV2", 3_504_872n, "0.301"],
    ["tv.VGG", 138_357_544n, "15.470"],
    ["tv.VGG(counts=[1, 1, 2, 2, 2])", 132_863_336n, "7.609"],
  ])("%s has %d parameters and %s G MACs", (line, parameters, gigaMacs) => {
    expect(figures(place(line))).toEqual({ parameters, gigaMacs });
  });

  test("weights are called as in torchvision", () => {
    const names = weightsOf(place("tv.MobileNetV2"));
    expect(names).toContain("y.features.0.0.weight");
    expect(names).toContain("y.features.1.conv.0.0.weight");
    expect(names).toContain("y.features.2.conv.2.weight");
    expect(names).toContain("y.features.18.0.weight");
    expect(names).toContain("y.classifier.1.weight");
    const vgg = weightsOf(place("tv.VGG"));
    expect(vgg).toContain("y.features.28.weight");
    expect(vgg).toContain("y.classifier.6.bias");
  });

  test("its blocks stand alone", () => {
    const graph = place("tv.Conv2dNormActivation(8) -> tv.SqueezeExcitation -> tv.DenseLayer(4) -> tv.Transition");
    expect(graph.dims.printShape(graph.outputs[0]?.tensor?.node.outputs[0] ?? [])).toBe("[1, 6, 112, 112]");
  });
});
