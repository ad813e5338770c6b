/** Numbers for sizes that are formulas: the size that a problem speaks of, else one that the file declares. */
import { studyOf } from "../../check/valid.ts";
import type { Problem } from "../../core/diagnostic.ts";
import type { Dims } from "../../core/dim/index.ts";
import { shapeOf, type Tensor } from "../../core/graph.ts";
import type { Worked } from "../snapshot.ts";

/** A size that halves often without a rest, for a symbol of which nothing is known. */
const USUAL = 192;

export function valuesAt({ variant }: Worked, { counterexample = {} }: Problem): ReadonlyMap<string, number> {
  if (!variant) return new Map();
  const { symbols } = studyOf(variant.graph);
  const declared = variant.cases[0]?.symbols;
  const plain = new Map<string, number>();
  for (const name of symbols.names()) plain.set(name, counterexample[name] ?? declared?.get(name) ?? USUAL);
  return symbols.values(plain);
}

/** Of the axes from the third on; undefined where one is not known or there is none. */
export function spatialSizes(
  dims: Dims,
  tensor: Tensor,
  values: ReadonlyMap<string, number>,
): readonly number[] | undefined {
  const shape = shapeOf(tensor)?.slice(2);
  if (!shape || shape.length === 0) return undefined;
  const sizes = shape.map((dim) => (dim.assumed ? undefined : dims.evaluate(dim, values)));
  return sizes.every((n) => n !== undefined) ? sizes : undefined;
}
