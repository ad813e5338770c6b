/** Arguments of a use: one is set to another value, added, or taken out with its comma. */
import type { Edit } from "../../core/diagnostic.ts";
import type { OpNode } from "../../core/graph.ts";
import type { Span } from "../../core/span.ts";
import type { Place } from "./places.ts";
import { replace } from "./text.ts";

/** Where a setting of a placed operator stands in the use itself: its whole `name=value`, or the value alone. */
export function writtenIn({ at, item }: Place, node: OpNode, name: string): Span | undefined {
  const span = node.written.get(name);
  return span && span.start >= at + item.span.start && span.end <= at + item.span.end ? span : undefined;
}

/** Undefined where the setting was given to the layer elsewhere. */
export function set(place: Place, node: OpNode, name: string, value: string): Edit | undefined {
  const { file, at, item } = place;
  const span = writtenIn(place, node, name);
  if (span) {
    const [lead = ""] = /^\w+\s*=\s*(?!=)/.exec(file.def.text.slice(span.start, span.end)) ?? [];
    return replace(file, span.start + lead.length, span.end, value);
  }
  if (node.written.get(name)) return undefined;
  const last = item.args?.at(-1);
  if (last) return replace(file, at + last.span.end, at + last.span.end, `, ${name}=${value}`);
  const end = at + item.span.end;
  if (!item.args) return replace(file, end, end, `(${name}=${value})`);
  return replace(file, end - 1, end - 1, `${name}=${value}`);
}

/** The argument that stands at a place, with the comma that parts it from its neighbour. */
export function without({ file, at, item }: Pick<Place, "file" | "at" | "item">, span: Span): Edit | undefined {
  const args = item.args ?? [];
  const index = args.findIndex((a) => at + a.span.start === span.start);
  const [arg, before, next] = [args[index], args[index - 1], args[index + 1]];
  if (!arg) return undefined;
  if (before) return replace(file, at + before.span.end, at + arg.span.end, "");
  if (next) return replace(file, at + arg.span.start, at + next.span.start, "");
  // Empty parentheses say nothing.
  const close = at + item.span.end;
  const open = file.def.text.lastIndexOf("(", at + arg.span.start);
  return replace(file, open, close, "");
}
