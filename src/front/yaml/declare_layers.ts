/** Layers and outputs, as a file declares them. */
import { type Span, shift } from "../../core/span.ts";
import type { Name } from "../expression/ast.ts";
import { parseExpr, parseLine, parseNames } from "../expression/index.ts";
import type { LayerDef, OutputDef } from "./declared.ts";
import type { YamlEntry, YamlNode } from "./tree.ts";
import { type Located, type TreeReader, wasTold } from "./tree_reader.ts";

export function layersOf(
  r: TreeReader,
  entry: {
    readonly value: YamlNode | undefined;
    readonly valueAt: number;
    readonly told?: boolean | undefined;
  },
): LayerDef[] {
  const { value, valueAt } = entry;
  if (!value) return [];
  const span = { start: valueAt, end: valueAt + value.length };
  if (value.kind === "scalar") return [layerOf(r, [], value, valueAt, span, entry.told ?? false)];
  if (value.kind === "map") {
    if (value.flow) {
      // What the braces did to its layers is the same mistake.
      r.tell(span, "yaml-syntax", "`layers` never stands in braces: give each layer a line of its own.");
      return [];
    }
    return value.entries.map((e, i) => namedLayer(r, e, valueAt + (value.starts[i] ?? 0)));
  }
  return value.items.map((item, i) => {
    const at = valueAt + (value.starts[i] ?? 0);
    for (const p of item.problems ?? []) r.yamlProblem(p, at);
    const node = item.value;
    if (node?.kind === "map") {
      const [first, second] = node.entries;
      if (first && !second) return namedLayer(r, first, at + item.valueAt + (node.starts[0] ?? 0));
      if (!first || !second) return { names: [], span };
      const start = at + item.valueAt + (node.starts[1] ?? 0);
      if (node.flow) {
        const inside = { start: at + item.valueAt, end: at + item.valueAt + node.length };
        const text = r.text.slice(inside.start + 1, inside.end - 1).trim();
        r.add(
          inside,
          "yaml-syntax",
          `A layer never stands in braces, where YAML ends a value at a comma: write \`- ${text}\`.`,
          {
            fix: { title: "Remove the braces", edits: [{ span: inside, text }] },
          },
        );
        return { names: [], span };
      }
      r.tell(
        { start, end: start + second.key.length },
        "yaml-syntax",
        "An item of `layers` is one layer: begin the next with `- `.",
      );
      return namedLayer(r, first, at + item.valueAt + (node.starts[0] ?? 0));
    }
    return layerOf(r, [], node, at + item.valueAt, { start: at, end: at + item.length }, wasTold(item), item.doc);
  });
}

function namedLayer(r: TreeReader, entry: YamlEntry, at: number): LayerDef {
  for (const p of entry.problems ?? []) r.yamlProblem(p, at);
  const { value, problems } = parseNames(entry.key.text);
  r.syntax(problems, at);
  const names = (value ?? []).map((n) => ({ text: n.text, span: shift(n.span, at) }));
  return layerOf(
    r,
    names,
    entry.value,
    at + entry.valueAt,
    { start: at, end: at + entry.length },
    wasTold(entry),
    entry.doc,
  );
}

/** `told`: something was wrong with its YAML already, so a value that is missing or odd is no second mistake. */
export function layerOf(
  r: TreeReader,
  names: readonly Name[],
  node: YamlNode | undefined,
  at: number,
  span: Span,
  told: boolean,
  doc?: string,
): LayerDef {
  const base = { names, span, ...(doc === undefined ? {} : { doc }) };
  if (!node) {
    if (!told)
      r.tell(
        names[0]?.span ?? { start: span.start, end: Math.max(span.end, span.start + 1) },
        "yaml-syntax",
        `A layer is missing here: \`${names[0] ? `${names[0].text}: ` : "- "}Conv2d(64, 3)\`.`,
      );
    return base;
  }
  if (node.kind !== "scalar") return { ...base, body: layersOf(r, { value: node, valueAt: at }) };
  if (node.style !== "plain" && told) return base;
  if (!r.plain(node, at, "A layer")) return base;
  let line = r.lines.get(node.text);
  if (!line) r.lines.set(node.text, (line = parseLine(node.text)));
  if (told || line.problems.length > 0) r.syntax(line.problems, at, node, told);
  return { ...base, line: { syntax: line, at } };
}

export function outputsOf(r: TreeReader, entry: Located): OutputDef[] {
  const { value, valueAt } = entry;
  const seen = new Map<string, Name>();
  const one = (node: YamlNode | undefined, at: number, told: boolean, name?: Name): OutputDef[] => {
    if (told && node) r.partial.push({ start: at, end: at + node.length });
    if (told && (node?.kind !== "scalar" || node.style !== "plain")) return [];
    if (node?.kind !== "scalar" || !r.plain(node, at, "An output")) {
      if (node && node.kind !== "scalar")
        r.tell(
          { start: at, end: at + node.length },
          "yaml-syntax",
          "An output is a layer's name or a path: `outputs: logits`, `{ mask: decoder.out }`.",
        );
      return [];
    }
    if (/^[\w.]+(?:\s*,\s*[\w.]+)+$/.test(node.text)) {
      const meant = `[${node.text}]`;
      const span = { start: at, end: at + node.length };
      r.add(span, "yaml-syntax", `Several outputs are a list: \`outputs: ${meant}\`.`, {
        fix: { title: `Write \`${meant}\``, edits: [{ span, text: meant }] },
      });
      return [];
    }
    const { value: path, problems } = parseExpr(node.text);
    r.syntax(problems, at, node, told);
    if (!path) return [];
    if (path.kind !== "path") {
      if (!told && problems.length === 0)
        r.tell(
          shift(path.span, at),
          "yaml-syntax",
          "An output is a layer's name or a path: `outputs: logits`, `{ mask: decoder.out }`.",
        );
      return [];
    }
    const called = name ?? { text: node.text, span: { start: at, end: at + node.length } };
    if (r.taken(seen.get(called.text), called, "output")) return [];
    seen.set(called.text, called);
    return [{ name: called, path: { syntax: path, at } }];
  };
  if (value?.kind === "seq")
    return value.items.flatMap((item, i) => {
      const at = valueAt + (value.starts[i] ?? 0);
      for (const p of item.problems ?? []) r.yamlProblem(p, at);
      return one(item.value, at + item.valueAt, wasTold(item));
    });
  if (value?.kind === "map") return r.map(entry, "outputs").flatMap((e) => one(e.value, e.valueAt, e.told, r.name(e)));
  return one(value, valueAt, entry.told ?? false);
}
