/** Which part of a file belongs to which block: from its name to where the next entry begins. */
import type { Span } from "../../core/span.ts";
import type { FileScope } from "../../front/yaml/index.ts";

/** By where the block's name starts. */
export function blockSpans({ tree, def }: FileScope): ReadonlyMap<number, Span> {
  const out = new Map<number, Span>();
  const { root, rootAt } = tree;
  if (root?.kind !== "map") return out;
  root.entries.forEach(({ key, value, valueAt }, i) => {
    if (key.text !== "blocks" || value?.kind !== "map") return;
    const next = root.starts[i + 1];
    const end = next === undefined ? def.text.length : rootAt + next;
    const at = rootAt + (root.starts[i] ?? 0) + valueAt;
    value.starts.forEach((start, n) => {
      const after = value.starts[n + 1];
      // The next entry's own line is not this one's.
      out.set(at + start, {
        start: at + start,
        end: after === undefined ? end - (next === undefined ? 0 : 1) : at + after - 1,
      });
    });
  });
  return out;
}
