/** `/` must come out even; where a rest may be left over, `//` rounds down. */
import type { Proposer } from "./action.ts";
import { code, replace } from "./text.ts";

export const roundDown: Proposer = ({ file, problem, mends }) => {
  if (problem.code !== "division" && problem.code !== "condition-not-guaranteed") return [];
  const { start, end } = problem.span;
  const text = file.def.text.slice(start, end);
  const slash = text.indexOf("/");
  if (slash < 0 || text.indexOf("/", slash + 1) >= 0) return [];
  const edits = [replace(file, start + slash, start + slash + 1, "//")];
  return mends(edits) ? [{ title: `Round down with ${code(text.replace("/", "//"))}`, edits }] : [];
};
