/**
 * TransformerEncoderLayer, TransformerDecoderLayer and Transformer. They are made of parts with weights of their own, whose
 * names are those of PyTorch's state_dict.
 */
import { bool, count, float, inferred, int, optional, required, size, word } from "../../attribute.ts";
import type { Dim, Dims, Shape } from "../../dim/index.ts";
import { defineOp, type Weight } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { asDim, positive, sizeAt, sizeOr, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";
import { attentionMacs, attentionWeights, checkHeads, SEQUENCES, sequenceOf } from "./heads.ts";

const SETTINGS = {
  nhead: required(count(), "Heads of attention; must divide the features."),
  dim_feedforward: optional(count(), 2048, "Features between the two linear layers."),
  dropout: optional(float({ min: 0, max: 1 }), 0.1, "Probability of being dropped."),
  activation: optional(word("relu", "gelu"), "relu", "Between the two linear layers."),
  layer_norm_eps: optional(float(), 1e-5, "ε of the norms."),
  batch_first: optional(bool, false, "The batch comes before the places."),
  norm_first: optional(bool, false, "The norms come before attention and linear layers, not after the sums."),
  bias: optional(bool, true, "Adds learned numbers in linear layers, projections and norms."),
  d_model: inferred(size(), "Features of the input."),
} as const;

interface Settings {
  readonly nhead: Dim | number;
  readonly dim_feedforward: Dim | number;
  readonly batch_first: boolean;
  readonly bias: boolean;
  readonly d_model: Dim | undefined;
}

const named = (prefix: string, weights: readonly Weight[]): readonly Weight[] =>
  weights.map((weight) => ({ ...weight, name: `${prefix}.${weight.name}` }));

const affine = (name: string, shape: Shape, bias: boolean): readonly Weight[] => [
  { name: `${name}.weight`, kind: "parameter", shape },
  ...(bias ? [{ name: `${name}.bias`, kind: "parameter", shape: shape.slice(0, 1) } as const] : []),
];

type Attention = "self_attn" | "multihead_attn";

function layerWeights(dims: Dims, embed: Dim, a: Settings, attentions: readonly Attention[]): readonly Weight[] {
  const between = asDim(dims, a.dim_feedforward);
  return [
    ...attentions.flatMap((name) =>
      named(name, attentionWeights(dims, { embed, keys: embed, values: embed, bias: a.bias })),
    ),
    ...affine("linear1", [between, embed], a.bias),
    ...affine("linear2", [embed, between], a.bias),
    ...[...attentions, "last"].flatMap((_, i) => affine(`norm${i + 1}`, [embed], a.bias)),
  ];
}

/** Linear layers, and attention to the tensor itself and, where there is one, to another. */
function layerMacs(c: RuleContext, x: Shape, memory: Shape | undefined, a: Settings): Dim {
  const { dims } = c;
  const embed = sizeOr(c, x, -1);
  const { length, batch } = sequenceOf(c, x, a.batch_first);
  const sizes = { embed, keys: embed, values: embed };
  const linear = dims.product([dims.int(2), ...x, asDim(dims, a.dim_feedforward)]);
  const own = attentionMacs(dims, batch, length, length, length, sizes);
  if (!memory) return dims.add(linear, own);
  const keys = sequenceOf(c, memory, a.batch_first).length;
  return dims.sum([linear, own, attentionMacs(dims, batch, length, keys, keys, sizes)]);
}

/** A sequence, and maybe a second one of as many features and samples. */
function check(c: RuleContext, inputs: readonly Shape[], a: Settings, main: number): boolean {
  positive(c, a.nhead, "nhead");
  positive(c, a.dim_feedforward, "dim_feedforward");
  const x = inputs[main] ?? [];
  if (x.length !== 2 && x.length !== 3) {
    c.fail({ code: "rank-mismatch", input: main, expected: SEQUENCES(a.batch_first), got: x.length });
    return false;
  }
  const embed = stated(c, x, -1, a.d_model, "d_model");
  checkHeads(c, embed, a.nhead, "nhead");
  for (const [input, other] of inputs.entries()) {
    if (input === main) continue;
    if (other.length !== x.length) {
      c.fail({
        code: "rank-mismatch",
        input,
        expected: x.length,
        got: other.length,
        reason: "both sequences need equally many axes",
      });
      continue;
    }
    const axis = x.length - 1;
    const got = sizeAt(other, axis);
    c.equal(got, embed, {
      code: "channel-mismatch",
      input,
      axis,
      ...(a.d_model ? { attribute: "d_model" } : {}),
      expected: embed,
      got,
    });
    if (x.length < 3) continue;
    const place = a.batch_first ? 0 : 1;
    const [samples, others] = [sizeAt(x, place), sizeAt(other, place)];
    const reason = "both sequences need batches of one size";
    c.equal(others, samples, { code: "size-mismatch", input, axis: place, expected: samples, got: others, reason });
  }
  return true;
}

const facts = (name: string) =>
  ({
    name,
    family: "attention",
    torch: `torch.nn.${name}`,
    onnx: "MatMul, Attention, LayerNormalization",
    source: torchPage(`torch.nn.${name}`),
    positional: ["nhead", "dim_feedforward"],
  }) as const;

const ENCODER: readonly Attention[] = ["self_attn"];
const DECODER: readonly Attention[] = ["self_attn", "multihead_attn"];

export const TransformerEncoderLayer = defineOp({
  ...facts("TransformerEncoderLayer"),
  summary: "Attention of a sequence to itself, then two linear layers, each with a sum and a norm.",
  inputs: [{ name: "src", doc: "[L, N, E], with `batch_first` [N, L, E], without a batch [L, E]." }],
  attributes: SETTINGS,
  shape: (c, inputs, a) => [check(c, inputs, a, 0) ? inputs[0] : undefined],
  weights: (c, [x = []], a) => layerWeights(c.dims, a.d_model ?? sizeOr(c, x, -1), a, ENCODER),
  macs: (c, [x = []], a) => layerMacs(c, x, undefined, a),
  examples: [
    { code: "TransformerEncoderLayer(8, batch_first=true)", inputs: ["[N, T, 512]"], outputs: ["[N, T, 512]"] },
  ],
});

export const TransformerDecoderLayer = defineOp({
  ...facts("TransformerDecoderLayer"),
  summary: "Attention of a sequence to itself and to another, then two linear layers, each with a sum and a norm.",
  inputs: [
    { name: "tgt", doc: "[T, N, E], with `batch_first` [N, T, E], without a batch [T, E]." },
    { name: "memory", doc: "What an encoder gives: as many features and samples." },
  ],
  attributes: SETTINGS,
  shape: (c, inputs, a) => [check(c, inputs, a, 0) ? inputs[0] : undefined],
  weights: (c, [x = []], a) => layerWeights(c.dims, a.d_model ?? sizeOr(c, x, -1), a, DECODER),
  macs: (c, [x = [], memory], a) => layerMacs(c, x, memory, a),
  examples: [
    { code: "TransformerDecoderLayer(x, memory, 8)", inputs: ["[T, N, 256]", "[S, N, 256]"], outputs: ["[T, N, 256]"] },
  ],
});

export const Transformer = defineOp({
  ...facts("Transformer"),
  summary: "Encoder layers over one sequence, and decoder layers that attend to it over another.",
  positional: ["nhead"],
  inputs: [
    { name: "src", doc: "[S, N, E], with `batch_first` [N, S, E], without a batch [S, E]." },
    { name: "tgt", doc: "[T, N, E] likewise." },
  ],
  attributes: {
    ...SETTINGS,
    nhead: optional(count(), 8, "Heads of attention; must divide the features."),
    num_encoder_layers: optional(int({ min: 1, max: 1000 }), 6, "Layers of the encoder."),
    num_decoder_layers: optional(int({ min: 1, max: 1000 }), 6, "Layers of the decoder."),
  },
  shape: (c, inputs, a) => [check(c, inputs, a, 1) ? inputs[1] : undefined],
  weights(c, [, x = []], a) {
    const { dims } = c;
    const embed = a.d_model ?? sizeOr(c, x, -1);
    const stack = (name: string, layers: number, attentions: readonly Attention[]): readonly Weight[] => {
      const weights = layerWeights(dims, embed, a, attentions);
      return [
        ...Array.from({ length: layers }, (_, i) => named(`${name}.layers.${i}`, weights)).flat(),
        ...affine(`${name}.norm`, [embed], a.bias),
      ];
    };
    return [...stack("encoder", a.num_encoder_layers, ENCODER), ...stack("decoder", a.num_decoder_layers, DECODER)];
  },
  macs(c, [memory = [], x = []], a) {
    const { dims } = c;
    const encoder = dims.mul(dims.int(a.num_encoder_layers), layerMacs(c, memory, undefined, a));
    return dims.add(encoder, dims.mul(dims.int(a.num_decoder_layers), layerMacs(c, x, memory, a)));
  },
  examples: [
    {
      code: "Transformer(source, target, num_encoder_layers=2)",
      inputs: ["[S, N, 512]", "[T, N, 512]"],
      outputs: ["[T, N, 512]"],
    },
  ],
});
