import { bool, count, inferred, int, optional, perAxis, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { positive, sizeAt, sizeOr, slide } from "../../shape.ts";
import { checkGroups } from "./groups.ts";

const ints = perAxis(int({ min: 1 }), 2);

export const DeformConv2d = defineOp({
  name: "DeformConv2d",
  family: "convolution",
  summary: "A convolution whose window is moved at each place by offsets that another tensor gives.",
  torch: "torchvision.ops.DeformConv2d",
  onnx: "DeformConv",
  source: "https://docs.pytorch.org/vision/stable/generated/torchvision.ops.DeformConv2d.html",
  formula: "⌊(x + 2p − d(k−1) − 1)/s⌋ + 1",
  inputs: [
    { name: "input", doc: "[N, C, H, W]" },
    {
      name: "offset",
      doc: "Two numbers for each element of the window, at each place of the output; maybe for several groups of channels.",
    },
    { name: "mask", doc: "A factor for each element of the window, at each place of the output.", optional: true },
  ],
  attributes: {
    out_channels: required(size(), "Channels of the output."),
    kernel_size: required(ints, "Size of the window."),
    stride: optional(ints, [1, 1], "By how much the window moves."),
    padding: optional(perAxis(int({ min: 0 }), 2), [0, 0], "Zeros added to both ends of each axis."),
    dilation: optional(ints, [1, 1], "Distance between the elements that the window reads."),
    groups: optional(
      count(),
      1,
      "Splits the channels into groups that do not see each other; must divide both numbers of channels.",
    ),
    bias: optional(bool, true, "Adds a learned number to each output channel."),
    in_channels: inferred(size(), "Channels of the input."),
  },
  positional: ["out_channels", "kernel_size"],
  shape(c, [x = [], offset = [], mask], a) {
    const { dims } = c;
    positive(c, a.out_channels, "out_channels");
    positive(c, a.groups, "groups");
    const given = mask ? [x, offset, mask] : [x, offset];
    for (const [input, { length }] of given.entries())
      if (length !== 4)
        c.fail({
          code: "rank-mismatch",
          input,
          expected: input === 0 ? "4 axes: [N, C, H, W]" : "4 axes",
          got: length,
        });
    if (x.length !== 4) return [undefined];
    const taken = sizeAt(x, 1);
    checkGroups(c, a.groups, a.in_channels ?? taken, a.out_channels);
    if (a.in_channels) {
      // torchvision counts the groups anew: as many as the channels that arrive make of what one group reads.
      const share = dims.floorDiv(a.in_channels, a.groups);
      const fault = {
        code: "channel-mismatch",
        input: 0,
        axis: 1,
        attribute: "in_channels",
        expected: a.in_channels,
        got: taken,
      } as const;
      c.divide(a.out_channels, c.divide(taken, share, fault), fault);
    }
    const places = x.slice(2).map((from, i) => {
      const padding = a.padding[i] ?? 0;
      return slide(c, from, i + 2, {
        kernel: a.kernel_size[i] ?? 1,
        stride: a.stride[i] ?? 1,
        dilation: a.dilation[i] ?? 1,
        before: padding,
        after: padding,
      });
    });
    const output = [sizeAt(x, 0), a.out_channels, ...places];
    if (given.some(({ length }) => length !== 4)) return [output];
    const elements = a.kernel_size.reduce((product, k) => product * k, 1);
    const twice = dims.int(2 * elements);
    const got = sizeAt(offset, 1);
    const reason = "there are two numbers for each element of the window";
    c.divide(got, twice, { code: "size-mismatch", input: 1, axis: 1, expected: twice, got, reason });
    const groups = dims.floorDiv(got, twice);
    if (c.atLeast(groups, 1, { code: "size-too-small", input: 1, axis: 1, expected: twice, got, reason }))
      c.divide(taken, groups, {
        code: "groups-mismatch",
        input: 0,
        expected: groups,
        got: taken,
        reason: "the groups of offsets must divide the channels",
      });
    for (const [i, tensor] of given.slice(1).entries())
      for (const axis of [0, 2, 3]) {
        const [is, expected] = [sizeAt(tensor, axis), sizeAt(output, axis)];
        c.equal(is, expected, { code: "size-mismatch", input: i + 1, axis, expected, got: is });
      }
    if (mask) {
      const expected = dims.mul(dims.int(elements), groups);
      c.equal(sizeAt(mask, 1), expected, { code: "size-mismatch", input: 2, axis: 1, expected, got: sizeAt(mask, 1) });
    }
    return [output];
  },
  weights: (c, [x = []], a) => [
    {
      name: "weight",
      kind: "parameter",
      shape: [
        a.out_channels,
        c.dims.floorDiv(a.in_channels ?? sizeOr(c, x, 1), a.groups),
        ...a.kernel_size.map((k) => c.dims.int(k)),
      ],
    },
    ...(a.bias ? [{ name: "bias", kind: "parameter", shape: [a.out_channels] } as const] : []),
  ],
  macs: ({ dims }, [x = []], a, [y = []]) =>
    dims.product([
      ...y,
      dims.floorDiv(a.in_channels ?? sizeAt(x, 1), a.groups),
      ...a.kernel_size.map((k) => dims.int(k)),
    ]),
  biasAttribute: "bias",
  examples: [
    {
      code: "DeformConv2d(x, offsets, 64, 3, padding=1)",
      inputs: ["[N, 32, H, W]", "[N, 18, H, W]"],
      outputs: ["[N, 64, H, W]"],
    },
  ],
});
