/** What a block's parameters are set to: which value is for which, and whether it is of the kind that was declared. */
import { listed, nearestName } from "../../core/nearest.ts";
import type { Span } from "../../core/span.ts";
import { isDecimal, isDim } from "../../core/value.ts";
import type { Expr } from "../expression/ast.ts";
import { sizeNames } from "../expression/mentions.ts";
import type { BlockDef, InputDef, ParamDef } from "./declared.ts";
import type { Host } from "./evaluate.ts";
import type { BoundArg, Frame, V } from "./frame.ts";
import type { Extra } from "./report.ts";
import { type Call, inside } from "./settings.ts";
import { describe, isLayer, isList, isTable } from "./values.ts";

/** Gives every parameter of a block's use its value; false when something is wrong, which has been told. */
export function bindParams(
  host: Host,
  def: BlockDef,
  frame: Frame,
  args: readonly BoundArg[],
  call: Call,
  inputs: readonly InputDef[],
): boolean {
  const given = assign(host, def, args, call);
  let good = given !== undefined;
  for (const [name, param] of def.params) {
    const arg = given?.get(name);
    if (arg) {
      if (arg.value === undefined) good = false;
      else if (!accepts(host, frame, def, param, arg, arg.value)) good = false;
      frame.names.set(name, { kind: "param", def: param, state: "done", value: arg.value });
      continue;
    }
    if (!isRequired(param)) {
      frame.names.set(name, { kind: "param", def: param, state: "new", value: undefined });
      continue;
    }
    // A size that arrives under the same name is its value.
    if (inputs.some((input) => input.shape && sizeNames(input.shape.syntax).some((n) => n.text === name))) continue;
    if (given) tellMissing(host, def, param, call);
    good = false;
    frame.names.set(name, { kind: "param", def: param, state: "done", value: undefined });
  }
  return good;
}

/** Parameters in their order for what has no name, later values replacing those that a layer had from before. */
function assign(host: Host, def: BlockDef, args: readonly BoundArg[], call: Call): Map<string, BoundArg> | undefined {
  const names = [...def.params.keys()];
  const given = new Map<string, BoundArg>();
  let good = true;
  const tell = (uri: string, span: Span, code: string, message: string, extra?: Extra) => {
    host.report.add(uri, span, code, message, extra);
    good = false;
  };
  const what = `Block "${def.name.text}"`;
  const has = names.length > 0 ? `it has ${listed(names, "and")}` : "it has none";
  let next = 0;
  for (const arg of args) {
    if (arg.name === undefined) {
      const name = names[next++];
      if (name !== undefined) given.set(name, arg);
      else
        tell(
          arg.uri,
          arg.span,
          "too-many-arguments",
          `${what} takes ${names.length === 0 ? "no settings" : `at most ${names.length} setting${names.length === 1 ? "" : "s"}`}${names.length > 0 ? ` (${names.join(", ")})` : ""}; this is one more.`,
        );
      continue;
    }
    if (def.params.has(arg.name)) {
      const known = given.get(arg.name);
      if (known && inside(known, call) && inside(arg, call))
        tell(arg.uri, arg.span, "too-many-arguments", `\`${arg.name}\` of ${def.name.text} is given twice.`);
      given.set(arg.name, arg);
      continue;
    }
    const span = arg.nameSpan ?? arg.span;
    const near = nearestName(arg.name, names);
    tell(
      arg.uri,
      span,
      "unknown-attribute",
      `${what} has no parameter \`${arg.name}\`${near ? `; did you mean \`${near}\`?` : `: ${has}.`}`,
      near ? { fix: { title: `Change to \`${near}\``, edits: [{ span, text: near }] } } : {},
    );
  }
  return good ? given : undefined;
}

export const isRequired = ({ value }: ParamDef): boolean => value.kind === "syntax" && value.syntax.kind === "type";

function tellMissing(host: Host, def: BlockDef, param: ParamDef, call: Call): void {
  const { value } = param;
  const type = value.kind === "syntax" && value.syntax.kind === "type" ? value.syntax.type : "int";
  const doc = param.doc === undefined ? "" : ` (${param.doc.replace(/\s+/g, " ").slice(0, 80)})`;
  const example = { int: "64", float: "0.5", bool: "true", str: '"…"', list: "[1, 2]", layer: "ReLU" }[type];
  host.report.add(
    call.uri,
    call.span,
    "missing-attribute",
    `Block "${def.name.text}" needs \`${param.name.text}\`${doc}, ${KINDS[type]}: add \`${param.name.text}=${example}\`.`,
    { related: [{ uri: def.uri, span: param.name.span, message: `"${param.name.text}" is declared here` }] },
  );
}

const KINDS = {
  number: "a number",
  int: "a whole number",
  float: "a number",
  bool: "true or false",
  str: "a quoted text",
  list: "a list",
  layer: "a layer",
} as const;

type Kind = keyof typeof KINDS;

/** True when the value is of the declared kind, or of that of the default; tells when it is not. */
export function accepts(host: Host, frame: Frame, def: BlockDef, param: ParamDef, arg: BoundArg, value: V): boolean {
  const { name } = param;
  const words = choicesOf(param);
  const what = `\`${name.text}\`${def.root && def.name.text === "" ? "" : ` of ${def.name.text}`}`;
  if (words) {
    if (typeof value === "string" && words.includes(value)) return true;
    const got = typeof value === "string" ? `"${value.slice(0, 40)}"` : describe(value);
    const near = typeof value === "string" ? nearestName(value, words) : undefined;
    const lead = arg.name === undefined || !arg.nameSpan ? "" : `${arg.name}=`;
    host.report.add(
      arg.uri,
      arg.span,
      "attribute-range",
      `${what} takes ${listed(words.map((w) => `"${w}"`))}; got ${got}${near ? `. Did you mean "${near}"?` : "."}`,
      near ? { fix: { title: `Change to \`"${near}"\``, edits: [{ span: arg.span, text: `${lead}"${near}"` }] } } : {},
    );
    return false;
  }
  const kind = kindOf(host, frame, param);
  if (kind === undefined || isOf(kind, value)) return true;
  if (value === null && !isRequired(param)) return true;
  host.report.add(arg.uri, arg.span, "attribute-kind", `${what} takes ${KINDS[kind]}; got ${describe(value)}.`);
  return false;
}

export function choicesOf({ value }: ParamDef): readonly string[] | undefined {
  return value.kind === "syntax" && value.syntax.kind === "choice" ? value.syntax.words.map((w) => w.text) : undefined;
}

/** The declared kind, or what the default says of it; undefined where that may be anything. */
function kindOf(host: Host, frame: Frame, { value }: ParamDef): Kind | undefined {
  if (value.kind === "string") return "str";
  if (value.kind !== "syntax") return undefined;
  if (value.syntax.kind === "type") return value.syntax.type;
  if (value.syntax.kind !== "value") return undefined;
  return literalKind(host, frame, value.syntax.value);
}

function literalKind(host: Host, frame: Frame, e: Expr): Kind | undefined {
  switch (e.kind) {
    case "int":
    case "float":
      return "number";
    case "bool":
      return "bool";
    case "string":
      return "str";
    case "chain":
      return "layer";
    case "path":
    case "call": {
      const path = e.kind === "call" ? e.callee : e;
      const first = path.names[0]?.text ?? "";
      return !frame.def.params.has(first) && !frame.lookup(first) && host.layerNamed(path, frame) ? "layer" : undefined;
    }
    default:
      return undefined;
  }
}

function isOf(kind: Kind, value: V): boolean {
  switch (kind) {
    case "int":
      // One number an axis will do as well.
      return typeof value === "number" || isDim(value) || (isList(value) && value.every((v) => isOf("int", v)));
    case "float":
      return typeof value === "number" || isDecimal(value);
    case "number":
      return isOf("int", value) || isOf("float", value);
    case "bool":
      return typeof value === "boolean";
    case "str":
      return typeof value === "string";
    case "list":
      return isList(value);
    case "layer":
      return isLayer(value) && !isTable(value);
  }
}
