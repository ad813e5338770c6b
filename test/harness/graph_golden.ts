/**
 * Rows of `graphs` and `size_sweeps`: networks as lists of nodes, built through the operators' rules node by node. A graph
 * has numbers for sizes. A sweep is built once, over symbols, and its sizes are then put into what the rules asked for.
 */
import { type Condition, Dims, type Shape } from "../../src/core/dim/index.ts";
import { ops } from "../../src/core/ops/index.ts";
import { RuleContext } from "../../src/core/rule.ts";
import type { GoldenFormat, GoldenResult, Row } from "./golden.ts";
import { readSettings, takes, target, toShape, toSizes } from "./op_golden.ts";

interface NodeRow {
  readonly id: string;
  readonly op: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly in: readonly string[];
}

interface Built {
  readonly id: string;
  readonly shape: Shape | undefined;
  /** It cannot work whatever the sizes are. */
  readonly faulty: boolean;
  readonly conditions: readonly Condition[];
  readonly parameters: readonly Shape[];
}

interface Call {
  readonly op: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Shape[];
}

function callOf({ op, args = {} }: NodeRow, inputs: readonly Shape[]): Call {
  // torchvision's crop, to rows and columns that are another tensor's.
  if (op === "center_crop_like")
    return { op: "CenterCrop", settings: { size: inputs[1]?.slice(-2) ?? [] }, inputs: inputs.slice(0, 1) };
  if (op === "pad_like") return { op: "PadLike", settings: args, inputs };
  const { op: name, defaults = {} } = target(op === "cat" || op === "add" ? `torch.${op}` : op);
  return { op: name, settings: { ...defaults, ...args }, inputs };
}

/** Undefined where the catalogue has not got the operator. */
function build(dims: Dims, node: NodeRow, shapes: ReadonlyMap<string, Shape>): Built | undefined {
  const arriving = node.in.map((name) => shapes.get(name));
  const known = arriving.filter((shape) => shape !== undefined);
  const call = callOf(node, known);
  const op = ops.get(call.op);
  if (!op) return undefined;
  const read = readSettings(op, call.settings, dims);
  const broken: Built = { id: node.id, shape: undefined, faulty: true, conditions: [], parameters: [] };
  if (known.length < arriving.length || !takes(op, call.inputs.length) || !read.ok) return broken;
  const context = new RuleContext(dims);
  const [shape] = op.shape(context, call.inputs, read.values);
  const faulty = context.faults.length > 0;
  const weights = faulty ? [] : op.weights(context, call.inputs, read.values);
  return {
    id: node.id,
    shape,
    faulty,
    conditions: context.requirements.map(({ condition }) => condition),
    parameters: weights.filter(({ kind }) => kind === "parameter").map(({ shape: of }) => of),
  };
}

const nodesOf = (row: Row): readonly NodeRow[] => row.nodes as readonly NodeRow[];
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const SKIPPED: GoldenResult = { passed: false, got: null, skipped: true };

/** The product of constant sizes. */
const count = (shape: Shape): number => shape.reduce((product, { constant = Number.NaN }) => product * constant, 1);

/** Shapes up to the first node that fails, that node, and the parameters of a network without one. */
export function runGraph(row: Row): GoldenResult {
  const dims = new Dims();
  const shapes = new Map<string, Shape>();
  for (const [name, sizes] of Object.entries(row.inputs as Record<string, readonly number[]>))
    shapes.set(name, toShape(dims, sizes));
  const got: Record<string, unknown> = {};
  let params = 0;
  let failing: string | undefined;
  for (const node of nodesOf(row)) {
    const built = build(dims, node, shapes);
    if (!built) return SKIPPED;
    if (
      built.faulty ||
      !built.shape ||
      built.conditions.some((condition) => dims.holds(condition, new Map()) !== true)
    ) {
      failing = node.id;
      break;
    }
    shapes.set(node.id, built.shape);
    got[node.id] = toSizes(built.shape);
    params += built.parameters.reduce((sum, shape) => sum + count(shape), 0);
  }
  const result = failing === undefined ? { ok: true, shapes: got, params } : { ok: false, shapes: got, fail: failing };
  const fail = row.fail as { readonly node: string } | undefined;
  const passed =
    row.ok === result.ok &&
    same(row.shapes, got) &&
    fail?.node === failing &&
    (row.params === undefined || row.params === params);
  return { passed, got: result };
}

/** `x: [1,1,H,W]` */
function inputOf(
  dims: Dims,
  text: string,
): { readonly name: string; readonly shape: Shape; readonly symbols: readonly string[] } {
  const [name = "", list = ""] = text.split(":");
  const entries = list.replace(/[[\]\s]/g, "").split(",");
  const symbols = entries.filter((entry, i) => !/^\d+$/.test(entry) && entries.indexOf(entry) === i);
  return {
    name: name.trim(),
    shape: entries.map((entry) => (/^\d+$/.test(entry) ? dims.int(Number(entry)) : dims.symbol(entry))),
    symbols,
  };
}

/** What happens at a size: `[1, shape]` or `[0, node]`. */
function outcome(dims: Dims, nodes: readonly Built[], at: ReadonlyMap<string, number>): readonly unknown[] {
  const failing = nodes.find(
    ({ faulty, conditions }) => faulty || conditions.some((condition) => dims.holds(condition, at) !== true),
  );
  if (failing) return [0, failing.id];
  return [1, nodes.at(-1)?.shape?.map((dim) => dims.evaluate(dim, at) ?? null) ?? null];
}

/** The outcome at each size that the row lists: `square` gives all symbols one value, `rect` gives each its own. */
export function runSweep(row: Row): GoldenResult {
  const dims = new Dims();
  const { name, shape, symbols } = inputOf(dims, row.input as string);
  const shapes = new Map([[name, shape]]);
  const nodes: Built[] = [];
  for (const node of nodesOf(row)) {
    const built = build(dims, node, shapes);
    if (!built) return SKIPPED;
    nodes.push(built);
    if (built.shape) shapes.set(node.id, built.shape);
  }
  const square = ((row.square ?? []) as readonly (number | readonly unknown[])[]).map((entry) => {
    const size = (typeof entry === "number" ? entry : entry[0]) as number;
    return [size, ...outcome(dims, nodes, new Map(symbols.map((symbol) => [symbol, size])))];
  });
  const rect = ((row.rect ?? []) as readonly (readonly unknown[])[]).map((entry) => {
    const sizes = entry.slice(0, symbols.length) as number[];
    return [...sizes, ...outcome(dims, nodes, new Map(symbols.map((symbol, i) => [symbol, sizes[i] ?? 1])))];
  });
  const passed = same(square, told(row.square, 1)) && same(rect, told(row.rect, symbols.length));
  return { passed, got: { square, rect } };
}

/** What is expected, without the kind of error, which follows from the failing node. */
const told = (entries: unknown, sizes: number): unknown =>
  ((entries ?? []) as readonly unknown[]).map((entry) => (Array.isArray(entry) ? entry.slice(0, sizes + 2) : entry));

export const graphs: GoldenFormat = {
  name: "graphs",
  matches: (row) => "nodes" in row && "inputs" in row && !("edges" in row),
  id: (row) => String(row.id),
  group: (row) => `${nodesOf(row).length} nodes`,
  run: runGraph,
};

export const sizeSweeps: GoldenFormat = {
  name: "size_sweeps",
  matches: (row) => "net" in row && "nodes" in row && typeof row.input === "string",
  id: (row) => String(row.net),
  group: (row) => String(row.net),
  run: runSweep,
};
