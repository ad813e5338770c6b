/**
 * A sum of unlike channels: the shorter branch gets a convolution with kernel 1, as the shortcut of a ResNet has, with a
 * stride where the other branch has become smaller by a whole factor. On the last axis a linear layer does it.
 */
import { type OpNode, shapeOf, type Tensor } from "../../core/graph.ts";
import { type NodeThere, nodesAt } from "../instances.ts";
import { namesOf } from "../names/index.ts";
import type { Ask, Proposal, Proposer } from "./action.ts";
import { adapted, shownName } from "./adapt.ts";
import { depthOf } from "./depth.ts";
import { type Place, placeAt } from "./places.ts";
import { code } from "./text.ts";
import { spatialSizes, valuesAt } from "./values.ts";

export const project: Proposer = (ask) => {
  const { problem, snapshot, file } = ask;
  if (problem.code !== "add-mismatch") return [];
  const place = placeAt(file, problem.span.start);
  const there = nodesAt(snapshot, problem.uri, problem.span.start);
  for (const one of place ? there : []) {
    const found = branches(one);
    if (!place || !found) continue;
    // Where the shorter branch has no name that could be used, the other one is changed.
    for (const pair of [found, { ...found, short: found.long, long: found.short }])
      for (const { layer, channels, what } of layersFor(ask, place, there, one, pair)) {
        const edits = adapted(place, [
          {
            input: pair.short,
            suffix: "projected",
            call: (name) => (name(pair.short) === "_" ? layer : `${name(pair.short)} -> ${layer}`),
          },
        ]);
        if (!edits || !ask.mends(edits)) continue;
        const title = `Bring ${shownName(place, pair.short)} to ${/^\d+$/.test(channels) ? channels : code(channels)} ${what} with ${code(layer)}`;
        return [{ title, edits } satisfies Proposal];
      }
  }
  return [];
};

interface Branches {
  /** Inputs of the sum: the one to which fewer layers lead, and the other. */
  readonly short: number;
  readonly long: number;
  readonly axis: number;
}

/** The first two tensors of as many axes that do not fit each other. */
function branches({ worked, node }: NodeThere): Branches | undefined {
  const fault = node.result?.faults.find((f) => f.code === "add-mismatch") ?? node.result?.requirements[0]?.fault;
  const other = fault?.input ?? 1;
  if (fault?.code !== "add-mismatch" || fault.axis === undefined) return undefined;
  const [a, b] = [node.inputs[0], node.inputs[other]];
  if (!a || !b || a === b || rankOf(a) !== rankOf(b)) return undefined;
  const isShort = depthOf(worked, b) < depthOf(worked, a);
  return { short: isShort ? other : 0, long: isShort ? 0 : other, axis: fault.axis };
}

const rankOf = (tensor: Tensor): number | undefined => shapeOf(tensor)?.length;

interface Candidate {
  readonly layer: string;
  readonly channels: string;
  readonly what: "channels" | "features";
}

function layersFor(
  ask: Ask,
  place: Place,
  there: readonly NodeThere[],
  { worked, node }: NodeThere,
  { short, long, axis }: Branches,
): readonly Candidate[] {
  const [from, to] = [node.inputs[short], node.inputs[long]];
  const rank = (from && rankOf(from)) ?? 0;
  if (!from || !to || rank < 2 || rank > 5) return [];
  const out: Candidate[] = [];
  if (axis === rank - 1 && rank <= 3)
    for (const channels of channelTexts(place, there, long, axis))
      out.push({ layer: `Linear(${channels})`, channels, what: "features" });
  if (rank >= 3) {
    const values = valuesAt(worked, ask.problem);
    const stride = strideBetween(spatialSizes(worked.dims, from, values), spatialSizes(worked.dims, to, values));
    const more = stride === undefined || stride === 1 ? "" : `, stride=${stride}`;
    for (const channels of stride === undefined ? [] : channelTexts(place, there, long, 1))
      out.push({ layer: `Conv${rank - 2}d(${channels}, 1${more})`, channels, what: "channels" });
  }
  return out;
}

/** With which a kernel of 1 makes the one size of the other on every axis; undefined where none does. */
function strideBetween(from: readonly number[] | undefined, to: readonly number[] | undefined): number | undefined {
  if (!from || !to) return 1;
  const stride = Math.max(1, Math.ceil((from[0] ?? 1) / Math.max(1, to[0] ?? 1)));
  return from.every((n, i) => Math.floor((n - 1) / stride) + 1 === to[i]) ? stride : undefined;
}

/** How the size of an axis can be written there: as the layer that gives it has it, else as a number or a formula. */
function channelTexts(place: Place, there: readonly NodeThere[], input: number, axis: number): readonly string[] {
  const out = new Set<string>();
  const sizes = there.flatMap(({ worked, node }) => {
    const tensor = node.inputs[input];
    const dim = tensor && shapeOf(tensor)?.[axis];
    return dim && !dim.assumed ? [{ dims: worked.dims, dim, text: writtenChannels(place, node, input, axis) }] : [];
  });
  for (const { text } of sizes) if (text !== undefined) out.add(text);
  const [first] = sizes;
  if (first && (place.block.root || sizes.every(({ dim }) => dim === first.dim && dim.constant !== undefined)))
    out.add(first.dims.print(first.dim, { ascii: true }));
  return [...out].slice(0, 2);
}

const MAX_WALK = 200;

/** `4 * out` of the layer of this block that decides the channels of a tensor. */
function writtenChannels({ file, block }: Place, node: OpNode, input: number, axis: number): string | undefined {
  const start = node.inputs[input];
  const dim = start && shapeOf(start)?.[axis];
  let tensor = start;
  for (let i = 0; i < MAX_WALK && tensor?.node.kind === "op" && shapeOf(tensor)?.[axis] === dim; i++) {
    const at: OpNode = tensor.node;
    const span = at.written.get("out_channels") ?? at.written.get("out_features");
    if (span) {
      const own = at.site.uri === file.def.uri && namesOf(file).blockAt(span.start) === block;
      return own ? file.def.text.slice(span.start, span.end).replace(/^\w+\s*=\s*(?!=)/, "") : undefined;
    }
    tensor = at.inputs[0];
  }
  return undefined;
}
