/** What puts elements elsewhere, or zeros in their place, and keeps the shape. */
import { int, list, optional, required, unset } from "../../attribute.ts";
import { defineOp, type Op } from "../../op.ts";
import { torchPage } from "../pages.ts";
import { distinctAxes, realAxis } from "./axes.ts";

export const Flip = defineOp({
  name: "Flip",
  family: "shape",
  summary: "Turns the order along axes round.",
  torch: "torch.flip",
  onnx: "Slice",
  source: torchPage("torch.flip"),
  inputs: [{ name: "input", doc: "Any shape, which stays." }],
  attributes: { dims: required(list(int()), "The axes; negative counts from the end.") },
  listed: "dims",
  shape: (c, [x = []], { dims }) => [distinctAxes(c, dims, x.length, "dims") && x],
  examples: [{ code: "Flip(-1)", inputs: ["[N, 3, H, W]"], outputs: ["[N, 3, H, W]"] }],
});

export const Roll = defineOp({
  name: "Roll",
  family: "shape",
  summary: "Shifts elements along axes; what leaves at one end comes in at the other.",
  torch: "torch.roll",
  onnx: "Slice and Concat",
  source: torchPage("torch.roll"),
  inputs: [{ name: "input", doc: "Any shape, which stays." }],
  attributes: {
    shifts: required(list(int()), "By how many, one number an axis."),
    dims: unset(list(int()), "The axes; without them the tensor is shifted as one row."),
  },
  positional: ["shifts", "dims"],
  shape: (c, [x = []], { shifts, dims }) => {
    for (const axis of dims ?? []) if (realAxis(c, axis, x.length, "dims") === undefined) return [x];
    const axes = dims?.length ?? 1;
    if (shifts.length !== axes) {
      c.fail({
        code: "attribute-range",
        attribute: "shifts",
        expected: axes === 1 ? "one number" : `${axes} numbers, one an axis`,
        got: shifts.length,
      });
    }
    return [x];
  },
  examples: [{ code: "Roll((-3, -3), (1, 2))", inputs: ["[N, H, W, 96]"], outputs: ["[N, H, W, 96]"] }],
});

function triangle(name: string, part: string, onnx: string): Op {
  const torch = `torch.${name.toLowerCase()}`;
  return defineOp({
    name,
    family: "shape",
    summary: `Keeps the ${part} triangle of each matrix and puts zeros elsewhere.`,
    torch,
    onnx,
    source: torchPage(torch),
    inputs: [{ name: "input", doc: "At least two axes; the shape stays." }],
    attributes: {
      diagonal: optional(int(), 0, "The diagonal at which the triangle ends; positive is above the main one."),
    },
    positional: ["diagonal"],
    shape: (c, [x = []]) => {
      if (x.length < 2) c.fail({ code: "rank-mismatch", input: 0, expected: "at least 2 axes", got: x.length });
      return [x];
    },
    examples: [{ code: name, inputs: ["[N, T, T]"], outputs: ["[N, T, T]"] }],
  });
}

export const Tril = triangle("Tril", "lower", "Trilu");
export const Triu = triangle("Triu", "upper", "Trilu");
