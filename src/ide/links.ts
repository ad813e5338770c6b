/** Places that lead elsewhere: the files under `use`, and addresses in comments. */
import type { Span } from "../core/span.ts";
import type { FileScope } from "../front/yaml/index.ts";
import { atomsOf } from "./format/atoms.ts";

export interface DocumentLink {
  readonly span: Span;
  readonly target: string;
  readonly tooltip: string;
}

export function documentLinks(file: FileScope): readonly DocumentLink[] {
  const { tree, def, uses } = file;
  const out: DocumentLink[] = [];
  for (const { name, span } of def.uses) {
    const used = uses.get(name.text);
    const inner = used && unquoted(tree.text, span);
    if (inner && inner.end > inner.start)
      out.push({ span: inner, target: used.def.uri, tooltip: `Open ${about(used)}` });
  }
  for (const { kind, start, end } of atomsOf(tree).list) {
    if (kind !== "comment") continue;
    for (const match of tree.text.slice(start, end).matchAll(/\bhttps?:\/\/[^\s<>"'`]+/g)) {
      const target = address(match[0]);
      const from = start + match.index;
      if (target) out.push({ span: { start: from, end: from + target.length }, target, tooltip: "Open the page" });
    }
  }
  return out.sort((a, b) => a.span.start - b.span.start);
}

function about({ def }: FileScope): string {
  return def.model.name.text === "" ? "the file" : `the file of ${def.model.name.text}`;
}

function unquoted(text: string, { start, end }: Span): Span {
  const quoted = /^(['"]).*\1$/s.test(text.slice(start, end));
  return quoted ? { start: start + 1, end: end - 1 } : { start, end };
}

/** The stop or the bracket that ends a sentence is no part of it; a bracket that it opens itself is. */
function address(found: string): string | undefined {
  let url = found;
  for (;;) {
    const last = url.at(-1) ?? "";
    const open = { ")": "(", "]": "[", "}": "{" }[last];
    const closes = open !== undefined && url.split(open).length < url.split(last).length;
    if (closes || ".,;:!?".includes(last)) url = url.slice(0, -1);
    else break;
    if (url === "") break;
  }
  return /^https?:\/\/[^\s/]/.test(url) ? url : undefined;
}
