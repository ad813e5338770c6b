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
import { Conv1d, Conv2d, Conv3d } from "./convolution/conv.ts";
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "./convolution/conv_transpose.ts";
import { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d, FeatureAlphaDropout } from "./dropout/dropout.ts";
import { Bilinear } from "./linear/Bilinear.ts";
import { Identity } from "./linear/Identity.ts";
import { Linear } from "./linear/Linear.ts";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from "./normalization/batch_norm.ts";
import { GroupNorm } from "./normalization/GroupNorm.ts";
import { InstanceNorm1d, InstanceNorm2d, InstanceNorm3d } from "./normalization/instance_norm.ts";
import { LayerNorm } from "./normalization/LayerNorm.ts";
import { LocalResponseNorm } from "./normalization/LocalResponseNorm.ts";
import { RMSNorm } from "./normalization/RMSNorm.ts";
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
} as const;

export type OpName = keyof typeof catalogue;

export const ops: ReadonlyMap<string, Op> = new Map(Object.entries<Op>(catalogue));
