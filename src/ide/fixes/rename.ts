/** A name that is taken: the second one gets another, and so do its uses below, which meant the latest of that name. */
import { namesOf } from "../names/index.ts";
import type { Proposer } from "./action.ts";
import { code, freeName, replace } from "./text.ts";

export const otherName: Proposer = ({ file, problem, mends }) => {
  if (problem.code !== "duplicate-name") return [];
  const { start, end } = problem.span;
  const name = file.def.text.slice(start, end);
  const names = namesOf(file);
  const block = names.blockAt(start);
  const known = new Set(names.occurrences.map(({ text }) => text));
  const stem = name.replace(/\d+$/, "");
  const next = freeName(stem === name ? `${name}2` : stem, (n) => known.has(n) || n === "");
  const later = names.occurrences.filter(
    (o) => o.text === name && o.role === "use" && o.span.start > end && names.blockAt(o.span.start) === block,
  );
  const here = [replace(file, start, end, next)];
  const below = [...here, ...later.map((o) => replace(file, o.span.start, o.span.end, next))];
  if (later.length > 0 && mends(below))
    return [
      {
        title: `Rename to ${code(next)}, here and in ${later.length} later ${later.length === 1 ? "use" : "uses"}`,
        edits: below,
      },
    ];
  return mends(here) ? [{ title: `Rename to ${code(next)}`, edits: here }] : [];
};
