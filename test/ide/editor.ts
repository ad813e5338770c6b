/** What an editor does with completions: it filters by the letters that are typed, sorts, and puts in what is taken. */
import type { CompletionItem, CompletionList } from "../../src/ide/complete/index.ts";

/** Those whose text has the typed letters in order, as editors show them. */
export function shown(list: CompletionList | undefined, text: string, offset: number): readonly CompletionItem[] {
  return (list?.items ?? [])
    .filter(({ edit, filterText, label }) => isWithin(text.slice(edit.span.start, offset), filterText ?? label))
    .sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : a.label < b.label ? -1 : 1));
}

function isWithin(typed: string, name: string): boolean {
  let at = 0;
  for (const c of typed.toLowerCase()) {
    at = name.toLowerCase().indexOf(c, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** The text after an item was taken, its tab stops left as they are proposed. */
export function taken(item: CompletionItem, text: string): string {
  const body = item.snippet ? expanded(item.edit.text) : item.edit.text;
  const edits = [{ span: item.edit.span, text: body }, ...(item.more ?? [])];
  let out = text;
  for (const { span, text: by } of [...edits].sort((a, b) => b.span.start - a.span.start))
    out = out.slice(0, span.start) + by + out.slice(span.end);
  return out;
}

export const expanded = (snippet: string): string =>
  snippet.replace(/\$\{\d+:((?:\\.|[^}\\])*)\}|\$\{?\d+\}?/g, (_, text = "") => text).replace(/\\([\\$}])/g, "$1");
