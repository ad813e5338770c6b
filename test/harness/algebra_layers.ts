/**
 * Layers of `algebra_vectors`, which are called by what they do to one axis, run through the shape rules of the operators
 * that do it. In the algebra a size is at least 1, so every layer's output is asked to be.
 */
import type { Condition, Dim, Dims, Shape } from "../../src/core/dim/index.ts";
import { ops } from "../../src/core/ops/index.ts";
import { RuleContext } from "../../src/core/rule.ts";
import { slide } from "../../src/core/shape.ts";
import { readSettings } from "./op_golden.ts";

export interface LayerRow {
  readonly op: string;
  readonly p?: Readonly<Record<string, unknown>>;
}

export interface Built {
  readonly shape: Shape | undefined;
  readonly conditions: readonly Condition[];
  /** It cannot work whatever the sizes are. */
  readonly faulty: boolean;
}

type Settings = Readonly<Record<string, unknown>>;

class Layer {
  readonly context: RuleContext;
  readonly dims: Dims;
  private readonly p: Settings;
  /** Axes after the channels. */
  readonly rank: number;
  refused = false;

  constructor(dims: Dims, p: Settings, rank: number) {
    this.context = new RuleContext(dims);
    this.dims = dims;
    this.p = p;
    this.rank = rank;
  }

  number(name: string, otherwise: number): number {
    const value = this.p[name];
    return typeof value === "number" ? value : otherwise;
  }

  has(name: string): boolean {
    return typeof this.p[name] === "number";
  }

  flag(name: string): boolean {
    return this.p[name] === true;
  }

  word(name: string): string | undefined {
    const value = this.p[name];
    return typeof value === "string" ? value : undefined;
  }

  apply(name: string, inputs: readonly Shape[], settings: Settings): Shape | undefined {
    const op = ops.get(name);
    const read = op && readSettings(op, settings, this.dims);
    if (!op || !read?.ok) {
      this.refused = true;
      return undefined;
    }
    const [shape] = op.shape(this.context, inputs, read.values);
    return shape;
  }

  padded(x: Shape, before: number, after: number, mode = "constant"): Shape | undefined {
    const pad = Array.from({ length: this.rank }, () => [before, after]).flat();
    return this.apply("Pad", [x], { pad, mode });
  }

  /** Each axis after the channels by itself. */
  spatially(x: Shape, rule: (size: Dim, axis: number) => Dim): Shape {
    return x.map((size, axis) => (axis < 2 ? size : rule(size, axis)));
  }

  /** Sizes must agree, without stretching. */
  agree(x: Shape, y: Shape, but?: number): void {
    for (const [axis, size] of x.entries()) {
      const other = y[axis];
      if (axis !== but && other) this.context.equal(other, size, { code: "size-mismatch", axis });
    }
  }
}

/** `Conv` for one, two or three axes. */
const named = (layer: Layer, name: string): string => `${name}${layer.rank}d`;

function window(layer: Layer, x: Shape, kind: "conv" | "pool" | "avgpool"): Shape | undefined {
  const kernel = layer.number("k", 1);
  const before = layer.number("pl", layer.number("p", layer.number("pad", layer.number("padding", 0))));
  const after = layer.number("pr", before);
  const dilation = layer.number("d", 1);
  const stride = layer.number("s", kind === "conv" ? 1 : kernel);
  const ceil = layer.flag("ceil");
  if (layer.flag("same") || /^same/i.test(layer.word("pad") ?? layer.word("padding") ?? ""))
    return same(layer, x, stride);
  if (kind === "conv") {
    const arriving = before === after ? x : layer.padded(x, before, after);
    const channels = layer.number("cout", 0);
    return (
      arriving &&
      layer.apply(named(layer, "Conv"), [arriving], {
        out_channels: channels > 0 ? channels : x[1],
        kernel_size: kernel,
        stride,
        padding: before === after ? before : 0,
        dilation,
      })
    );
  }
  // No pool of PyTorch's pads its two ends differently.
  if (before !== after)
    return layer.spatially(x, (size, axis) =>
      slide(layer.context, size, axis, { kernel, stride, dilation, before, after, ceil }),
    );
  const settings = { kernel_size: kernel, stride, padding: before, ceil_mode: ceil };
  return kind === "pool"
    ? layer.apply(named(layer, "MaxPool"), [x], { ...settings, dilation })
    : layer.apply(named(layer, "AvgPool"), [x], settings);
}

/** TensorFlow's SAME: ⌈x/s⌉ whatever the kernel. PyTorch's is that for a stride of 1. */
const same = (layer: Layer, x: Shape, stride: number): Shape =>
  layer.spatially(x, (size) => layer.dims.ceilDiv(size, stride));

function transposed(layer: Layer, x: Shape): Shape | undefined {
  const before = layer.number("p", layer.number("pl", layer.number("padding", 0)));
  const after = layer.number("pr", before);
  const channels = layer.number("cout", 0);
  const grown = layer.apply(named(layer, "ConvTranspose"), [x], {
    out_channels: channels > 0 ? channels : x[1],
    kernel_size: layer.number("k", 1),
    stride: layer.number("s", 1),
    padding: before === after ? before : 0,
    output_padding: layer.number("op", 0),
    dilation: layer.number("d", 1),
  });
  return grown && before !== after ? layer.padded(grown, -before, -after) : grown;
}

/** By a fraction: as the decimal that it is, where it is one. */
function scaled(layer: Layer, x: Shape, up: number, down: number): Shape | undefined {
  const factor = up / down;
  if (String(factor).length < 12) return layer.apply("Interpolate", [x], { scale_factor: factor });
  const { dims } = layer;
  return layer.spatially(x, (size) => dims.floorDiv(dims.scaleBy(up, size), down));
}

function joined(layer: Layer, inputs: readonly Shape[], kept: number): Shape | undefined {
  const first = inputs[kept];
  if (!first) return undefined;
  const others = inputs.filter((_, i) => i !== kept);
  const shape = layer.apply("Concat", [first, ...others], { dim: 1 });
  return shape && first.map((size, axis) => (axis === 1 ? (shape[1] ?? size) : size));
}

/** What is added at both ends of an axis. */
function ends(layer: Layer): [number, number] {
  const both = layer.number("p", layer.number("pad", 0));
  return [layer.number("l", layer.number("pl", both)), layer.number("r", layer.number("pr", both))];
}

/** Undefined for a layer of a kind that is not known. */
const KINDS: Readonly<Record<string, (layer: Layer, inputs: readonly Shape[]) => Shape | undefined>> = {
  conv: (layer, [x = []]) => window(layer, x, "conv"),
  pool: (layer, [x = []]) => window(layer, x, layer.word("kind") === "avg" ? "avgpool" : "pool"),
  avgpool: (layer, [x = []]) => window(layer, x, "avgpool"),
  convt: (layer, [x = []]) => transposed(layer, x),
  up: (layer, [x = []]) => layer.apply("Upsample", [x], { scale_factor: layer.number("s", layer.number("r", 1)) }),
  scaleq: (layer, [x = []]) =>
    layer.has("n")
      ? layer.spatially(x, () => layer.dims.int(layer.number("n", 1)))
      : layer.has("s")
        ? layer.apply("Interpolate", [x], { scale_factor: layer.number("s", 1) })
        : scaled(layer, x, layer.number("num", layer.number("p", 1)), layer.number("den", layer.number("q", 1))),
  adaptive: (layer, [x = []]) =>
    layer.apply(named(layer, "AdaptiveAvgPool"), [x], { output_size: layer.number("n", 1) }),
  pad: (layer, [x = []]) => layer.padded(x, ...ends(layer), layer.word("mode")),
  reflect: (layer, [x = []]) => layer.padded(x, ...ends(layer), "reflect"),
  circular: (layer, [x = []]) => layer.padded(x, ...ends(layer), "circular"),
  shuffle: (layer, [x = []]) =>
    layer.apply("PixelShuffle", [x], { upscale_factor: layer.number("r", layer.number("s", 1)) }),
  unshuffle: (layer, [x = []]) =>
    layer.apply("PixelUnshuffle", [x], { downscale_factor: layer.number("r", layer.number("s", 1)) }),
  flatten: (layer, [x = []]) => layer.apply("Flatten", [x], {}),
  linear: (layer, [x = []]) =>
    layer.apply("Linear", [x], {
      out_features: layer.number("out", layer.number("cout", 1)),
      ...(layer.has("in") ? { in_features: layer.number("in", 1) } : {}),
    }),
  identity: (_, [x = []]) => x,
  same: (layer, [x = []]) => same(layer, x, layer.number("s", 1)),
  even: (layer, [x = []]) => {
    for (const [axis, size] of x.entries())
      if (axis > 1) layer.context.divide(size, 2, { code: "size-mismatch", axis });
    return x;
  },
  resizeto: (layer, inputs) => layer.apply("ResizeLike", inputs, {}),
  cropto: (layer, inputs) => layer.apply("CropLike", inputs, {}),
  cat: (layer, inputs) => joined(layer, inputs, 0),
  catkeep1: (layer, inputs) => joined(layer, inputs, 1),
  add: (layer, inputs) => {
    const [first = [], ...others] = inputs;
    const shape = layer.apply("Add", inputs, {});
    for (const other of others) layer.agree(first, other);
    return shape && first;
  },
};
/** Other names of the kinds, in lower case and without underscores. */
const SAME_KIND: Readonly<Record<string, string>> = {
  conv1d: "conv",
  conv2d: "conv",
  patchembed: "conv",
  maxpool: "pool",
  maxpool1d: "pool",
  maxpool2d: "pool",
  avg: "avgpool",
  avgpool1d: "avgpool",
  avgpool2d: "avgpool",
  convtranspose: "convt",
  convtranspose1d: "convt",
  convtranspose2d: "convt",
  transposed: "convt",
  tconv: "convt",
  deconv: "convt",
  upsample: "up",
  scale: "scaleq",
  interpolate: "scaleq",
  interp: "scaleq",
  adaptivepool: "adaptive",
  adaptiveavgpool: "adaptive",
  adaptiveavgpool2d: "adaptive",
  resize: "resizeto",
  upto: "resizeto",
  crop: "cropto",
  centercrop: "cropto",
  tfsame: "same",
  convsame: "same",
  sametf: "same",
  samepad: "same",
  pixelshuffle: "shuffle",
  pixelunshuffle: "unshuffle",
  reflectpad: "reflect",
  padreflect: "reflect",
  circularpad: "circular",
  padcircular: "circular",
  constantpad: "pad",
  concat: "cat",
  mul: "add",
};

/** Other names of parameters. */
const SAME_PARAMETER: Readonly<Record<string, string>> = {
  kernel: "k",
  kernel_size: "k",
  stride: "s",
  dilation: "d",
  left: "l",
  right: "r",
  output_padding: "op",
  opad: "op",
  ceil_mode: "ceil",
  out_channels: "cout",
  size: "n",
  output_size: "n",
  factor: "r",
  upscale_factor: "r",
  downscale_factor: "r",
};

const kindOf = (op: string) => KINDS[SAME_KIND[plainName(op)] ?? plainName(op)];

const plainName = (op: string): string => op.toLowerCase().replace(/[_-]/g, "");

export const isKnown = (op: string): boolean => kindOf(op) !== undefined;

/** The inputs have a batch and channels first. */
export function buildLayer(dims: Dims, { op, p = {} }: LayerRow, inputs: readonly Shape[]): Built {
  const rank = (inputs[0]?.length ?? 3) - 2;
  const settings = Object.fromEntries(Object.entries(p).map(([name, value]) => [SAME_PARAMETER[name] ?? name, value]));
  const layer = new Layer(dims, settings, rank);
  const shape = kindOf(op)?.(layer, inputs);
  for (const [axis, size] of (shape ?? []).entries())
    if (axis > 1) layer.context.atLeast(size, 1, { code: "size-too-small", axis });
  return {
    shape,
    conditions: layer.context.requirements.map(({ condition }) => condition),
    faulty: layer.refused || shape === undefined || layer.context.faults.length > 0,
  };
}
