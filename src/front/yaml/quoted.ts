/** Quoted and block scalars: what they say is decoded by `yaml`, from the tokens of its concrete syntax. */
import { CST, Parser } from "yaml";
import type { YamlScalar } from "./tree.ts";

type ScalarToken = CST.FlowScalar | CST.BlockScalar;

/** What a token says; the second is what is wrong with it, if anything. */
export function decoded(token: ScalarToken): { readonly text: string; readonly error?: string } {
  let error: string | undefined;
  const { value } = CST.resolveAsScalar(token, true, (_offset, _code, message) => {
    error ??= message;
  });
  return { text: value, ...(error === undefined ? {} : { error }) };
}

/** A quoted string whose source is whole, quotes included. */
export function quotedScalar(source: string): { readonly scalar: YamlScalar; readonly error?: string } {
  const single = source.startsWith("'");
  const style = single ? "single" : "double";
  const inner = source.slice(1, -1);
  if (!/[\\'\r\n]/.test(inner)) return { scalar: { kind: "scalar", style, text: inner, length: source.length } };
  const { text, error } = decoded({
    type: single ? "single-quoted-scalar" : "double-quoted-scalar",
    offset: 0,
    indent: 0,
    source,
  });
  return { scalar: { kind: "scalar", style, text, length: source.length }, ...(error === undefined ? {} : { error }) };
}

/** A block scalar, `|` or `>`, from its header to the end of its last line; `indent` is that of the entry it belongs to. */
export function blockScalar(source: string, indent: number): { readonly scalar: YamlScalar; readonly error?: string } {
  const length = source.trimEnd().length;
  for (const token of new Parser().parse(`${" ".repeat(indent)}a: ${source}`)) {
    const map = token.type === "document" ? token.value : undefined;
    const value = map?.type === "block-map" ? map.items[0]?.value : undefined;
    if (value?.type === "block-scalar") {
      const { text, error } = decoded(value);
      return { scalar: { kind: "scalar", style: "block", text, length }, ...(error === undefined ? {} : { error }) };
    }
  }
  return { scalar: { kind: "scalar", style: "block", text: "", length }, error: "This block of text cannot be read." };
}
