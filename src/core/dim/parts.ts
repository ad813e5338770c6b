/** What a size is made of, where that is not too much: closed forms are sought only for sizes of moderate depth. */
import type { Dim, Term } from "./dim.ts";
import { partsOf } from "./evaluate.ts";
import { depthOf } from "./intern.ts";
import { compareNested } from "./order.ts";

const MAX_PARTS = 512;
const MAX_DEPTH = 256;

/** All terms, parts before wholes; undefined when there are more than are looked at. */
export function partsUpTo(of: Dim): readonly Term[] | undefined {
  if (depthOf(of.terms) > MAX_DEPTH) return undefined;
  const seen = new Set<Term>();
  const open: Term[] = [];
  const visit = (term: Term): void => {
    if (seen.has(term)) return;
    seen.add(term);
    open.push(term);
  };
  of.terms.forEach(visit);
  for (let term = open.pop(); term; term = open.pop()) {
    if (seen.size > MAX_PARTS) return undefined;
    if (term.kind === "product") term.factors.forEach(visit);
    else for (const part of partsOf(term)) part.terms.forEach(visit);
  }
  return [...seen].sort(compareNested);
}
