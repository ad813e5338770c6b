/** What belongs to a declaration beside its name: its entry in the file. */
import { type Span, shift } from "../../core/span.ts";
import type { ParamValue } from "../../front/yaml/index.ts";
import { blockSpans } from "./areas.ts";
import type { Declaration } from "./declaration.ts";

/** From the name to the end of what is declared; it always holds the name. */
export function entryOf(declaration: Declaration): Span {
  const { span } = declaration;
  switch (declaration.kind) {
    case "block":
      return around(span, blockSpans(declaration.file).get(span.start));
    case "file":
      return around(span, declaration.def.span);
    case "param":
      return around(span, valueSpan(declaration.def.value));
    case "input":
    case "weight": {
      const { shape } = declaration.def;
      return declaration.implicit || !shape ? span : around(span, shift(shape.syntax.span, shape.at));
    }
    case "layer":
      return around(span, declaration.def.span);
    case "output": {
      const { syntax, at } = declaration.def.path;
      return around(span, shift(syntax.span, at));
    }
    case "model":
    case "symbol":
    case "counter":
      return span;
  }
}

const around = (name: Span, rest: Span | undefined): Span =>
  rest ? { start: Math.min(name.start, rest.start), end: Math.max(name.end, rest.end) } : name;

function valueSpan(value: ParamValue): Span {
  if (value.kind !== "syntax") return value.span;
  const { syntax, at } = value;
  return shift(syntax.kind === "value" ? syntax.value.span : syntax.span, at);
}

/** Where a parameter lists a word of its choice; undefined when it has no such word. */
export function wordSpan(declaration: Declaration, word: string): Span | undefined {
  if (declaration.kind !== "param") return undefined;
  const { value } = declaration.def;
  if (value.kind !== "syntax" || value.syntax.kind !== "choice") return undefined;
  const found = value.syntax.words.find(({ text }) => text === word);
  return found && shift(found.span, value.at);
}
