/** Conv1d, Conv2d and Conv3d. The channels that arrive decide `in_channels`. */
import { bool, count, either, inferred, int, optional, perAxis, required, size, word } from "../../attribute.ts";
import type { Dim, Dims, Shape } from "../../dim/index.ts";
import { defineOp } from "../../op.ts";
import { positive, sizeAt, slide, spanOf, spatialLayout, stated } from "../../shape.ts";
import { torchPage } from "../pages.ts";
import { checkGroups } from "./groups.ts";
import { checkMode, endsOf, PADDING_MODES } from "./padded.ts";

const EXAMPLES = {
  1: [
    { code: "Conv1d(64, 10, stride=5)", inputs: ["[N, 1, L]"], outputs: ["[N, 64, (L - 10) // 5 + 1]"] },
    { code: "Conv1d(32, 3, padding=2, dilation=2)", inputs: ["[N, 16, L]"], outputs: ["[N, 32, L]"] },
  ],
  2: [
    {
      code: "Conv2d(64, 7, stride=2, padding=3)",
      inputs: ["[N, 3, H, W]"],
      outputs: ["[N, 64, ceil(H/2), ceil(W/2)]"],
    },
    { code: 'Conv2d(C, 3, padding="same", groups=C)', inputs: ["[N, C, H, W]"], outputs: ["[N, C, H, W]"] },
    { code: "Conv2d(96, (4, 2), stride=(4, 1))", inputs: ["[3, 32, W]"], outputs: ["[96, 8, W - 1]"] },
  ],
  3: [
    { code: "Conv3d(16, 3, padding=1)", inputs: ["[N, 1, D, H, W]"], outputs: ["[N, 16, D, H, W]"] },
    {
      code: "Conv3d(64, (3, 7, 7), stride=(1, 2, 2), padding=(1, 3, 3))",
      inputs: ["[N, 3, 16, 112, 112]"],
      outputs: ["[N, 64, 16, 56, 56]"],
    },
  ],
} as const;

function conv(n: 1 | 2 | 3) {
  const name = `Conv${n}d`;
  const same = <T>(value: T): readonly T[] => Array<T>(n).fill(value);
  const positiveInts = perAxis(int({ min: 1 }), n, "alone");
  const channels = ([x = []]: readonly Shape[], written: Dim | undefined): Dim => written ?? sizeAt(x, -n - 1);
  /** What one output element reads of one axis of channels. */
  const share = (dims: Dims, of: Dim, groups: Dim | number): Dim => dims.floorDiv(of, groups);
  return defineOp({
    name,
    family: "convolution",
    summary: `Slides a window over ${n === 1 ? "an axis" : `${n} axes`} and maps the channels in it to new ones.`,
    torch: `torch.nn.${name}`,
    onnx: "Conv",
    source: torchPage(`torch.nn.${name}`),
    formula: "⌊(x + 2p − d(k−1) − 1)/s⌋ + 1",
    inputs: [{ name: "input", doc: "Channels, then the axes that the window slides over; a batch may come first." }],
    attributes: {
      out_channels: required(size(), "Channels of the output."),
      kernel_size: required(perAxis(int({ min: 1 }), n), "Size of the window."),
      stride: optional(positiveInts, same(1), "By how much the window moves."),
      padding: optional(
        either(perAxis(int(), n, "alone"), word("valid", "same")),
        same(0),
        'Added to both ends of each axis. `"same"` keeps the size and needs a stride of 1, `"valid"` is 0.',
      ),
      dilation: optional(positiveInts, same(1), "Distance between the elements that the window reads."),
      groups: optional(
        count(),
        1,
        "Splits the channels into groups that do not see each other; must divide both numbers of channels.",
      ),
      bias: optional(bool, true, "Adds a learned number to each output channel."),
      padding_mode: optional(word(...PADDING_MODES), "zeros", "What the padding is filled with."),
      in_channels: inferred(size(), "Channels of the input."),
    },
    positional: ["out_channels", "kernel_size"],
    shape(c, [x = []], a) {
      const layout = spatialLayout(c, x, n);
      positive(c, a.out_channels, "out_channels");
      positive(c, a.groups, "groups");
      if (!layout) return [undefined];
      const { channel, spatial } = layout;
      const taken = stated(c, x, channel, a.in_channels, "in_channels");
      checkGroups(c, a.groups, taken, a.out_channels);
      const moving = a.padding === "same" && a.stride.some((stride) => stride > 1);
      if (moving)
        c.fail({
          code: "attribute-range",
          attribute: "padding",
          expected: 'a number or "valid" when the stride is above 1',
          got: '"same"',
        });
      // Zeros are added by the convolution itself; what another mode adds is put around before, or cut off.
      const cut = a.padding_mode === "zeros" && Array.isArray(a.padding) ? a.padding.find((n) => n < 0) : undefined;
      if (cut !== undefined)
        c.fail({
          code: "attribute-range",
          attribute: "padding",
          expected: 'numbers that are not negative, with padding_mode="zeros"',
          got: cut,
        });
      const sizes = x.slice(spatial).map((from, i) => {
        if (moving || cut !== undefined) return c.unknown();
        const [kernel = 1, stride = 1, dilation = 1] = [a.kernel_size[i], a.stride[i], a.dilation[i]];
        const span = spanOf({ kernel, dilation });
        const [before, after] = endsOf(a.padding, i, span);
        checkMode(c, a.padding_mode, from, spatial + i, Math.max(before, after));
        return slide(c, from, spatial + i, { kernel, stride, dilation, before, after });
      });
      return [[...x.slice(0, channel), a.out_channels, ...sizes]];
    },
    weights({ dims }, inputs, a) {
      const shape = [
        a.out_channels,
        share(dims, channels(inputs, a.in_channels), a.groups),
        ...a.kernel_size.map((k) => dims.int(k)),
      ];
      return [
        { name: "weight", kind: "parameter", shape },
        ...(a.bias ? [{ name: "bias", kind: "parameter", shape: [a.out_channels] } as const] : []),
      ];
    },
    macs: ({ dims }, inputs, a, [y = []]) =>
      dims.product([
        ...y,
        share(dims, channels(inputs, undefined), a.groups),
        ...a.kernel_size.map((k) => dims.int(k)),
      ]),
    windows: (_, a) =>
      a.kernel_size.map((kernel, i) => ({
        axis: i - n,
        span: spanOf({ kernel, dilation: a.dilation[i] ?? 1 }),
        step: [a.stride[i] ?? 1, 1] as const,
      })),
    biasAttribute: "bias",
    examples: EXAMPLES[n],
  });
}

export const Conv1d = conv(1);
export const Conv2d = conv(2);
export const Conv3d = conv(3);
