import { list, required, size } from "../../attribute.ts";
import { defineOp } from "../../op.ts";

export const Expand = defineOp({
  name: "Expand",
  family: "shape",
  summary: "Stretches axes of size 1 to other sizes, without copying.",
  torch: "torch.Tensor.expand",
  onnx: "Expand",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.Tensor.expand.html",
  inputs: [{ name: "input", doc: "Any shape; sizes other than 1 stay." }],
  attributes: {
    size: required(list(size({ min: -1 })), "The new sizes; -1 keeps a size. More of them add axes in front."),
  },
  listed: "size",
  shape: (c, [x = []], { size: sizes }) => {
    const { dims } = c;
    const one = dims.int(1);
    const added = sizes.length - x.length;
    if (added < 0) {
      const reason = `\`size\` has ${sizes.length} sizes`;
      c.fail({
        code: "rank-mismatch",
        input: 0,
        attribute: "size",
        expected: `at most ${sizes.length} axes`,
        got: x.length,
        reason,
      });
      return [undefined];
    }
    return [
      sizes.map((size, i) => {
        const got = x[i - added];
        const keeps = size.constant === -1;
        if (!got) {
          if (!keeps) return size;
          return c.fail({
            code: "attribute-range",
            attribute: "size",
            expected: "a size for each axis that is added in front",
            got: -1,
          });
        }
        if (keeps || got === size) return got;
        const axis = i - added;
        const fault = {
          code: "size-mismatch",
          input: 0,
          axis,
          attribute: "size",
          expected: size,
          got,
          reason: "only a size of 1 can be stretched",
        } as const;
        const stretched = dims.compare(got, one);
        if (stretched.kind === "equal") return size;
        if (stretched.kind === "different") return c.equal(got, size, fault);
        const same = dims.compare(got, size);
        const or = same.kind === "sometimes" ? [same.condition, stretched.condition] : [stretched.condition];
        if (same.kind !== "equal") c.require({ kind: "or", of: or }, fault);
        return size;
      }),
    ];
  },
  examples: [
    { code: "Expand(N, 1, 768)", inputs: ["[1, 1, 768]"], outputs: ["[N, 1, 768]"] },
    { code: "Expand(-1, -1, H, W)", inputs: ["[N, 256, 1, 1]"], outputs: ["[N, 256, H, W]"] },
  ],
});
