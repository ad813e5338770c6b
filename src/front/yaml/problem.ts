/** How problems of YAML are made, in places of the document, and set into places of the entry that they belong to. */
import type { YamlProblem } from "./tree.ts";

export type YamlFix = NonNullable<YamlProblem["fix"]>;

export function problem(start: number, end: number, message: string, fix?: YamlFix): YamlProblem {
  return { code: "yaml-syntax", message, start, end, ...(fix ? { fix } : {}) };
}

export function oneEdit(title: string, start: number, end: number, text: string): YamlFix {
  return { title, edits: [{ start, end, text }] };
}

export function moved(p: YamlProblem, by: number): YamlProblem {
  if (by === 0) return p;
  const edits = p.fix?.edits.map((e) => ({ start: e.start + by, end: e.end + by, text: e.text }));
  return {
    ...p,
    start: p.start + by,
    end: p.end + by,
    ...(p.fix && edits ? { fix: { title: p.fix.title, edits } } : {}),
  };
}
