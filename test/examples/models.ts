/** The models under examples/, checked as the command line checks them. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Analyser, type Analysis } from "../../src/cli/analyse.ts";
import { isRefusal } from "../../src/cli/io.ts";
import { costsOf, Prices, type Quantity, scopeTallies } from "../../src/core/cost.ts";
import type { Problem } from "../../src/core/diagnostic.ts";
import { type Case, type OpNode, scopePath, type Variant } from "../../src/core/graph.ts";

export const folder = resolve(import.meta.dirname, "../../examples");

export class Model {
  readonly variants: readonly Variant[];
  readonly problems: readonly Problem[];

  constructor({ result }: Analysis) {
    this.variants = result.variants;
    this.problems = result.problems;
  }

  /** The variant with these parameters, as they are written in `sizes`. */
  variant(overrides: Readonly<Record<string, string>> = {}): Variant {
    const wanted = JSON.stringify(Object.entries(overrides));
    const found = this.variants.find((v) => JSON.stringify([...v.overrides]) === wanted);
    if (!found) throw new Error(`no variant ${wanted}`);
    return found;
  }

  get errors(): readonly Problem[] {
    return this.problems.filter((p) => p.severity === "error");
  }
}

const analyser = new Analyser(folder);

/** Each once: a test file asks for the same model many times. */
const opened = new Map<string, Model>();

export function example(name: string): Model {
  let model = opened.get(name);
  if (!model) {
    const analysis = analyser.file(`${name}.arch.yaml`);
    if (isRefusal(analysis)) throw new Error(`${name} ${analysis.refusal}`);
    opened.set(name, (model = new Model(analysis)));
  }
  return model;
}

/** An example with its text changed. */
export function changed(name: string, change: (text: string) => string): Model {
  const path = resolve(folder, `${name}.arch.yaml`);
  const before = readFileSync(path, "utf8");
  const text = change(before);
  if (text === before) throw new Error(`${name} is not changed`);
  return new Model(new Analyser(folder).text(pathToFileURL(path).href, text, folder));
}

/** Of what the outputs need, exact. */
export function total(
  variant: Variant,
  quantity: Quantity,
  at: Case["at"] = variant.cases[0]?.at ?? new Map(),
): bigint {
  const { graph } = variant;
  const { value, complete } = new Prices(graph.dims, at).total(costsOf(graph).total, quantity);
  if (!complete) throw new Error(`not all of ${quantity} is known`);
  return value;
}

/** By the path of a block or numbered chain. */
export function within(variant: Variant, path: string, quantity: Quantity): bigint {
  const { graph } = variant;
  const prices = new Prices(graph.dims, variant.cases[0]?.at ?? new Map());
  const tallies = scopeTallies(graph, costsOf(graph));
  for (const [scope, tally] of tallies) if (scopePath(scope) === path) return prices.total(tally, quantity).value;
  throw new Error(`no scope ${path}`);
}

/** Trainable parameters of each layer, in order. */
export function rows(variant: Variant): { readonly op: string; readonly parameters: bigint | undefined }[] {
  const { graph } = variant;
  const costs = costsOf(graph);
  const prices = new Prices(graph.dims, variant.cases[0]?.at ?? new Map());
  return graph.nodes
    .filter((node): node is OpNode => node.kind === "op")
    .map((node) => {
      const cost = costs.nodes[node.id];
      return { op: node.op.name, parameters: cost && prices.of(cost).parameters };
    });
}

/** An output's shape in numbers, at the variant's first case or at given sizes. */
export function output(
  variant: Variant,
  name: string,
  at: Case["at"] = variant.cases[0]?.at ?? new Map(),
): (number | undefined)[] {
  const { tensor } = variant.graph.outputs.find((o) => o.name === name) ?? {};
  return (tensor?.node.outputs[tensor.output] ?? []).map((dim) => variant.graph.dims.evaluate(dim, at));
}
