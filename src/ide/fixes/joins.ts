/**
 * Tensors of unlike sizes at a join: one is cropped, padded or resized to the other. For a model of many such joins the
 * same is offered for all of them at once.
 */
import type { Edit } from "../../core/diagnostic.ts";
import type { OpNode } from "../../core/graph.ts";
import { type NodeThere, nodesAt } from "../instances.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Ask, Proposal, Proposer } from "./action.ts";
import { type Adapter, adapted, shownName } from "./adapt.ts";
import { depthOf } from "./depth.ts";
import { type Place, placeAt } from "./places.ts";
import { spatialSizes, valuesAt } from "./values.ts";

const JOINS: ReadonlySet<string> = new Set(["Concat", "Stack", "Add", "Sub", "Mul", "Div", "Maximum", "Minimum"]);

const CODES: ReadonlySet<string> = new Set([
  "concat-mismatch",
  "add-mismatch",
  "condition-not-guaranteed",
  "conditions-conflict",
]);

interface Way {
  readonly op: "CropLike" | "PadLike" | "ResizeLike";
  readonly verb: string;
  readonly suffix: string;
  /** Of the sizes of all tensors: the one that the others are brought to. */
  readonly target: "smallest" | "largest";
}

const CROP: Way = { op: "CropLike", verb: "Crop", suffix: "cropped", target: "smallest" };
const PAD: Way = { op: "PadLike", verb: "Pad", suffix: "padded", target: "largest" };
const RESIZE: Way = { op: "ResizeLike", verb: "Resize", suffix: "resized", target: "largest" };

export const makeEqual: Proposer = (ask) => {
  const { problem, snapshot, file } = ask;
  if (!CODES.has(problem.code)) return [];
  const place = placeAt(file, problem.span.start);
  const sizes = place && sizesAt(ask, nodesAt(snapshot, problem.uri, problem.span.start));
  if (!place || !sizes) return [];
  const ways = isFar(sizes) ? [RESIZE, CROP, PAD] : [CROP, PAD, RESIZE];
  const found = ways.flatMap((way): Found[] => {
    const one = brought(place, sizes, way);
    return one && ask.mends(one.edits) ? [one] : [];
  });
  return [...everywhere(ask, place, found), ...found.map(({ title, edits }) => ({ title, edits }))];
};

interface Found extends Proposal {
  readonly way: Way;
  /** The tensors that are changed. */
  readonly inputs: readonly number[];
}

/** The sizes of the axes from the third on, one list a tensor, where they differ. */
function sizesAt(ask: Ask, there: readonly NodeThere[]): readonly (readonly number[])[] | undefined {
  for (const { worked, node } of there) {
    if (!JOINS.has(node.op.name)) return undefined;
    const values = valuesAt(worked, ask.problem);
    const sizes = node.inputs.map((tensor) => spatialSizes(worked.dims, tensor, values));
    const known = sizes.filter((s) => s !== undefined);
    const [first] = known;
    if (first && known.length === sizes.length && known.some((s) => !equal(s, first))) return known;
  }
  return undefined;
}

const equal = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((n, i) => n === b[i]);

const area = (of: readonly number[]): number => of.reduce((a, b) => a * b, 1);

/** So far apart that a crop would keep only a corner: it was not the rounding of an odd size. */
const isFar = (sizes: readonly (readonly number[])[]): boolean => {
  const areas = sizes.map(area);
  return Math.min(...areas) * 2 < Math.max(...areas);
};

function brought(place: Place, sizes: readonly (readonly number[])[], way: Way): Found | undefined {
  const areas = sizes.map(area);
  const best = way.target === "smallest" ? Math.min(...areas) : Math.max(...areas);
  const targets = areas.flatMap((a, i) => (a === best ? [i] : []));
  for (const target of [...targets, ...areas.keys()]) {
    const reference = sizes[target] ?? [];
    const others = sizes.flatMap((s, i) => (equal(s, reference) ? [] : [i]));
    if (others.some((i) => !fits(sizes[i] ?? [], reference, way))) continue;
    const edits = adapted(
      place,
      others.map((input) => adapter(way, input, target)),
    );
    if (!edits) continue;
    const names = others.map((i) => shownName(place, i)).join(", ");
    const title = `${way.verb} ${names} to ${shownName(place, target)} with \`${way.op}\``;
    return { title, edits, way, inputs: others };
  }
  return undefined;
}

const adapter = (way: Way, input: number, target: number): Adapter => ({
  input,
  suffix: way.suffix,
  call: (name) => `${way.op}(${name(input)}, ${name(target)})`,
});

/** Cropping makes smaller and padding larger on every axis. */
const fits = (from: readonly number[], to: readonly number[], { op }: Way): boolean =>
  op === "ResizeLike" || from.every((n, i) => (op === "CropLike" ? n >= (to[i] ?? n) : n <= (to[i] ?? n)));

// ── All joins of a model ─────────────────────────────────────────────────────────────────────────────────────────

/**
 * One size is refused at one join after the other, so the same is done at all of them. As long as the first does not
 * work, the sizes at the next are not those that will arrive: which tensor is changed is known by how much leads to it.
 */
function everywhere(ask: Ask, first: Place, ways: readonly Found[]): readonly Proposal[] {
  const { snapshot, problem, file } = ask;
  if (problem.counterexample === undefined) return [];
  const starts = new Set<number>();
  for (const { nodes } of snapshot.worked)
    for (const node of nodes)
      if (node.kind === "op" && node.site.uri === file.def.uri && isConditional(node)) starts.add(node.site.span.start);
  const others = [...starts].flatMap((start) => {
    const place = placeAt(file, start);
    return place && start !== problem.span.start ? [place] : [];
  });
  if (others.length === 0) return [];
  for (const { way, inputs } of ways) {
    const [input, second] = inputs;
    if (input === undefined || second !== undefined) continue;
    const deep = isDeeper(snapshot, first, input);
    const edits: Edit[] = [];
    for (const place of [first, ...others]) {
      const at = isDeeper(snapshot, place, 0) === deep ? 0 : 1;
      edits.push(...(adapted(place, [adapter(way, at, 1 - at)]) ?? []));
    }
    const count = others.length + 1;
    if (ask.mends(edits)) return [{ title: `${way.verb} at all ${count} such joins with \`${way.op}\``, edits }];
  }
  return [];
}

/** Whether more layers lead to a tensor of a join than to the other. */
function isDeeper(snapshot: Snapshot, { file, at, item }: Place, input: number): boolean {
  const [there] = nodesAt(snapshot, file.def.uri, at + item.span.start);
  const depths = there?.node.inputs.map((tensor) => depthOf(there.worked, tensor)) ?? [];
  return (depths[input] ?? 0) > (depths[1 - input] ?? 0);
}

const isConditional = ({ op, result, inputs }: OpNode): boolean =>
  JOINS.has(op.name) &&
  inputs.length === 2 &&
  result !== undefined &&
  result.requirements.length + result.faults.length > 0;
