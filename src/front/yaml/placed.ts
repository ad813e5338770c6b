/** What is placed: values of names, steps of a chain, and what stands for a mistake. */
import type { Scope, Tensor } from "../../core/graph.ts";
import type { Site } from "../../core/span.ts";
import type { Item, Placement } from "../expression/ast.ts";
import type { Frame, Layer, Placed } from "./frame.ts";
import type { Call } from "./settings.ts";

const NOWHERE: Site = { uri: "", span: { start: 0, end: 0 } };

/** What stands for a tensor that an earlier mistake left unknown. */
export const UNKNOWN: Tensor = {
  node: {
    kind: "input",
    id: -1,
    name: "?",
    scope: { name: "", parent: undefined, block: undefined, site: NOWHERE },
    site: NOWHERE,
    outputs: [undefined],
    dtype: undefined,
  },
  output: 0,
};

export const BROKEN: Placed = {
  tensor: undefined,
  names: undefined,
  numbered: undefined,
  layer: undefined,
  broken: true,
};

export function leaf(tensor: Tensor, broken = false): Placed {
  return { tensor, names: undefined, numbered: undefined, layer: undefined, broken };
}

/** A line of several layers is reached by its numbers; what its last layer has by name stays reachable too. */
export function lastOwn(placed: Placed, numbering: Numbering): readonly Placed[] | undefined {
  return placed.numbered && placed.tensor === undefined ? placed.numbered : numbering.placed;
}

export function* tensorNames(frame: Frame): Iterable<string> {
  for (let f: Frame | undefined = frame; f; f = f.outer)
    for (const [name, b] of f.names) if (b.kind === "tensor") yield name;
}

export type Step =
  | { readonly kind: "value"; readonly placed: Placed }
  | {
      readonly kind: "layer";
      readonly item: Placement;
      readonly layer: Layer | undefined;
      readonly at: number;
      readonly frame: Frame;
    }
  | { readonly kind: "share"; readonly item: Placement; readonly at: number; readonly frame: Frame }
  | { readonly kind: "repeat"; readonly item: Item; readonly at: number; readonly frame: Frame };

/** One use of a layer: what it is called there, and who asks for it. */
export interface Use {
  readonly name: string;
  /** What it lies in. */
  readonly scope: Scope;
  /** Of the line that places it. */
  readonly frame: Frame;
  readonly call: Call;
  /** Why there may be no value before it, for the message; empty where there is no reason to give. */
  readonly where: string;
}

/** Numbers for the layers of a chain that have no names. */
export interface Numbering {
  readonly scope: Scope;
  readonly placed: Placed[];
  /** The name that a single layer takes instead of a number. */
  readonly name: string | undefined;
}

export function nextName(numbering: Numbering): string {
  return numbering.name ?? String(numbering.placed.length);
}
