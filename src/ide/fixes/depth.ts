/** How many layers lead to a tensor, on the longest way: of two branches the shorter one is the shortcut. */
import type { Tensor } from "../../core/graph.ts";
import { memo, type Worked } from "../snapshot.ts";

const depths = memo(({ nodes }: Worked): Uint32Array => {
  const out = new Uint32Array(nodes.length);
  for (const node of nodes)
    if (node.kind === "op")
      out[node.id] = 1 + node.inputs.reduce((most, { node: { id } }) => Math.max(most, out[id] ?? 0), 0);
  return out;
});

/** A tensor that an earlier mistake stands for has none. */
export const depthOf = (worked: Worked, { node }: Tensor): number => depths(worked)[node.id] ?? 0;
