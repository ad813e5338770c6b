/** States in `where` what a model's layers need: for a warning that nothing guarantees it. */
import type { Edit } from "../../core/diagnostic.ts";
import type { FileScope } from "../snapshot.ts";
import type { Proposer } from "./action.ts";
import { partsOf, rootPart } from "./entries.ts";
import { code, eolOf, indentOf, insertLines, lineEnd, lineStart, nextLine, replace, unitOf } from "./text.ts";

export const declareCondition: Proposer = ({ snapshot, problem }) => {
  const { file } = snapshot;
  if (problem.code !== "condition-not-guaranteed" || !problem.condition?.length || !file) return [];
  const edits = stated(file, problem.condition);
  if (!edits) return [];
  const clauses = problem.condition.map(code);
  return [{ title: `Declare ${listed(clauses)} in \`where\``, edits: [edits], preferred: true }];
};

const listed = (clauses: readonly string[]): string =>
  clauses.length < 2 ? (clauses[0] ?? "") : `${clauses.slice(0, -1).join(", ")} and ${clauses.at(-1)}`;

/** YAML ends a value of a list in brackets at these. */
const cut = (clause: string): boolean => /[,[\]{}]/.test(clause);

function stated(file: FileScope, clauses: readonly string[]): Edit | undefined {
  const { text } = file.def;
  const { root } = file.tree;
  if (root?.kind !== "map" || root.flow) return undefined;
  const where = rootPart(file, "where");
  if (!where) {
    // Conditions speak of what arrives, so they stand below it.
    const before = rootPart(file, "inputs") ?? rootPart(file, "params") ?? rootPart(file, "model");
    if (!before) return undefined;
    return insertLines(file, nextLine(text, before.end), ["where:", ...clauses.map((c) => `${unitOf(text)}- ${c}`)]);
  }
  const { value, valueAt } = where;
  if (!value) {
    const colon = text.indexOf(":", where.start) + 1;
    const lines = clauses.map((c) => `${eolOf(text)}${unitOf(text)}- ${c}`);
    return replace(file, colon, colon, lines.join(""));
  }
  const items = partsOf(value, valueAt);
  const last = items.at(-1);
  if (value.kind === "seq" && !value.flow && last) {
    const indent = indentOf(text, last.start);
    if (lineStart(text, last.start) + indent.length !== last.start) return undefined;
    return insertLines(
      file,
      nextLine(text, last.end),
      clauses.map((c) => `${indent}- ${c}`),
    );
  }
  if (value.kind === "map") return undefined;
  if (value.kind === "seq" && last && !clauses.some(cut))
    return replace(file, last.end, last.end, clauses.map((c) => `, ${c}`).join(""));
  const known =
    value.kind === "seq" ? items.map((i) => text.slice(i.valueAt, i.end)) : [text.slice(valueAt, where.end)];
  if (value.kind === "scalar" && ![...known, ...clauses].some(cut))
    return replace(file, valueAt, where.end, `[${[...known, ...clauses].join(", ")}]`);
  // What YAML would cut stands on lines of its own; a comment beside the value stays beside the key.
  const lines = [...known, ...clauses].map((c) => `${eolOf(text)}${unitOf(text)}- ${c}`).join("");
  const end = lineEnd(text, where.end);
  const colon = text.indexOf(":", where.start) + 1;
  return replace(file, colon, end, text.slice(where.end, end).trimEnd() + lines);
}
