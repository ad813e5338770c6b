/**
 * An operator of the catalogue: what it is called, what it takes, which shape it gives, which weights it owns and what it
 * costs. Everything that is shown, completed, exported or counted is derived from this one record.
 */
import type { Attribute } from "./attribute.ts";
import type { Dim, Shape } from "./dim/index.ts";
import type { DType, RuleContext } from "./rule.ts";

export interface InputSpec {
  readonly name: string;
  readonly doc: string;
  /** Any number of tensors from here on, at least `min`. Only the last input can be so. */
  readonly many?: { readonly min: number };
  readonly optional?: true;
  /** The element type that it must have; float or int by default. */
  readonly dtype?: DType;
}

export interface Weight {
  /** As in PyTorch's state_dict: `weight`, `bias`, `running_mean`, `weight_ih_l0`. */
  readonly name: string;
  readonly shape: Shape;
  /** A buffer is kept with the weights and not trained. */
  readonly kind: "parameter" | "buffer";
}

/** How an operator's window moves over one axis, for receptive field and stride. Sizes in input elements. */
export interface Window {
  /** Input axis, negative: from the end. */
  readonly axis: number;
  /** d·(k−1)+1. */
  readonly span: number;
  /** Input elements an output element moves by, as a fraction: a transposed convolution of stride 2 has 1/2. */
  readonly step: readonly [num: number, den: number];
}

export type Attributes = Readonly<Record<string, Attribute>>;

export type Values<A extends Attributes> = {
  readonly [K in keyof A]: A[K] extends Attribute<infer T>
    ? A[K] extends { readonly required: true } | { readonly default: NonNullable<T> }
      ? T
      : T | undefined
    : never;
};

export interface OpFacts<A extends Attributes> {
  /** PyTorch's class name, or a torch function's in CamelCase. */
  readonly name: string;
  readonly family:
    | "convolution"
    | "pooling"
    | "normalization"
    | "activation"
    | "dropout"
    | "linear"
    | "recurrent"
    | "embedding"
    | "attention"
    | "shape"
    | "resize"
    | "padding"
    | "join"
    | "arithmetic"
    | "reduction";
  /** One sentence for hover and completion. */
  readonly summary: string;
  /** `torch.nn.Conv2d`, `torch.cat`: the name in PyTorch. */
  readonly torch: string;
  /** ONNX operator, or those it becomes. */
  readonly onnx: string;
  /** Where the rule is written down. */
  readonly source: string;
  /** The rule for one axis, as people write it. */
  readonly formula?: string;
  readonly inputs: readonly InputSpec[];
  readonly attributes: A;
  /** The at most two settings that go without a name. */
  readonly positional?: readonly (keyof A & string)[];
  /** A setting that takes all values without a name as one list (`Reshape(N, T, -1)`). */
  readonly listed?: keyof A & string;
  /** Names of several outputs. Without it there is one. */
  readonly outputs?: readonly string[];
  /** Several outputs whose number the settings decide (`Chunk`). */
  readonly manyOutputs?: true;
  /** With several outputs: the first stands for the whole (`LSTM`). */
  readonly mainOutput?: true;
  readonly shape: (c: RuleContext, inputs: readonly Shape[], a: Values<A>) => readonly (Shape | undefined)[];
  readonly weights?: (c: RuleContext, inputs: readonly Shape[], a: Values<A>) => readonly Weight[];
  /** Multiply-accumulates of one application; 0 when absent. */
  readonly macs?: (c: RuleContext, inputs: readonly Shape[], a: Values<A>, outputs: readonly Shape[]) => Dim;
  readonly windows?: (inputs: readonly Shape[], a: Values<A>) => readonly Window[];
  /** Element type of the outputs; that of the first input when absent. */
  readonly dtype?: DType;
  /** `bias` can be left out when a norm follows. */
  readonly biasAttribute?: keyof A & string;
  /** Subtracts the mean of each channel, so a bias before it is lost. Given the channels of its input. */
  readonly cancelsBias?: (inputs: readonly Shape[], a: Values<A>) => boolean;
  /** In the model language; each is parsed and checked by a test. */
  readonly examples: readonly OpExample[];
}

export interface OpExample {
  readonly code: string;
  /** Shapes that arrive, as text: `[N, 3, H, W]`. */
  readonly inputs: readonly string[];
  /** Shapes that leave. */
  readonly outputs: readonly string[];
}

/** Settings of any operator, read and complete. */
export type AnyValues = Readonly<Record<string, unknown>>;

/** An operator whose settings' types are forgotten: what the registry holds. */
export interface Op extends Omit<OpFacts<Attributes>, "shape" | "weights" | "macs" | "windows" | "cancelsBias"> {
  readonly id: number;
  /** Its first input cannot be whole numbers: it is calculated with weights. */
  readonly decimal: boolean;
  readonly shape: (c: RuleContext, inputs: readonly Shape[], a: AnyValues) => readonly (Shape | undefined)[];
  readonly weights: (c: RuleContext, inputs: readonly Shape[], a: AnyValues) => readonly Weight[];
  readonly macs:
    | ((c: RuleContext, inputs: readonly Shape[], a: AnyValues, outputs: readonly Shape[]) => Dim)
    | undefined;
  readonly windows: (inputs: readonly Shape[], a: AnyValues) => readonly Window[];
  readonly cancelsBias: (inputs: readonly Shape[], a: AnyValues) => boolean;
}

let count = 0;

export function defineOp<const A extends Attributes>(facts: OpFacts<A>): Op {
  const { shape, weights, macs, windows, cancelsBias, ...rest } = facts;
  type Read = Values<A>;
  return {
    // What is calculated with weights is decimal.
    ...(weights ? { dtype: "float" as const } : {}),
    ...(rest as Omit<OpFacts<Attributes>, "shape" | "weights" | "macs" | "windows" | "cancelsBias">),
    id: count++,
    decimal: weights !== undefined && facts.inputs[0]?.dtype === undefined,
    shape: (c, inputs, a) => shape(c, inputs, a as Read),
    weights: (c, inputs, a) => weights?.(c, inputs, a as Read) ?? [],
    macs: macs && ((c, inputs, a, outputs) => macs(c, inputs, a as Read, outputs)),
    windows: (inputs, a) => windows?.(inputs, a as Read) ?? [],
    cancelsBias: (inputs, a) => cancelsBias?.(inputs, a as Read) ?? false,
  };
}
