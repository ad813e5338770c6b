import { defineOp } from "../../op.ts";
import { broadcast } from "../../shape.ts";

export const BroadcastTensors = defineOp({
  name: "BroadcastTensors",
  family: "shape",
  summary: "Stretches tensors to one shape, as arithmetic does.",
  torch: "torch.broadcast_tensors",
  onnx: "Expand",
  source: "https://docs.pytorch.org/docs/stable/generated/torch.broadcast_tensors.html",
  inputs: [{ name: "tensors", doc: "Sizes that are equal, or 1 where a tensor is stretched.", many: { min: 1 } }],
  attributes: {},
  manyOutputs: true,
  shape: (c, tensors) => {
    const shape = broadcast(c, tensors);
    return tensors.map(() => shape);
  },
  examples: [{ code: "BroadcastTensors(a, b)", inputs: ["[N, 1, T]", "[S, 1]"], outputs: ["[N, S, T]", "[N, S, T]"] }],
});
