import { list, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";

export const Repeat = defineOp({
  name: "Repeat",
  family: "shape",
  summary: "Repeats the tensor along each axis.",
  torch: "torch.Tensor.repeat",
  onnx: "Tile",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.Tensor.repeat.html",
  formula: "size · repeats",
  inputs: [{ name: "input", doc: "At most as many axes as `repeats` has numbers." }],
  attributes: {
    repeats: required(list(size({ min: 0 })), "How often along each axis; more of them add axes in front."),
  },
  listed: "repeats",
  shape: (c, [x = []], { repeats }) => {
    const added = repeats.length - x.length;
    if (added < 0) {
      const reason = `\`repeats\` has ${repeats.length} numbers`;
      c.fail({
        code: "rank-mismatch",
        input: 0,
        attribute: "repeats",
        expected: `at most ${repeats.length} axes`,
        got: x.length,
        reason,
      });
      return [undefined];
    }
    return [
      repeats.map((times, i) => {
        const old = x[i - added];
        return old ? c.dims.mul(old, times) : times;
      }),
    ];
  },
  examples: [
    { code: "Repeat(N, 1, 1)", inputs: ["[1, 196, 768]"], outputs: ["[N, 196, 768]"] },
    { code: "Repeat(1, 3, 1, 1)", inputs: ["[N, 1, H, W]"], outputs: ["[N, 3, H, W]"] },
  ],
});
