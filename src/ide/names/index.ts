/**
 * The names of a file as they are written: where each is declared and where it is used. It is found in the text alone,
 * so it is there while the model is broken, for blocks that nothing places and for choices that are not taken.
 */
import type { BlockDef, FileScope } from "../../front/yaml/index.ts";
import { memo } from "../snapshot.ts";
import type { Scope } from "./declaration.ts";
import type { Occurrence } from "./occurrence.ts";
import { type Area, type Call, type Given, type PathUse, visitFile } from "./visit.ts";

export type { Declaration, DeclarationKind } from "./declaration.ts";
export { Scope, sameDeclaration } from "./declaration.ts";
export * from "./meaning.ts";
export type { Occurrence } from "./occurrence.ts";
export { type FileNames, fileNames } from "./scopes.ts";
export type { Call, Given, PathUse };

export interface Names {
  readonly file: FileScope;
  /** In the order of the text; they do not overlap. */
  readonly occurrences: readonly Occurrence[];
  /** Paths of several names, layers with settings, and what `sizes` gives to parameters. */
  readonly paths: readonly PathUse[];
  readonly calls: readonly Call[];
  readonly given: readonly Given[];
  /** The name at an offset; its end counts as well, so that a cursor after it finds it. */
  at(offset: number): Occurrence | undefined;
  /** What is seen at an offset: the names of the innermost list of layers, block or repeat around it. */
  scopeAt(offset: number): Scope;
  /** The block whose entry is around an offset; the model elsewhere. */
  blockAt(offset: number): BlockDef;
}

export const namesOf = memo((file: FileScope): Names => {
  const { areas, ...visited } = visitFile(file);
  const { occurrences } = visited;
  return {
    file,
    ...visited,
    at: (offset) => find(occurrences, offset),
    scopeAt: (offset) => innermost(areas, offset).scope,
    blockAt: (offset) => innermost(areas, offset).scope.block,
  };
});

function find(occurrences: readonly Occurrence[], offset: number): Occurrence | undefined {
  let low = 0;
  for (let high = occurrences.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((occurrences[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const before = occurrences[low - 1];
  return before && offset <= before.span.end ? before : undefined;
}

/** The first is the whole file. */
function innermost(areas: readonly [Area, ...Area[]], offset: number): Area {
  let best = areas[0];
  for (const area of areas)
    if (
      area.span.start <= offset &&
      offset <= area.span.end &&
      area.span.end - area.span.start <= best.span.end - best.span.start
    )
      best = area;
  return best;
}
