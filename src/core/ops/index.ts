/** The catalogue: every operator under its name. Another table that is total over the operators is keyed by `OpName`. */
import type { Op } from "../op.ts";
import { CELU } from "./activation/CELU.ts";
import { ELU } from "./activation/ELU.ts";
import { GELU } from "./activation/GELU.ts";
import { GLU } from "./activation/GLU.ts";
import { Hardshrink } from "./activation/Hardshrink.ts";
import { Hardsigmoid } from "./activation/Hardsigmoid.ts";
import { Hardswish } from "./activation/Hardswish.ts";
import { Hardtanh } from "./activation/Hardtanh.ts";
import { LeakyReLU } from "./activation/LeakyReLU.ts";
import { LogSigmoid } from "./activation/LogSigmoid.ts";
import { Mish } from "./activation/Mish.ts";
import { PReLU } from "./activation/PReLU.ts";
import { ReLU } from "./activation/ReLU.ts";
import { ReLU6 } from "./activation/ReLU6.ts";
import { RReLU } from "./activation/RReLU.ts";
import { SELU } from "./activation/SELU.ts";
import { Sigmoid } from "./activation/Sigmoid.ts";
import { SiLU } from "./activation/SiLU.ts";
import { Softmax2d } from "./activation/Softmax2d.ts";
import { Softplus } from "./activation/Softplus.ts";
import { Softshrink } from "./activation/Softshrink.ts";
import { Softsign } from "./activation/Softsign.ts";
import { LogSoftmax, Softmax, Softmin } from "./activation/softmax.ts";
import { Tanh } from "./activation/Tanh.ts";
import { Tanhshrink } from "./activation/Tanhshrink.ts";
import { Threshold } from "./activation/Threshold.ts";
import { Bmm } from "./arithmetic/Bmm.ts";
import { Cdist } from "./arithmetic/Cdist.ts";
import { CosineSimilarity } from "./arithmetic/CosineSimilarity.ts";
import { Einsum } from "./arithmetic/Einsum.ts";
import { Add, Div, Maximum, Minimum, Mul, Sub } from "./arithmetic/elementwise.ts";
import { MatMul } from "./arithmetic/MatMul.ts";
import { Abs, Clamp, Cos, Erf, Exp, Log, Neg, Pow, Rsqrt, Sin, Sqrt } from "./arithmetic/unary.ts";
import { Where } from "./arithmetic/Where.ts";
import { MultiheadAttention } from "./attention/MultiheadAttention.ts";
import { ScaledDotProductAttention } from "./attention/ScaledDotProductAttention.ts";
import { Transformer, TransformerDecoderLayer, TransformerEncoderLayer } from "./attention/transformer.ts";
import { Conv1d, Conv2d, Conv3d } from "./convolution/conv.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./convolution/conv_transpose.ts";
import { DeformConv2d } from "./convolution/DeformConv2d.ts";
import { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout } from "./dropout/dropout.ts";
import { StochasticDepth } from "./dropout/StochasticDepth.ts";
import { Embedding } from "./embedding/Embedding.ts";
import { EmbeddingBag } from "./embedding/EmbeddingBag.ts";
import { Concat } from "./join/Concat.ts";
import { Stack } from "./join/Stack.ts";
import { Bilinear } from "./linear/Bilinear.ts";
import { Identity } from "./linear/Identity.ts";
import { Linear } from "./linear/Linear.ts";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from "./normalization/batch_norm.ts";
import { FrozenBatchNorm2d } from "./normalization/FrozenBatchNorm2d.ts";
import { GroupNorm } from "./normalization/GroupNorm.ts";
import { InstanceNorm1d, InstanceNorm2d, InstanceNorm3d } from "./normalization/instance_norm.ts";
import { LayerNorm } from "./normalization/LayerNorm.ts";
import { LocalResponseNorm } from "./normalization/LocalResponseNorm.ts";
import { Normalize } from "./normalization/Normalize.ts";
import { RMSNorm } from "./normalization/RMSNorm.ts";
import { CenterCrop } from "./padding/CenterCrop.ts";
import { CropLike } from "./padding/CropLike.ts";
import { PadLike } from "./padding/PadLike.ts";
import {
  CircularPad1d,
  CircularPad2d,
  CircularPad3d,
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  Pad,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  ZeroPad1d,
  ZeroPad2d,
  ZeroPad3d,
} from "./padding/pad.ts";
import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
} from "./pooling/adaptive_pool.ts";
import { AvgPool1d, AvgPool2d, AvgPool3d } from "./pooling/avg_pool.ts";
import { LPPool1d, LPPool2d, LPPool3d } from "./pooling/lp_pool.ts";
import { MaxPool1d, MaxPool2d, MaxPool3d } from "./pooling/max_pool.ts";
import { RoiAlign } from "./pooling/RoiAlign.ts";
import { GRUCell, LSTMCell, RNNCell } from "./recurrent/cell.ts";
import { GRU, LSTM, RNN } from "./recurrent/recurrent.ts";
import {
  All,
  Amax,
  Amin,
  Any,
  ArgMax,
  ArgMin,
  LogSumExp,
  Max,
  Mean,
  Min,
  Norm,
  Prod,
  Std,
  Sum,
  Var,
} from "./reduction/reduce.ts";
import { CumProd, CumSum } from "./reduction/scan.ts";
import { TopK } from "./reduction/TopK.ts";
import { Interpolate, Upsample } from "./resize/interpolate.ts";
import { PixelShuffle } from "./resize/PixelShuffle.ts";
import { PixelUnshuffle } from "./resize/PixelUnshuffle.ts";
import { ResizeLike } from "./resize/ResizeLike.ts";
import { BroadcastTensors } from "./shape/BroadcastTensors.ts";
import { ChannelShuffle } from "./shape/ChannelShuffle.ts";
import { Chunk } from "./shape/Chunk.ts";
import { Diagonal } from "./shape/Diagonal.ts";
import { Expand } from "./shape/Expand.ts";
import { Flatten } from "./shape/Flatten.ts";
import { Fold } from "./shape/Fold.ts";
import { Gather } from "./shape/Gather.ts";
import { IndexSelect } from "./shape/IndexSelect.ts";
import { MoveDim } from "./shape/MoveDim.ts";
import { Narrow } from "./shape/Narrow.ts";
import { OneHot } from "./shape/OneHot.ts";
import { Flip, Roll, Tril, Triu } from "./shape/order.ts";
import { Permute } from "./shape/Permute.ts";
import { Repeat } from "./shape/Repeat.ts";
import { RepeatInterleave } from "./shape/RepeatInterleave.ts";
import { Reshape } from "./shape/Reshape.ts";
import { Select } from "./shape/Select.ts";
import { Slice } from "./shape/Slice.ts";
import { Split } from "./shape/Split.ts";
import { Squeeze } from "./shape/Squeeze.ts";
import { TensorSplit } from "./shape/TensorSplit.ts";
import { Tile } from "./shape/Tile.ts";
import { Transpose } from "./shape/Transpose.ts";
import { Unbind } from "./shape/Unbind.ts";
import { Unflatten } from "./shape/Unflatten.ts";
import { Unfold } from "./shape/Unfold.ts";
import { Unsqueeze } from "./shape/Unsqueeze.ts";

export const catalogue = {
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  LPPool1d,
  LPPool2d,
  LPPool3d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  GroupNorm,
  LayerNorm,
  LocalResponseNorm,
  RMSNorm,
  Normalize,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  CELU,
  ELU,
  GELU,
  GLU,
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  Mish,
  PReLU,
  RReLU,
  ReLU,
  ReLU6,
  SELU,
  SiLU,
  Sigmoid,
  Softmax2d,
  Softplus,
  Softshrink,
  Softsign,
  Tanh,
  Tanhshrink,
  Threshold,
  Softmax,
  LogSoftmax,
  Softmin,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  AlphaDropout,
  FeatureAlphaDropout,
  Bilinear,
  Identity,
  Linear,
  // shape
  Flatten,
  Unflatten,
  Reshape,
  Permute,
  Transpose,
  MoveDim,
  Squeeze,
  Unsqueeze,
  Expand,
  Repeat,
  Tile,
  RepeatInterleave,
  Unbind,
  Select,
  Slice,
  Narrow,
  Chunk,
  Split,
  TensorSplit,
  IndexSelect,
  Gather,
  Diagonal,
  Unfold,
  Fold,
  ChannelShuffle,
  BroadcastTensors,
  OneHot,
  Flip,
  Roll,
  Tril,
  Triu,
  // resize
  Interpolate,
  Upsample,
  PixelShuffle,
  PixelUnshuffle,
  ResizeLike,
  // padding
  CenterCrop,
  CropLike,
  PadLike,
  Pad,
  ZeroPad1d,
  ZeroPad2d,
  ZeroPad3d,
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  CircularPad1d,
  CircularPad2d,
  CircularPad3d,
  // join
  Concat,
  Stack,
  // arithmetic
  Add,
  Sub,
  Mul,
  Div,
  Maximum,
  Minimum,
  MatMul,
  Bmm,
  Einsum,
  Where,
  Abs,
  Neg,
  Exp,
  Log,
  Sqrt,
  Rsqrt,
  Sin,
  Cos,
  Erf,
  Pow,
  Clamp,
  Cdist,
  CosineSimilarity,
  // reduction
  Mean,
  Sum,
  Prod,
  Std,
  Var,
  Norm,
  LogSumExp,
  Amax,
  Amin,
  ArgMax,
  ArgMin,
  Any,
  All,
  Max,
  Min,
  CumSum,
  CumProd,
  TopK,
  RoiAlign,
  DeformConv2d,
  FrozenBatchNorm2d,
  StochasticDepth,
  RNNCell,
  GRUCell,
  LSTMCell,
  RNN,
  GRU,
  LSTM,
  Embedding,
  EmbeddingBag,
  MultiheadAttention,
  ScaledDotProductAttention,
  TransformerEncoderLayer,
  TransformerDecoderLayer,
  Transformer,
} as const;

export const ops: ReadonlyMap<string, Op> = new Map(Object.entries<Op>(catalogue));
