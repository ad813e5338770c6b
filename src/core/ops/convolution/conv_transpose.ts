/**
 * ConvTranspose1d, ConvTranspose2d and ConvTranspose3d. Sizes grow: (x − 1)·s − 2p + d(k−1) + output_padding + 1.
 * `output_size`, in PyTorch an argument of the call, is a setting here and takes the place of `output_padding`.
 */
import {
  bool,
  count,
  inferred,
  int,
  list,
  optional,
  orNull,
  perAxis,
  required,
  size,
  unset,
  word,
} from "../../attribute.ts";
import type { Dim } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import type { RuleContext } from "../../rule.ts";
import { occupied, positive, sizeAt, spanOf, spatialLayout, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";
import { checkGroups } from "./groups.ts";

const EXAMPLES = {
  1: [{ code: "ConvTranspose1d(8, 4, stride=2, padding=1)", inputs: ["[N, 16, L]"], outputs: ["[N, 8, 2*L]"] }],
  2: [
    { code: "ConvTranspose2d(64, 2, stride=2)", inputs: ["[N, 128, H, W]"], outputs: ["[N, 64, 2*H, 2*W]"] },
    {
      code: "ConvTranspose2d(32, 3, stride=2, padding=1, output_padding=1)",
      inputs: ["[N, 64, H, W]"],
      outputs: ["[N, 32, 2*H, 2*W]"],
    },
    {
      code: "ConvTranspose2d(32, 3, stride=2, padding=1, output_size=(16, 15))",
      inputs: ["[N, 64, 8, 8]"],
      outputs: ["[N, 32, 16, 15]"],
    },
  ],
  3: [{ code: "ConvTranspose3d(8, 2, stride=2)", inputs: ["[N, 16, D, H, W]"], outputs: ["[N, 8, 2*D, 2*H, 2*W]"] }],
} as const;

function convTranspose(n: 1 | 2 | 3) {
  const name = `ConvTranspose${n}d`;
  const same = <T>(value: T): readonly T[] => Array<T>(n).fill(value);
  const positiveInts = perAxis(int({ min: 1 }), n, "alone");
  const naturalInts = perAxis(int({ min: 0 }), n, "alone");
  return defineOp({
    name,
    family: "convolution",
    summary: "The transpose of a convolution: with a stride it makes a tensor larger.",
    torch: `torch.nn.${name}`,
    onnx: "ConvTranspose",
    source: torchPage(`torch.nn.${name}`),
    formula: "(x − 1)·s − 2p + d(k−1) + output_padding + 1",
    inputs: [{ name: "input", doc: "Channels, then the axes that grow; a batch may come first." }],
    attributes: {
      out_channels: required(size(), "Channels of the output."),
      kernel_size: required(perAxis(int({ min: 1 }), n), "Size of the window that each input element is spread over."),
      stride: optional(positiveInts, same(1), "How far apart input elements land in the output."),
      padding: optional(naturalInts, same(0), "Cut off from both ends of each axis of the output."),
      output_padding: optional(
        naturalInts,
        same(0),
        "Added to one end of the output; less than the stride or the dilation.",
      ),
      groups: optional(
        count(),
        1,
        "Splits the channels into groups that do not see each other; must divide both numbers of channels.",
      ),
      bias: optional(bool, true, "Adds a learned number to each output channel."),
      dilation: optional(positiveInts, same(1), "Distance between the elements that an input element is spread over."),
      padding_mode: optional(word("zeros"), "zeros", "Only zeros are possible."),
      output_size: unset(
        orNull(list(size())),
        "Sizes that the output must have, instead of `output_padding`; fewer than one stride above the smallest.",
      ),
      in_channels: inferred(size(), "Channels of the input."),
    },
    positional: ["out_channels", "kernel_size"],
    shape(c, [x = []], a) {
      const { dims } = c;
      const layout = spatialLayout(c, x, n);
      positive(c, a.out_channels, "out_channels");
      positive(c, a.groups, "groups");
      if (!layout) return [undefined];
      const { channel, spatial } = layout;
      const taken = stated(c, x, channel, a.in_channels, "in_channels");
      checkGroups(c, a.groups, taken, a.out_channels);
      const targets = a.output_size ? targetsOf(c, a.output_size, n, spatial) : undefined;
      const sizes = x.slice(spatial).map((from, i) => {
        const axis = spatial + i;
        const [kernel = 1, stride = 1, dilation = 1] = [a.kernel_size[i], a.stride[i], a.dilation[i]];
        const [padding = 0, extra = 0] = [a.padding[i], a.output_padding[i]];
        const offset = spanOf({ kernel, dilation }) - 2 * padding - stride;
        const least = dims.add(dims.mul(dims.int(stride), from), dims.int(offset));
        if (a.output_size) occupied(c, x, axis, axis + 1);
        if (a.output_size) return targets ? reach(c, targets[i], least, stride, axis) : c.unknown();
        const limit = Math.max(stride, dilation);
        if (extra >= limit)
          c.fail({
            code: "output-padding-too-large",
            attribute: "output_padding",
            axis,
            expected: limit,
            got: extra,
            reason: "it must be smaller than the stride or the dilation",
          });
        // Before there is one element left: s·x ≥ 1 − offset − output_padding.
        const needed = Math.max(1, Math.ceil((1 - offset - extra) / stride));
        const reason = `the padding cuts ${2 * padding} off the output`;
        if (!c.atLeast(from, needed, { code: "size-too-small", input: 0, axis, expected: needed, got: from, reason }))
          return c.unknown();
        return dims.add(least, dims.int(extra));
      });
      return [[...x.slice(0, channel), a.out_channels, ...sizes]];
    },
    weights({ dims }, [x = []], a) {
      const shape = [
        a.in_channels ?? sizeAt(x, -n - 1),
        dims.floorDiv(a.out_channels, a.groups),
        ...a.kernel_size.map((k) => dims.int(k)),
      ];
      return [
        { name: "weight", kind: "parameter", shape },
        ...(a.bias ? [{ name: "bias", kind: "parameter", shape: [a.out_channels] } as const] : []),
      ];
    },
    macs: ({ dims }, [x = []], a) =>
      dims.product([...x, dims.floorDiv(a.out_channels, a.groups), ...a.kernel_size.map((k) => dims.int(k))]),
    windows: (_, a) =>
      a.kernel_size.map((kernel, i) => {
        const stride = a.stride[i] ?? 1;
        const span = spanOf({ kernel, dilation: a.dilation[i] ?? 1 });
        return { axis: i - n, span: Math.floor((span - 1) / stride) + 1, step: [1, stride] as const };
      }),
    biasAttribute: "bias",
    examples: EXAMPLES[n],
  });
}

/** The spatial sizes of `output_size`, which may also give those of batch and channels. */
function targetsOf(c: RuleContext, written: readonly Dim[], n: number, others: number): readonly Dim[] | undefined {
  if (written.length === n) return written;
  if (written.length === n + others) return written.slice(others);
  c.fail({
    code: "attribute-kind",
    attribute: "output_size",
    expected: `${n} or ${n + others} sizes`,
    got: written.length,
  });
  return undefined;
}

function reach(c: RuleContext, target: Dim | undefined, least: Dim, stride: number, axis: number): Dim {
  if (!target) return c.unknown();
  const { dims } = c;
  const most = dims.add(least, dims.int(stride - 1));
  const range = stride === 1 ? dims.print(least) : `a size from ${dims.print(least)} to ${dims.print(most)}`;
  const fault = { code: "attribute-range", attribute: "output_size", axis, expected: range, got: target } as const;
  return c.atLeast(target, least, fault) && c.atLeast(most, target, fault) ? target : c.unknown();
}

export const ConvTranspose1d = convTranspose(1);
export const ConvTranspose2d = convTranspose(2);
export const ConvTranspose3d = convTranspose(3);
