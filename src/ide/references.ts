/** Where something is named, in its own file and in those that use it. */
import type { Place } from "../core/diagnostic.ts";
import { namesOf } from "./names/index.ts";
import { filesAround, keyOf, type Reading, Readings } from "./names/readings.ts";
import type { FileScope } from "./snapshot.ts";

export interface Reference extends Place {
  readonly role: "declaration" | "use";
}

/**
 * `others` are the files in which it may be named as well, with what they use. A name that can mean several things is a
 * reference to each of them.
 */
export function references(
  file: FileScope,
  offset: number,
  others: Iterable<FileScope>,
  includeDeclaration: boolean,
): readonly Reference[] {
  const asked = namesOf(file).at(offset);
  if (!asked) return [];
  const readings = new Readings(filesAround(file, others));
  const wanted = new Set(declaredKeys(readings.of(file, asked)));
  if (wanted.size === 0) return [];
  return readings.files.flatMap((one) =>
    namesOf(one).occurrences.flatMap((occurrence): Reference[] => {
      const { span, role } = occurrence;
      if (role === "declaration" && !includeDeclaration) return [];
      const named = declaredKeys(readings.of(one, occurrence)).some((key) => wanted.has(key));
      return named ? [{ uri: one.def.uri, span, role }] : [];
    }),
  );
}

const declaredKeys = (readings: readonly Reading[]): string[] =>
  readings.flatMap((r) => (r.kind === "declared" ? [keyOf(r.declaration)] : []));
