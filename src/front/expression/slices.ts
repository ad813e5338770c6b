/** `x[:, 0]` and `x[..., 1:3]` as the layers that take the same part. */

const MAX_LENGTH = 200;

/** From behind the `[`; undefined when it is more than whole axes, indexes and ranges. */
export function sliceAsLayers(text: string, from: number): { readonly text: string; readonly end: number } | undefined {
  const rest = text.slice(from, from + MAX_LENGTH);
  const length = rest.indexOf("]");
  if (length < 0) return undefined;
  const parts = rest
    .slice(0, length)
    .split(",")
    .map((part) => part.trim());
  const gap = parts.indexOf("...");
  const layers: string[] = [];
  // From the last axis to the first, so that one that goes does not move the others.
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i] ?? "";
    if (part === ":" || part === "...") continue;
    const axis = gap >= 0 && i > gap ? i - parts.length : i;
    if (/^-?\w+$/.test(part)) layers.push(`Select(${axis}, ${part})`);
    else {
      const range = /^(-?\w*)\s*:\s*(-?\w*)$/.exec(part);
      if (!range) return undefined;
      const [, start, end] = range;
      layers.push(`Slice(${axis}${start ? `, ${start}` : ""}${end ? `, end=${end}` : ""})`);
    }
  }
  return layers.length > 0 ? { text: layers.join(" -> "), end: from + length + 1 } : undefined;
}
