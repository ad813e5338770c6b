/**
 * Rows of `torchvision_graphs`: whole networks as they were traced, node by node. Each is built once, over symbols for the
 * rows and columns of its input, and then looked at where the row says. What arrives at a node may be a tensor, or a
 * number, a list or a slice that the trace computed from a shape; the latter are followed as sizes.
 */
import { type Dim, Dims, type Shape } from "../../src/core/dim/index.ts";
import type { Op } from "../../src/core/op.ts";
import { ops } from "../../src/core/ops/index.ts";
import { RuleContext } from "../../src/core/rule.ts";
import { isDim } from "../../src/core/value.ts";
import type { GoldenFormat, GoldenResult, Row } from "./golden.ts";
import { readSettings, target } from "./op_golden.ts";

interface NodeRow {
  readonly id: string;
  readonly op: string;
  readonly type?: string;
  readonly args?: Readonly<Record<string, unknown>> | string;
  readonly in: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly params?: number;
  readonly out: unknown;
}

class Tensor {
  readonly shape: Shape;

  constructor(shape: Shape) {
    this.shape = shape;
  }
}

/** Thrown for a node that needs what is not there: an operator, or a shape that only the expected values know. */
class Unknown extends Error {}

interface Run {
  readonly dims: Dims;
  readonly values: ReadonlyMap<string, unknown>;
  readonly at: ReadonlyMap<string, number>;
}

/** Arguments with what their references stand for. */
function resolved(run: Run, value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("%")) return run.values.get(value.slice(1));
  if (Array.isArray(value)) return value.map((entry) => resolved(run, entry));
  if (typeof value === "object" && value !== null && !isDim(value) && !(value instanceof Tensor))
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolved(run, entry)]));
  return value;
}

/** `p=0.5, inplace=False`, as modules print what they were made with. */
function printed(args: NodeRow["args"]): Readonly<Record<string, unknown>> {
  if (typeof args !== "string") return args ?? {};
  const words = new Map<string, unknown>([
    ["True", true],
    ["False", false],
    ["None", null],
  ]);
  const pairs = args.split(", ").filter((part) => part.includes("="));
  return Object.fromEntries(
    pairs.map((part) => {
      const [key = "", text = ""] = part.split("=");
      return [key, words.has(text) ? words.get(text) : Number.isNaN(Number(text)) ? text : Number(text)] as const;
    }),
  );
}

interface Applied {
  readonly value: unknown;
  readonly accepted: boolean;
  readonly params: Dim;
}

function apply(run: Run, op: Op, settings: Readonly<Record<string, unknown>>, tensors: readonly Tensor[]): Applied {
  const { dims, at } = run;
  const read = readSettings(op, settings, dims);
  const refused: Applied = { value: undefined, accepted: false, params: dims.int(0) };
  if (!read.ok) return refused;
  const shapes = tensors.map(({ shape }) => shape);
  const context = new RuleContext(dims);
  const outputs = op.shape(context, shapes, read.values);
  const known = outputs.filter((shape) => shape !== undefined).map((shape) => new Tensor(shape));
  const holds = context.requirements.every(({ condition }) => dims.holds(condition, at) === true);
  if (context.faults.length > 0 || known.length < outputs.length || !holds) return refused;
  const weights = op.weights(context, shapes, read.values).filter(({ kind }) => kind === "parameter");
  return {
    value: op.outputs || op.manyOutputs ? known : known[0],
    accepted: true,
    params: dims.sum(weights.map(({ shape }) => dims.product(shape))),
  };
}

/** Settings that go without a name, in the order of the operator's own. */
function named(op: Op, rest: readonly unknown[]): Readonly<Record<string, unknown>> {
  if (op.listed) return { [op.listed]: Array.isArray(rest[0]) ? rest[0] : rest };
  const names = op.positional ?? Object.keys(op.attributes);
  return Object.fromEntries(rest.slice(0, names.length).map((value, i) => [names[i] ?? "", value]));
}

const isSlice = (value: unknown): value is { readonly slice: readonly (number | null)[] } =>
  typeof value === "object" && value !== null && "slice" in value;

/** What Python computes from a shape, which is no operator; undefined for anything else. */
function plain({ dims }: Run, type: string, args: readonly unknown[]): unknown {
  const [a, b] = args;
  if ((type === "getattr" && b === "shape") || (type === "size" && b === undefined))
    return a instanceof Tensor ? a.shape : undefined;
  if (type === "size" && a instanceof Tensor && typeof b === "number") return a.shape.at(b);
  if (type === "getitem" && Array.isArray(a)) {
    if (typeof b === "number") return a.at(b);
    const [start, end] = isSlice(b) ? b.slice : [];
    return isSlice(b) ? a.slice(start ?? undefined, end ?? undefined) : undefined;
  }
  const size = (value: unknown): Dim | undefined =>
    typeof value === "number" ? dims.int(value) : isDim(value) ? value : undefined;
  const [x, y] = [size(a), size(b)];
  if (!x || !y) return undefined;
  if (type === "floordiv") return dims.floorDiv(x, y);
  if (type === "add") return dims.add(x, y);
  if (type === "sub") return dims.sub(x, y);
  return type === "mul" ? dims.mul(x, y) : undefined;
}

function evaluate(run: Run, node: NodeRow): Applied {
  const free = { accepted: true, params: run.dims.int(0) };
  const args = node.in.map((entry) => resolved(run, entry));
  const type = node.type ?? "";
  if (node.op === "output") return { ...free, value: args[0] };
  if (node.op === "call_function" || node.op === "call_method") {
    const value = plain(run, type, args);
    if (value !== undefined) return { ...free, value };
    // What keeps the tensor as it is.
    if (type === "contiguous" || type === "clone") return { ...free, value: args[0] };
  } else if (node.op !== "call_module") throw new Unknown(node.op);
  const goal = target(node.op === "call_module" ? type : `torch.${type === "view" ? "Tensor.view" : type}`);
  const op = ops.get(goal.op) ?? ops.get(type.toLowerCase() === "relu" ? "ReLU" : (CLASSES[type] ?? ""));
  if (!op) throw new Unknown(type);
  const flat = args.flat();
  const tensors = flat.filter((value) => value instanceof Tensor);
  const rest = args.filter(
    (value) => !(value instanceof Tensor) && !(Array.isArray(value) && value.some((one) => one instanceof Tensor)),
  );
  // A number beside a tensor changes no shape.
  if (op.inputs.length === 2 && !op.inputs[1]?.optional && tensors.length === 1) return { ...free, value: tensors[0] };
  const given = node.op === "call_module" ? printed(node.args) : named(op, rest);
  const more = Object.entries((resolved(run, node.kwargs ?? {}) as Record<string, unknown>) ?? {});
  const known = Object.entries({ ...goal.defaults, ...given, ...Object.fromEntries(more) });
  // A switch that is off may have no setting here: `inplace`, `return_indices`.
  const settings = Object.fromEntries(
    known.filter(([key, value]) => value !== null && (key in op.attributes || value !== false) && key !== "inplace"),
  );
  return apply(run, op, settings, tensors);
}

/** Functions whose operator is called like a class. */
const CLASSES: Readonly<Record<string, string>> = {
  adaptive_avg_pool2d: "AdaptiveAvgPool2d",
  avg_pool2d: "AvgPool2d",
  max_pool2d: "MaxPool2d",
  silu: "SiLU",
  gelu: "GELU",
  relu6: "ReLU6",
  layer_norm: "LayerNorm",
};

/** As the rows have it: sizes of a tensor, null for what is none. */
function told({ dims, at }: Run, value: unknown): unknown {
  if (value instanceof Tensor) return value.shape.map((size) => dims.evaluate(size, at) ?? null);
  if (Array.isArray(value)) return value.map((entry) => told({ dims, at, values: new Map() }, entry));
  if (typeof value === "object" && value !== null && !isDim(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, told({ dims, at, values: new Map() }, entry)]),
    );
  return null;
}

export function runTrace(row: Row): GoldenResult {
  const dims = new Dims();
  const sizes = row.input as readonly number[];
  const spatial = ["H", "W"].map((name, i) => [name, sizes[2 + i] ?? 1] as const);
  const at = new Map(spatial);
  const values = new Map<string, unknown>();
  const run: Run = { dims, values, at };
  const nodes = row.nodes as readonly NodeRow[];
  const got: Record<string, unknown> = {};
  let total = 0;
  let passed = true;
  try {
    for (const node of nodes) {
      const input = new Tensor(
        sizes.map((size, axis) => (axis < 2 ? dims.int(size) : dims.symbol(axis === 2 ? "H" : "W"))),
      );
      const free = { value: input, accepted: true, params: dims.int(0) };
      const { value, accepted, params } = node.op === "placeholder" ? free : evaluate(run, node);
      values.set(node.id, value);
      const count = dims.evaluate(params, at) ?? Number.NaN;
      total += count;
      got[node.id] = accepted ? told(run, value) : "refused";
      passed &&= JSON.stringify(got[node.id]) === JSON.stringify(node.out) && (node.params ?? 0) === count;
      if (!accepted) break;
    }
  } catch (error) {
    if (error instanceof Unknown) return { passed: false, got: null, skipped: true };
    throw error;
  }
  return { passed: passed && total === row.totalParams, got: { shapes: got, params: total } };
}

export const torchvisionGraphs: GoldenFormat = {
  name: "torchvision_graphs",
  matches: (row) => "model" in row && "nodes" in row && "input" in row,
  id: (row) => String(row.model),
  group: (row) => String(row.model),
  run: runTrace,
};
