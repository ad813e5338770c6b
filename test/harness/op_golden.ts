/**
 * Rows of `op_vectors`: one configuration of a PyTorch operator, run through the shape rule of ours. Settings are read by
 * the same kinds as a user's file. What our operator is called and what its settings are called is the table below;
 * nothing here knows a rule, and nothing but `agrees` looks at an expected value.
 */
import { Dims, type Shape } from "../../src/core/dim/index.ts";
import type { AnyValues, Op } from "../../src/core/op.ts";
import { ops } from "../../src/core/ops/index.ts";
import { type DType, RuleContext, type RuleResult } from "../../src/core/rule.ts";
import { isDim, type Value } from "../../src/core/value.ts";
import type { GoldenFormat, GoldenResult, Row } from "./golden.ts";

type Settings = Readonly<Record<string, unknown>>;

interface Target {
  readonly op: string;
  /** PyTorch's name of a setting → ours. */
  readonly rename?: Readonly<Record<string, string>>;
  /** PyTorch's default where ours differs. */
  readonly defaults?: Settings;
}

/** Names that are not the same word without its module. */
const targets: Readonly<Record<string, Target>> = {
  "torch.flatten": { op: "Flatten", defaults: { start_dim: 0 } },
  "torch.Tensor.view": { op: "Reshape" },
  "torch.cat": { op: "Concat", defaults: { dim: 0 } },
  "torch.chunk": { op: "Chunk", defaults: { dim: 0 } },
  "torch.split": { op: "Split", defaults: { dim: 0 } },
  "torch.matmul": { op: "MatMul" },
  "torch.logsumexp": { op: "LogSumExp" },
  "torch.argmax": { op: "ArgMax" },
  "torch.argmin": { op: "ArgMin" },
  "torch.cumsum": { op: "CumSum" },
  "torch.cumprod": { op: "CumProd" },
  "torch.movedim": { op: "MoveDim" },
  "torch.topk": { op: "TopK" },
};

/** `torch.broadcast_tensors` → BroadcastTensors, `nn.Conv2d` → Conv2d. */
export function target(name: string): Target {
  const known = targets[name];
  if (known) return known;
  const word = name.slice(name.lastIndexOf(".") + 1);
  const camel = word.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { op: /^[A-Z]/.test(word) ? word : camel };
}

interface Step {
  readonly op: string;
  readonly settings: Settings;
}

interface Slice {
  readonly slice: readonly [number | null, number | null, number | null];
}

/** What PyTorch writes with brackets, as a chain of our operators. */
function indexing(index: readonly (number | null | "..." | Slice)[], rank: number): readonly Step[] {
  const steps: Step[] = [];
  const taken = index.filter((entry) => entry !== null && entry !== "...").length;
  let dim = 0;
  for (const entry of index) {
    if (entry === null) steps.push({ op: "Unsqueeze", settings: { dim: dim++ } });
    else if (entry === "...") dim += Math.max(0, rank - taken);
    else if (typeof entry === "number") steps.push({ op: "Select", settings: { dim, index: entry } });
    else {
      const [start, end, step] = entry.slice;
      steps.push({ op: "Slice", settings: { dim: dim++, start, end, step } });
    }
  }
  return steps;
}

function program(
  name: string,
  args: Settings,
  call: Settings,
  inputs: readonly (readonly number[])[],
): readonly Step[] {
  if (name === "x.getitem") {
    const index = args.index as readonly (number | null | "..." | Slice)[];
    return indexing(Array.isArray(index) ? index : [index], inputs[0]?.length ?? 0);
  }
  if (name === "x.reshape_after_transpose") {
    const { dim0, dim1, shape } = args;
    return [
      { op: "Transpose", settings: { dim0, dim1 } },
      { op: "Reshape", settings: { shape } },
    ];
  }
  if (name.startsWith("x.")) return [{ op: name, settings: {} }];
  const { op, rename = {}, defaults = {} } = target(name);
  const renamed = Object.entries({ ...args, ...call }).map(([key, value]) => [rename[key] ?? key, value] as const);
  return [{ op, settings: { ...defaults, ...Object.fromEntries(renamed) } }];
}

/** JSON, or a formula, to what the reader of a model file hands to a setting's kind. */
function toValue(json: unknown): Value {
  if (isDim(json)) return json.constant ?? json;
  if (typeof json === "number" && !Number.isInteger(json)) return { kind: "decimal", value: json, text: String(json) };
  if (Array.isArray(json)) return json.map(toValue);
  if (typeof json === "number" || typeof json === "boolean" || typeof json === "string") return json;
  return null;
}

export type ReadSettings =
  | { readonly ok: true; readonly values: AnyValues }
  | { readonly ok: false; readonly code: string; readonly attribute: string };

/** Settings complete with defaults, as a user's file would give them. */
export function readSettings(op: Op, given: Settings, dims: Dims): ReadSettings {
  const values: Record<string, unknown> = {};
  for (const [name, json] of Object.entries(given)) {
    const attribute = op.attributes[name];
    if (!attribute) return { ok: false, code: "unknown-attribute", attribute: name };
    const value = toValue(json);
    const reading = attribute.kind.read(value, dims);
    if (reading.ok) values[name] = reading.value;
    else if (value !== null || attribute.required) return { ok: false, code: reading.code, attribute: name };
  }
  for (const [name, attribute] of Object.entries(op.attributes)) {
    if (name in values) continue;
    if (attribute.required) return { ok: false, code: "missing-attribute", attribute: name };
    values[name] = attribute.default;
  }
  return { ok: true, values };
}

/** Whether so many tensors can be handed to the operator. */
export function takes(op: Op, count: number): boolean {
  const needed = op.inputs.reduce((sum, { many, optional }) => sum + (many ? many.min : optional ? 0 : 1), 0);
  return count >= needed && (count <= op.inputs.length || op.inputs.at(-1)?.many !== undefined);
}

const dtypes: Readonly<Record<string, DType>> = {
  float16: "float",
  float32: "float",
  float64: "float",
  int32: "int",
  int64: "int",
  bool: "bool",
};

export const toShape = (dims: Dims, sizes: readonly number[]): Shape => sizes.map((size) => dims.int(size));
export const toSizes = (shape: Shape): (number | null)[] => shape.map((dim) => dim.constant ?? null);

/** Codes of what goes wrong at constant sizes; empty where nothing does. */
export function refusals(dims: Dims, { faults, requirements }: Pick<RuleResult, "faults" | "requirements">): string[] {
  const broken = requirements.filter(({ condition }) => dims.holds(condition, new Map()) !== true);
  return [...faults, ...broken.map(({ fault }) => fault)].map(({ code }) => code);
}

const total = (sizes: readonly (readonly (number | null)[])[]): number =>
  sizes.reduce((sum, shape) => sum + shape.reduce<number>((product, size) => product * (size ?? Number.NaN), 1), 0);

interface Got {
  readonly accepted: boolean;
  readonly refused?: readonly string[];
  readonly outputs?: readonly ((number | null)[] | null)[];
  readonly params?: number;
  readonly paramShapes?: Readonly<Record<string, (number | null)[]>>;
  readonly buffers?: number;
  readonly macs?: number | null;
}

function runSteps(
  steps: readonly Step[],
  sizes: readonly (readonly number[])[],
  types: readonly string[],
  training: boolean,
): Got | undefined {
  const dims = new Dims();
  let inputs: readonly Shape[] = sizes.map((shape) => toShape(dims, shape));
  let got: Got = { accepted: true, outputs: sizes.map((shape) => [...shape]) };
  if (steps.some(({ op }) => !ops.has(op))) return undefined;
  for (const { op: name, settings } of steps) {
    const op = ops.get(name);
    if (!op) return undefined;
    if (!takes(op, inputs.length)) return { accepted: false, refused: ["tensor-count"] };
    const read = readSettings(op, settings, dims);
    if (!read.ok) return { accepted: false, refused: [`${read.code} ${read.attribute}`] };
    const context = new RuleContext(
      dims,
      types.map((type) => dtypes[type]),
      training,
    );
    const outputs = op.shape(context, inputs, read.values);
    const refused = refusals(dims, context);
    if (refused.length > 0) return { accepted: false, refused };
    const known = outputs.filter((shape) => shape !== undefined);
    const weights = op.weights(context, inputs, read.values);
    const parameters = weights
      .filter(({ kind }) => kind === "parameter")
      .map(({ name: key, shape }) => [key, toSizes(shape)] as const);
    const buffers = weights.filter(({ kind }) => kind === "buffer").map(({ shape }) => toSizes(shape));
    const macs = op.macs?.(context, inputs, read.values, known) ?? dims.int(0);
    got = {
      accepted: true,
      outputs: outputs.map((shape) => (shape ? toSizes(shape) : null)),
      params: total(parameters.map(([, shape]) => shape)),
      paramShapes: Object.fromEntries(parameters),
      buffers: total(buffers),
      macs: macs.constant ?? null,
    };
    inputs = known;
  }
  return got;
}

interface Expected {
  readonly ok: boolean;
  readonly outputs?: readonly (readonly number[] | null)[];
  readonly params?: number;
  readonly paramShapes?: Readonly<Record<string, readonly number[]>>;
  readonly buffers?: number;
  readonly macs?: number;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const sorted = (record: Readonly<Record<string, unknown>>): unknown =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** An output that is not computed is null, and may as well be absent. */
function trimmed(outputs: readonly unknown[] = []): unknown {
  const last = outputs.findLastIndex((shape) => shape !== null);
  return outputs.slice(0, last + 1);
}

function agrees(got: Got, expected: Expected): boolean {
  if (got.accepted !== expected.ok) return false;
  if (!got.accepted) return true;
  const { params, paramShapes, buffers, macs } = expected;
  return (
    same(trimmed(got.outputs), trimmed(expected.outputs)) &&
    (params === undefined || got.params === params) &&
    (paramShapes === undefined || same(sorted(got.paramShapes ?? {}), sorted(paramShapes))) &&
    (buffers === undefined || got.buffers === buffers) &&
    (macs === undefined || got.macs === macs)
  );
}

/** `skipped`: an operator that the catalogue has not. */
export function runOpVector(row: Row): GoldenResult {
  const { op, args = {}, call = {}, inputs, dtypes: types = [], mode } = row;
  const sizes = inputs as readonly (readonly number[])[];
  const steps = program(op as string, args as Settings, call as Settings, sizes);
  const got = runSteps(steps, sizes, types as readonly string[], mode === "train");
  if (!got) return { passed: false, got: null, skipped: true };
  // Where two versions of PyTorch differ, either is right.
  const answers = [row.expect, row["torch1.13"], row["torch2.6"]].filter((answer) => answer !== undefined);
  return { passed: answers.some((answer) => agrees(got, answer as Expected)), got };
}

export const opVectors: GoldenFormat = {
  name: "op_vectors",
  matches: (row) => "op" in row && "inputs" in row && !("nodes" in row),
  id: (row) => String(row.id),
  group: (row) => String(row.op),
  run: runOpVector,
};
