/**
 * A setting that does not fit gets a value that does: the layer that is told of, or the layer that makes a size which does
 * not fit what is stated after `=>` or meets another at a join.
 */
import type { Dim } from "../../core/dim/index.ts";
import { type Claim, type OpNode, pathOf, shapeOf, type Tensor } from "../../core/graph.ts";
import type { Fault } from "../../core/rule.ts";
import { isDim } from "../../core/value.ts";
import { type NodeThere, nodesAt } from "../instances.ts";
import { namesOf } from "../names/index.ts";
import type { Ask, Proposal, Proposer } from "./action.ts";
import { set, without, writtenIn } from "./arguments.ts";
import { type Place, placeAround, placeAt } from "./places.ts";
import { type Outcome, outcome, SEARCHED, same, search } from "./search.ts";
import { code } from "./text.ts";
import { valuesAt } from "./values.ts";

/** Of many values that would do so many are offered. */
const MOST = 4;

// ── The layer itself ─────────────────────────────────────────────────────────────────────────────────────────────

export const ownSetting: Proposer = (ask) => {
  const { problem, snapshot, file } = ask;
  const place = placeAround(file, problem.span);
  if (!place) return [];
  for (const there of nodesAt(snapshot, problem.uri, place.at + place.item.span.start)) {
    const { node } = there;
    const all = [...(node.result?.faults ?? []), ...(node.result?.requirements ?? []).map((r) => r.fault)];
    const fault = all.find((f) => f.code === problem.code);
    if (fault) return mended(ask, place, there, fault);
  }
  return [];
};

function mended(ask: Ask, place: Place, there: NodeThere, fault: Fault): readonly Proposal[] {
  const { node, worked } = there;
  const { attribute } = fault;
  if (attribute !== undefined && node.op.attributes[attribute]?.inferred)
    return stated(ask, place, node, attribute, fault);
  const values = valuesAt(worked, ask.problem);
  const holds = ({ context }: Outcome): boolean =>
    context.requirements.every((r) => worked.dims.holds(r.condition, values) !== false);
  const names = attribute !== undefined && attribute in SEARCHED ? [attribute] : Object.keys(SEARCHED);
  return names
    .flatMap((name) =>
      search(worked.dims, node, name, holds).flatMap((n) => setting(ask, place, node, name, String(n)) ?? []),
    )
    .slice(0, MOST);
}

/** What arrives decides it, so it need not be written. */
function stated(ask: Ask, place: Place, node: OpNode, name: string, { got }: Fault): readonly Proposal[] {
  const span = writtenIn(place, node, name);
  const removed = span && without(place, span);
  const out: Proposal[] = [];
  if (removed && ask.mends([removed])) out.push({ title: `Remove \`${name}\``, edits: [removed], preferred: true });
  const size = isSize(got) ? got.constant : undefined;
  if (size !== undefined) out.push(...(setting(ask, place, node, name, String(size)) ?? []));
  return out;
}

const isSize = (v: Fault["got"]): v is Dim => typeof v === "object" && !Array.isArray(v) && isDim(v);

function setting(
  { mends, problem }: Ask,
  place: Place,
  node: OpNode,
  name: string,
  value: string,
): readonly Proposal[] | undefined {
  const edit = set(place, node, name, value);
  if (!edit || !mends([edit])) return undefined;
  const own =
    place.at + place.item.span.start <= problem.span.start && problem.span.end <= place.at + place.item.span.end;
  return [
    { title: `Set ${code(`${name}=${value}`)}${own ? "" : ` of ${node.op.name} "${pathOf(node)}"`}`, edits: [edit] },
  ];
}

// ── The layer that makes a size ──────────────────────────────────────────────────────────────────────────────────

interface Wanted {
  readonly axis: number;
  readonly size: Dim;
  /** As it can be written where the layer stands. */
  readonly text: string | undefined;
}

/** For `=>`: what is stated there is what is wanted. */
export const expectedSetting: Proposer = (ask) => {
  const { problem, snapshot, file } = ask;
  if (problem.code !== "expectation-mismatch") return [];
  for (const worked of snapshot.worked) {
    const claims = (worked.variant?.graph.claims ?? []).filter((c) => isWrong(c) && isIn(c, problem.uri, problem.span));
    const about = claims[0]?.about;
    if (!about) continue;
    const wanted = claims.flatMap(({ fault, site }): Wanted[] =>
      fault.axis !== undefined && isSize(fault.expected)
        ? [{ axis: fault.axis, size: fault.expected, text: file.def.text.slice(site.span.start, site.span.end) }]
        : [],
    );
    if (wanted.length === claims.length) return making(ask, { worked, tensor: about }, wanted, problem.span.start);
  }
  return [];
};

const isWrong = ({ fault, condition }: Claim): boolean =>
  fault.code === "expectation-mismatch" && condition.kind !== "true";

const isIn = ({ site }: Claim, uri: string, { start, end }: { start: number; end: number }): boolean =>
  site.uri === uri && start <= site.span.start && site.span.end <= end;

/** For a join: each of two tensors may be the one that is wrong. */
export const joinedSetting: Proposer = (ask) => {
  const { problem, snapshot, file } = ask;
  if (problem.code !== "concat-mismatch" && problem.code !== "add-mismatch") return [];
  const place = placeAt(file, problem.span.start);
  for (const { worked, node } of place ? nodesAt(snapshot, problem.uri, problem.span.start) : []) {
    const all = [...(node.result?.faults ?? []), ...(node.result?.requirements ?? []).map((r) => r.fault)];
    const wrong = all.filter((f) => f.code === problem.code && f.input === all[0]?.input && f.axis !== undefined);
    const other = wrong[0]?.input;
    if (other === undefined) continue;
    const [a, b] = [node.inputs[0], node.inputs[other]];
    if (!a || !b || shapeOf(a)?.length !== shapeOf(b)?.length) continue;
    const wantedOf = (of: Tensor): Wanted[] =>
      wrong.flatMap(({ axis = 0 }) => {
        const size = shapeOf(of)?.[axis];
        return size && !size.assumed
          ? [{ axis, size, text: size.constant === undefined ? undefined : String(size.constant) }]
          : [];
      });
    const found = [
      ...making(ask, { worked, tensor: b }, wantedOf(a), problem.span.start),
      ...making(ask, { worked, tensor: a }, wantedOf(b), problem.span.start),
    ];
    if (found.length > 0) return found.slice(0, MOST);
  }
  return [];
};

interface TensorThere {
  readonly worked: NodeThere["worked"];
  readonly tensor: Tensor;
}

const CHANNELS: readonly string[] = ["out_channels", "out_features", "hidden_size", "embedding_dim"];

/** What a layer looks at; whoever has a wrong size has seldom meant another of these. */
const WINDOW: ReadonlySet<string> = new Set(["kernel_size", "dilation", "stride"]);

/** Ways to make the sizes of some axes: in the layer that makes all of them, by one of its settings. */
function making(ask: Ask, from: TensorThere, wanted: readonly Wanted[], at: number): readonly Proposal[] {
  const { file } = ask;
  const { dims } = from.worked;
  const node = maker(from.tensor, wanted);
  const place = node && node.site.uri === file.def.uri ? placeAt(file, node.site.span.start) : undefined;
  if (!node || !place || wanted.length === 0) return [];
  // A declared size that fails asks for what fits there.
  const values = ask.problem.counterexample && valuesAt(from.worked, ask.problem);
  const fits = (a: Dim | undefined, b: Dim): boolean =>
    same(dims, a, b) ||
    (values !== undefined && a !== undefined && !a.assumed && dims.evaluate(a, values) === dims.evaluate(b, values));
  const gives = (shape: readonly Dim[] | undefined): boolean =>
    shape !== undefined && wanted.every(({ axis, size }) => fits(shape[axis], size));
  const out: Proposal[] = [];
  const [first, ...more] = wanted;
  if (first && more.every(({ size }) => size === first.size)) {
    const here = namesOf(file).blockAt(at) === place.block;
    const text = here ? first.text : first.size.constant === undefined ? undefined : String(first.size.constant);
    for (const name of CHANNELS) {
      if (text === undefined || !node.op.attributes[name]) continue;
      const found = outcome(dims, node, name, first.size.constant ?? first.size);
      if (found && gives(found.outputs[from.tensor.output] ?? found.outputs[0]))
        out.push(...(setting(ask, place, node, name, text) ?? []));
    }
  }
  for (const name of Object.keys(SEARCHED)) {
    if (out.length >= MOST) break;
    const [nearest] = search(
      dims,
      node,
      name,
      ({ outputs, context }) => context.faults.length === 0 && gives(outputs[0]),
    );
    const found = nearest === undefined ? undefined : setting(ask, place, node, name, String(nearest));
    for (const one of found ?? []) out.push(WINDOW.has(name) ? { ...one, unlikely: true } : one);
  }
  return out.slice(0, MOST);
}

const MAX_WALK = 50;

/** Back over layers that hand these sizes on to the one that makes them. */
function maker(tensor: Tensor, wanted: readonly Wanted[]): OpNode | undefined {
  let at = tensor;
  for (let i = 0; i < MAX_WALK; i++) {
    const { node } = at;
    if (node.kind !== "op") return undefined;
    const [input] = node.inputs;
    const [before, after] = [input && shapeOf(input), shapeOf(at)];
    const handsOn = before?.length === after?.length && wanted.every(({ axis }) => before?.[axis] === after?.[axis]);
    if (!input || !handsOn || "kernel_size" in node.op.attributes) return node;
    at = input;
  }
  return undefined;
}
