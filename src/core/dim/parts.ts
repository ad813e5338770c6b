/** What sizes are made of. */
import type { Dim, Term } from "./dim.ts";
import { depthOf } from "./intern.ts";
import { compareNested } from "./order.ts";

const MAX_PARTS = 512;
const MAX_DEPTH = 256;

/** All terms that the sizes are made of and for which `wanted` holds, parts before wholes. */
export function reachable(dims: readonly Dim[], wanted: (term: Term) => boolean = () => true): Term[] {
  const seen = new Set<Term>();
  const open: Term[] = [];
  const visit = (term: Term): void => {
    if (seen.has(term) || !wanted(term)) return;
    seen.add(term);
    open.push(term);
  };
  for (const { terms } of dims) terms.forEach(visit);
  for (let term = open.pop(); term; term = open.pop()) {
    if (term.kind === "product") term.factors.forEach(visit);
    else for (const part of partsOf(term)) part.terms.forEach(visit);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** The sizes that a term is made of, factors aside. */
export function partsOf(term: Term): readonly Dim[] {
  switch (term.kind) {
    case "floor":
    case "positive":
    case "scale":
      return [term.of];
    case "quotient":
      return [term.of, term.by];
    default:
      return [];
  }
}

/**
 * All terms, parts before wholes, in an order of structure; undefined when there are more than are looked at, since closed
 * forms are sought only for sizes of moderate depth.
 */
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
