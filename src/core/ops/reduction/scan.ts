/** Sums and products from the start of an axis up to each element. */
import { int, required } from "../../attribute.ts";
import { defineOp, type Op } from "../../op.ts";
import { normalizeAxis } from "../../shape.ts";
import { torchPage } from "../pages.ts";

function scan(name: string, summary: string, torch: string, onnx: string): Op {
  return defineOp({
    name,
    family: "reduction",
    summary,
    torch,
    onnx,
    source: torchPage(torch),
    inputs: [{ name: "input", doc: "Any shape, which stays." }],
    attributes: { dim: required(int(), "The axis; negative counts from the end.") },
    positional: ["dim"],
    shape: (c, [x = []], { dim }) => [normalizeAxis(c, dim, x.length) === undefined ? undefined : x],
    examples: [{ code: `${name}(1)`, inputs: ["[N, T, 64]"], outputs: ["[N, T, 64]"] }],
  });
}

export const CumSum = scan(
  "CumSum",
  "The sums from the start of an axis up to each element.",
  "torch.cumsum",
  "CumSum",
);
export const CumProd = scan(
  "CumProd",
  "The products from the start of an axis up to each element.",
  "torch.cumprod",
  "Loop",
);
