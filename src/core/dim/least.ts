/** Lower bounds: one search, however many sizes are to be large enough. */
import { compile } from "./compiled.ts";
import type { Dim } from "./dim.ts";

/** The largest size that is looked for. */
const LARGEST = 2 ** 50;

/** The least value from `lowest` on at which no size is negative, where none of them ever falls. */
export function leastWhere(sizesOf: readonly Dim[], lowest: number): number | undefined {
  const { run, values } = compile(sizesOf);
  const holds = (y: number): boolean => {
    run(y);
    return values.every((value) => value >= 0);
  };
  if (holds(lowest)) return lowest;
  let below = lowest;
  let step = 1;
  while (!holds(lowest + step)) {
    below = lowest + step;
    step *= 2;
    if (step > LARGEST) return undefined;
  }
  let least = lowest + step;
  while (least - below > 1) {
    const middle = below + Math.floor((least - below) / 2);
    if (holds(middle)) least = middle;
    else below = middle;
  }
  return least;
}
