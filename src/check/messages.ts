/**
 * The text of each fault: which layer, what it expects, what it got and from where, and why. A text is one clause
 * without a full stop, so that a size can be put before it and a condition after it.
 */
import type { Dims } from "../core/dim/index.ts";
import { type Claim, type Graph, type Node, type OpNode, shapeOf, type Tensor } from "../core/graph.ts";
import type { Fault } from "../core/rule.ts";
import type { Source } from "./demands.ts";
import { layerName, plural, producerName, shapeText, sizeText, type Values } from "./show.ts";

export class Teller {
  private readonly dims: Dims;
  private readonly nodes: readonly Node[];

  constructor(graph: Graph) {
    this.dims = graph.dims;
    this.nodes = graph.nodes;
  }

  /** `at`: numbers for the sizes that are formulas. */
  describe(source: Source, at?: Values): string {
    return source.node ? this.fault(source.node, source.fault, at) : this.claim(source.claim, at);
  }

  fault(node: OpNode, fault: Fault, at?: Values): string {
    const name = layerName(node);
    const say = (v: Fault["expected"]): string => (v === undefined ? "something else" : sizeText(this.dims, v, at));
    const { expected, got, axis, attribute } = fault;
    const why = fault.reason ? `: ${fault.reason}` : "";
    const on = axis === undefined ? "" : ` on axis ${axis}`;
    const tensor = node.inputs[fault.input ?? 0];
    const of = tensor ? ` of ${producerName(this.nodes, tensor, node)}` : "";
    const from = tensor ? ` from ${producerName(this.nodes, tensor, node)}` : "";
    const setting = attribute === undefined ? "" : `\`${attribute}\``;
    switch (fault.code) {
      case "concat-mismatch":
      case "add-mismatch": {
        const first = node.inputs[0];
        const lead =
          fault.code === "concat-mismatch" ? `${name} cannot join its inputs` : `${name} needs inputs of one size`;
        const one = first ? ` from ${producerName(this.nodes, first, node)}` : "";
        const helps = at || fault.reason ? "" : this.remedy(fault, first, tensor);
        return `${lead}: ${axis === undefined ? "one" : `axis ${axis}`} is ${say(expected)}${one}, but ${say(got)}${from}${why}${helps}`;
      }
      case "channel-mismatch":
        if (attribute !== undefined)
          return `${name} says \`${attribute}=${say(expected)}\`, but ${axis === undefined ? "what arrives" : `axis ${axis}`}${of} is ${say(got)}${why}`;
        return `${name} needs ${say(expected)}${on}, but ${say(got)} arrives${from}${why}`;
      case "rank-mismatch": {
        const shape = tensor && shapeOf(tensor);
        const arrives = shape
          ? `${plural(shape.length, "axis", "axes")} arrive${shape.length === 1 ? "s" : ""}${from}, ${shapeText(this.dims, shape, at)}`
          : `${say(got)} arrive${from}`;
        return `${name} takes ${axes(say(expected))}, but ${arrives}${why}`;
      }
      case "matmul-mismatch": {
        const first = node.inputs[0];
        const one = first ? `${producerName(this.nodes, first, node)} ` : "";
        const two = tensor ? `${producerName(this.nodes, tensor, node)} ` : "";
        return `${name} cannot multiply ${one}${this.shape(first, at)} by ${two}${this.shape(tensor, at)}: ${say(expected)} and ${say(got)} must be equal${why}`;
      }
      case "reshape-mismatch":
        return `${name} must keep the number of elements: ${say(got)} arrive${from}, but the new shape takes ${say(expected)}${why}`;
      case "size-mismatch":
        return `${name} needs ${say(expected)}${on}${setting ? ` for ${setting}` : ""}, but ${say(got)} arrives${from}${why}`;
      case "size-too-small":
        return `${name} needs at least ${say(expected)}${on}, but only ${say(got)} arrives${from}${why}`;
      case "padding-too-large":
        return `${name} pads by ${say(got)}${on}, but at most ${say(expected)} is possible${why}`;
      case "output-padding-too-large":
        return `${name} has ${setting || "`output_padding`"} ${say(got)}, which must be less than ${say(expected)}${why}`;
      case "groups-mismatch":
        return `${name} splits channels into ${say(expected)} groups, and ${say(got)}${from} cannot be divided so${why}`;
      case "attribute-kind":
      case "attribute-range":
        return `${setting || "A setting"} of ${name} takes ${say(expected)}; got ${say(got)}${why}`;
      case "missing-attribute":
        return `${name} needs ${setting || "a setting"}${why}`;
      case "dtype-mismatch":
        return `${name} takes ${dtype(say(expected))}, but ${dtype(say(got))} arrive${from}${why}`;
      case "overflow":
        return `${name} gives a size beyond 2⁵³, which cannot be counted exactly${why}`;
      case "lossy-pool":
        return `${name} leaves out the end of axis ${axis ?? "?"}: its windows read ${say(expected)} of ${say(got)}${from}${why}`;
      case "uneven-crop":
        return `${name} crops axis ${axis ?? "?"} from ${say(got)} to ${say(expected)}, one more at the end than at the start${why}`;
      case "broadcast-surprise":
        return `${name} stretches a size of 1 over axis ${axis ?? "?"}: ${say(expected)} and ${say(got)}${from}${why}`;
    }
  }

  claim({ about, fault, after }: Claim, at?: Values): string {
    const { expected, got, axis } = fault;
    const say = (v: Fault["expected"]): string => (v === undefined ? "something else" : sizeText(this.dims, v, at));
    const by = this.nodes[after + 1] ?? this.nodes[after];
    const who = about && by ? producerName(this.nodes, about, by) : "the tensor";
    const why = fault.reason ? `: ${fault.reason}` : "";
    const input =
      fault.attribute === undefined
        ? `The block's ${ordinal(fault.input ?? 0)} input`
        : `Input \`${fault.attribute}\` of block "${fault.text ?? ""}"`;
    switch (fault.code) {
      case "expectation-mismatch": {
        const shape = about && shapeOf(about);
        const has = shape ? shapeText(this.dims, shape, at) : say(got);
        return `${about ? layerName(about.node) : "This"} gives ${has}, but \`=>\` says ${say(expected)}${axis === undefined ? "" : ` on axis ${axis}, which is ${say(got)}`}${why}`;
      }
      case "size-mismatch":
        return `${input} must be ${say(expected)} on axis ${axis ?? "?"}, but ${who} has ${say(got)}${why}`;
      case "rank-mismatch":
        return `${input} takes ${axes(say(expected))}; ${who} has ${say(got)}${why}`;
      case "division":
        return `\`/\` must come out even, but ${say(got)} is no multiple of ${say(expected)}${why}. \`//\` rounds down`;
      case "condition-not-guaranteed":
        return `Block "${fault.attribute ?? ""}" asks for \`${fault.text ?? "its condition"}\`, which does not hold${why}`;
      case "channel-mismatch":
        return `Axis ${axis ?? "?"} of \`${fault.attribute ?? "weight"}\`, which is shared with "${fault.text ?? ""}", is ${say(expected)}, but ${who} needs ${say(got)}${why}`;
    }
  }

  /** What makes two sizes equal: on a spatial axis cutting or resizing, else a convolution. */
  private remedy(fault: Fault, first: Tensor | undefined, tensor: Tensor | undefined): string {
    const rank = (tensor && shapeOf(tensor)?.length) ?? 0;
    if (rank < 3 || fault.axis === undefined || (first && shapeOf(first)?.length) !== rank) return "";
    if (fault.axis >= 2) return ". CropLike or ResizeLike would make them equal";
    return fault.axis === 1 && fault.code === "add-mismatch"
      ? `. A Conv${rank - 2}d with kernel 1 changes the channels`
      : "";
  }

  private shape(tensor: Tensor | undefined, at?: Values): string {
    const shape = tensor && shapeOf(tensor);
    return shape ? shapeText(this.dims, shape, at) : "[?]";
  }
}

const axes = (text: string): string => (/^\d+$/.test(text) ? plural(Number(text), "axis", "axes") : text);

const dtype = (text: string): string =>
  text === "int" ? "whole numbers" : text === "float" ? "decimals" : text === "bool" ? "true and false" : text;

const ordinal = (index: number): string => ["first", "second", "third"][index] ?? `${index + 1}th`;

/** Several sizes that one `=>` gets wrong are one mistake. */
export function expectationText(dims: Dims, claims: readonly Claim[], at?: Values): string {
  const [first] = claims;
  const shape = first?.about && shapeOf(first.about);
  const wrong = claims.map(({ fault }) => ({ axis: fault.axis, expected: fault.expected }));
  const list = wrong.map(
    ({ axis, expected }) => `${expected === undefined ? "?" : sizeText(dims, expected, at)} on axis ${axis ?? "?"}`,
  );
  const text = list.length > 1 ? `${list.slice(0, -1).join(", ")} and ${list.at(-1)}` : (list[0] ?? "");
  return `${first?.about ? layerName(first.about.node) : "This"} gives ${shape ? shapeText(dims, shape, at) : "another shape"}, but \`=>\` says ${text}`;
}
