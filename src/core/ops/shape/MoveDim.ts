import { int, list, required } from "../../attribute.ts";
import { defineOp } from "../../op.ts";
import { sizeAt } from "../../shape.ts";
import { distinctAxes } from "./axes.ts";

export const MoveDim = defineOp({
  name: "MoveDim",
  family: "shape",
  summary: "Moves axes to other places; the others keep their order.",
  torch: "torch.movedim",
  onnx: "Transpose",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.movedim.html",
  inputs: [{ name: "input", doc: "Any shape." }],
  attributes: {
    source: required(list(int()), "The axes that move."),
    destination: required(list(int()), "Where they go, one place an axis."),
  },
  positional: ["source", "destination"],
  shape: (c, [x = []], { source, destination }) => {
    const from = distinctAxes(c, source, x.length, "source");
    const to = distinctAxes(c, destination, x.length, "destination");
    if (!from || !to) return [undefined];
    if (from.length !== to.length) {
      const expected = `as many axes as \`source\`, ${from.length}`;
      c.fail({ code: "attribute-range", attribute: "destination", expected, got: to.length });
      return [undefined];
    }
    const rest = x.filter((_, axis) => !from.includes(axis))[Symbol.iterator]();
    return [
      x.map((size, place) => {
        const moved = from[to.indexOf(place)];
        return moved === undefined ? (rest.next().value ?? size) : sizeAt(x, moved);
      }),
    ];
  },
  examples: [
    { code: "MoveDim(1, -1)", inputs: ["[N, C, H, W]"], outputs: ["[N, H, W, C]"] },
    { code: "MoveDim((0, 1), (1, 0))", inputs: ["[T, N, 64]"], outputs: ["[N, T, 64]"] },
  ],
});
