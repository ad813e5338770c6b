/** What ResizeLike, CropLike and PadLike share: the spatial axes of one tensor get the sizes of another's. */
import type { Dim, Shape } from "../../dim/index.ts";
import type { RuleContext } from "../../rule.ts";

/** From axis 2 on, one axis at a time: `each` may ask for what must hold of the two sizes. */
export function spatialLike(
  c: RuleContext,
  [x = [], target = []]: readonly Shape[],
  each: (from: Dim, to: Dim, axis: number) => void = () => {},
): readonly (Shape | undefined)[] {
  if (x.length < 3) {
    c.fail({ code: "rank-mismatch", input: 0, expected: "at least 3 axes: [N, C, …]", got: x.length });
    return [undefined];
  }
  if (target.length !== x.length) {
    const reason = "both need the same spatial axes";
    c.fail({ code: "rank-mismatch", input: 1, expected: x.length, got: target.length, reason });
    return [[...x.slice(0, 2), ...x.slice(2).map(() => c.unknown())]];
  }
  return [
    x.map((from, axis) => {
      const to = target[axis];
      if (axis < 2 || !to) return from;
      each(from, to, axis);
      return to;
    }),
  ];
}

export const inputs = [
  { name: "input", doc: "[N, C, …] with at least one spatial axis." },
  { name: "target", doc: "A tensor of the same rank that has the wanted size; its values are not read." },
] as const;
