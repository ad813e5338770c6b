/** Parameters, inputs, weights, conditions and sizes, as a file declares them. */
import type { Span } from "../../core/span.ts";
import type { Expr, Name, ShapePattern } from "../expression/ast.ts";
import { parseExpr, parseParam, parseShape } from "../expression/index.ts";
import type { At, CaseEntry, InputDef, ParamValue } from "./declared.ts";
import type { YamlNode, YamlScalar } from "./tree.ts";
import { type Located, type TreeReader, wasTold } from "./tree_reader.ts";

export function tensors(
  r: TreeReader,
  entry: Located | undefined,
  seen: Map<string, Name>,
  what: string,
): InputDef[] | undefined {
  if (!entry) return undefined;
  const out: InputDef[] = [];
  const { value, valueAt } = entry;
  if (value?.kind === "seq") {
    for (const [i, item] of value.items.entries()) {
      const start = valueAt + (value.starts[i] ?? 0) + item.valueAt;
      if (item.value?.kind !== "scalar") {
        const span = { start, end: start + (item.value?.length ?? 1) };
        if (!wasTold(item)) r.tell(span, "yaml-syntax", `An ${what} in a list is a name.`);
        continue;
      }
      const name = { text: item.value.text, span: { start, end: start + item.value.length } };
      if (!r.taken(seen.get(name.text), name, what)) out.push({ name });
      seen.set(name.text, name);
    }
    return out;
  }
  for (const e of r.map(entry, `${what}s`)) {
    const name = r.name(e);
    if (r.taken(seen.get(name.text), name, what)) continue;
    seen.set(name.text, name);
    if (e.told && !e.value) r.partial.push(name.span);
    const shape = e.value && shapeOf(r, e.value, e.valueAt, e.told);
    out.push({ name, ...(shape ? { shape } : {}), ...(e.doc === undefined ? {} : { doc: e.doc }) });
  }
  return out;
}

function shapeOf(r: TreeReader, node: YamlNode, at: number, told: boolean): At<ShapePattern> | undefined {
  const span = { start: at, end: at + node.length };
  if (node.kind === "map" || (node.kind === "scalar" && node.style !== "plain")) {
    r.tell(span, "yaml-syntax", "A shape is a list of sizes: `[N, 3, H, W]`.");
    return undefined;
  }
  // The source as it stands reads as a shape, whichever way YAML would cut it at commas.
  const source = r.text.slice(at, at + node.length);
  if (node.kind === "seq" && !node.flow) {
    r.tell(span, "yaml-syntax", "A shape stands on one line: `[N, 3, H, W]`.");
    return undefined;
  }
  const { value, problems } = parseShape(source);
  if (!told) r.syntax(problems, at);
  return value && { syntax: value, at };
}

export function conditions(r: TreeReader, entry: Located | undefined): (At<Expr> & { text: string })[] {
  if (!entry?.value) return [];
  const { value, valueAt } = entry;
  if (value.kind === "scalar") return condition(r, value, valueAt, entry.told);
  if (value.kind === "seq") {
    return value.items.flatMap((item, i) => {
      const at = valueAt + (value.starts[i] ?? 0);
      for (const p of item.problems ?? []) r.yamlProblem(p, at);
      return item.value?.kind === "scalar"
        ? condition(r, item.value, at + item.valueAt, wasTold(item))
        : item.value
          ? notHere(r, { start: at + item.valueAt, end: at + item.valueAt + item.value.length }, item.value)
          : [];
    });
  }
  return notHere(r, r.nodeSpan(entry), value);
}

function notHere(r: TreeReader, span: Span, node: YamlNode): never[] {
  const first = node.kind === "map" ? node.entries[0] : undefined;
  const meant =
    first?.value?.kind === "scalar" ? `${first.key.text} == ${first.value.text.slice(0, 60)}` : "H % 16 == 0";
  r.tell(
    span,
    "yaml-syntax",
    node.kind === "map"
      ? `Conditions are a list, each on one line: \`- ${meant}\`.`
      : `A condition stands on one line: \`${meant}\`.`,
  );
  return [];
}

export function condition(r: TreeReader, node: YamlScalar, at: number, told = false): (At<Expr> & { text: string })[] {
  if (told && node.style !== "plain") return [];
  if (!r.plain(node, at, "A condition")) return [];
  const { value, problems } = parseExpr(node.text);
  const parts = problems.length > 0 && !told ? node.text.split(/,\s*/) : [];
  if (parts.length > 1 && parts.every((part) => parseExpr(part).problems.length === 0)) {
    const span = { start: at, end: at + node.length };
    const meant = `[${parts.join(", ")}]`;
    r.partial.push(span);
    r.add(span, "yaml-syntax", `Several conditions are a list: \`where: ${meant}\`.`, {
      fix: { title: `Write \`${meant}\``, edits: [{ span, text: meant }] },
    });
    return [];
  }
  r.syntax(problems, at, node, told);
  return value ? [{ syntax: value, at, text: node.text }] : [];
}

export function sizesOf(r: TreeReader, entry: Located | undefined): { span: Span; entries: CaseEntry[] }[] {
  if (!entry?.value) return [];
  const { value, valueAt } = entry;
  const one = (node: YamlNode | undefined, at: number): { span: Span; entries: CaseEntry[] }[] => {
    if (node?.kind !== "map") {
      if (node)
        r.tell(
          { start: at, end: at + node.length },
          "yaml-syntax",
          "Sizes are given by name: `{ N: 1, H: 512, W: 512 }`.",
        );
      return [];
    }
    const seen = new Map<string, Name>();
    const entries = r
      .map({ value: node, valueAt: at, keyAt: at, keyLength: node.length }, "sizes")
      .flatMap((e): CaseEntry[] => {
        const name = r.name(e);
        if (r.taken(seen.get(name.text), name, "size")) return [];
        seen.set(name.text, name);
        if (e.told && !e.value) return [];
        return [{ name, value: paramValue(r, e.value, e.valueAt, name.span, e.told), span: r.nodeSpan(e) }];
      });
    return [{ span: { start: at, end: at + node.length }, entries }];
  };
  if (value.kind === "seq") {
    return value.items.flatMap((item, i) => {
      const at = valueAt + (value.starts[i] ?? 0);
      for (const p of item.problems ?? []) r.yamlProblem(p, at);
      return one(item.value, at + item.valueAt);
    });
  }
  return one(value, valueAt);
}

export function paramValue(r: TreeReader, node: YamlNode | undefined, at: number, key: Span, told = false): ParamValue {
  if (!node) {
    if (!told)
      r.tell(
        key,
        "yaml-syntax",
        "A value is missing: a type such as `int`, a default, or words such as `same | crop`.",
      );
    return { kind: "broken", span: key };
  }
  const span = { start: at, end: at + node.length };
  if (node.kind === "scalar") {
    if (node.style !== "plain") return { kind: "string", value: node.text, span };
    const { value, problems } = parseParam(node.text);
    r.syntax(problems, at, node, told);
    return value ? { kind: "syntax", syntax: value, at } : { kind: "broken", span };
  }
  if (node.kind === "seq") {
    return {
      kind: "list",
      items: node.items.map((item, i) => {
        const start = at + (node.starts[i] ?? 0);
        for (const p of item.problems ?? []) r.yamlProblem(p, start);
        return paramValue(r, item.value, start + item.valueAt, { start, end: start + item.length }, wasTold(item));
      }),
      span,
    };
  }
  return {
    kind: "table",
    entries: r.map({ value: node, valueAt: at, keyAt: at, keyLength: node.length }, "a table").map((e) => ({
      key: /^\d+$/.test(e.key.text) && e.key.style === "plain" ? Number(e.key.text) : e.key.text,
      value: paramValue(r, e.value, e.valueAt, { start: e.keyAt, end: e.keyAt + e.keyLength }, e.told),
    })),
    span,
  };
}
