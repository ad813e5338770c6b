/** The outline of a file: the model with what it declares, and each block likewise. */
import type { Span } from "../core/span.ts";
import type { Name } from "../front/expression/ast.ts";
import type { BlockDef, FileScope, LayerDef, YamlNode } from "../front/yaml/index.ts";

export interface DocumentSymbol {
  /** Never empty. */
  readonly name: string;
  readonly detail: string;
  readonly kind: "model" | "block" | "param" | "input" | "weight" | "layer" | "output";
  /** Holds `nameSpan` and the spans of the children. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

type File = Pick<FileScope, "tree" | "def">;

export function documentSymbols({ tree, def }: File): readonly DocumentSymbol[] {
  const { text, root, rootAt } = tree;
  if (root?.kind !== "map" || root.entries.length === 0) return [];
  const outline = new Outline(text, entriesOf(root, rootAt));
  const { model, blocks } = def;
  const children = inOrder([...outline.parts(model), ...[...blocks.values()].flatMap((block) => outline.block(block))]);
  if (children.length === 0 && model.name.text === "") return [];
  const first = { start: rootAt, end: rootAt + (root.entries[0]?.key.length ?? 0) };
  const own = model.name.text !== "";
  return [
    symbol({
      name: own ? model.name.text : baseName(def.uri),
      detail: "",
      kind: "model",
      span: { start: rootAt, end: rootAt + root.length },
      nameSpan: own ? model.name.span : first,
      children,
    }),
  ];
}

interface Entry {
  readonly end: number;
  /** None where it is a list of lines. */
  readonly value: Span | undefined;
}

/** By where their keys begin. */
function entriesOf(node: YamlNode, at: number, out = new Map<number, Entry>()): ReadonlyMap<number, Entry> {
  if (node.kind === "scalar") return out;
  for (const [i, part] of (node.kind === "map" ? node.entries : node.items).entries()) {
    const start = at + (node.starts[i] ?? 0);
    const from = start + part.valueAt;
    if ("key" in part)
      out.set(start, {
        end: start + part.length,
        value:
          part.value && (part.value.kind === "scalar" || part.value.flow)
            ? { start: from, end: from + part.value.length }
            : undefined,
      });
    if (part.value) entriesOf(part.value, from, out);
  }
  return out;
}

class Outline {
  private readonly text: string;
  private readonly entries: ReadonlyMap<number, Entry>;

  constructor(text: string, entries: ReadonlyMap<number, Entry>) {
    this.text = text;
    this.entries = entries;
  }

  block(def: BlockDef): readonly DocumentSymbol[] {
    const detail = def.alias ? this.line(this.entries.get(def.name.span.start)?.value) : "";
    return this.named("block", def.name, detail, def.alias ? [] : inOrder(this.parts(def)));
  }

  parts(def: BlockDef): DocumentSymbol[] {
    const value = ({ span }: Name): string => this.line(this.entries.get(span.start)?.value);
    return [
      ...[...def.params.values()].flatMap(({ name }) => this.named("param", name, value(name))),
      ...(def.inputs ?? []).flatMap(({ name }) => this.named("input", name, value(name))),
      ...def.weights.flatMap(({ name }) => this.named("weight", name, value(name))),
      ...def.layers.flatMap((layer) => this.layer(layer)),
      ...(def.outputs ?? []).flatMap(({ name, path }) => {
        const span = { start: path.syntax.span.start + path.at, end: path.syntax.span.end + path.at };
        const detail = this.line(span);
        return this.named("output", name, detail === name.text ? "" : detail);
      }),
    ];
  }

  private named(
    kind: DocumentSymbol["kind"],
    { text, span }: Name,
    detail: string,
    children: readonly DocumentSymbol[] = [],
  ): readonly DocumentSymbol[] {
    if (text.trim() === "" || span.end <= span.start) return [];
    const end = this.entries.get(span.start)?.end ?? span.end;
    return [symbol({ name: text, detail, kind, span: { start: span.start, end }, nameSpan: span, children })];
  }

  /** An item without a name is called by what it says. */
  private layer({ names, line, body, span }: LayerDef): readonly DocumentSymbol[] {
    const children = (body ?? []).flatMap((inner) => this.layer(inner));
    const [first] = names;
    const last = names.at(-1);
    const written = line?.syntax.chain?.span;
    const chain = line && written ? { start: written.start + line.at, end: written.end + line.at } : undefined;
    if (first && last) {
      const nameSpan = { start: first.span.start, end: last.span.end };
      const name = names.map(({ text }) => text).join(", ");
      if (name.trim() === "") return children;
      return [symbol({ name, detail: this.line(chain), kind: "layer", span, nameSpan, children })];
    }
    const name = this.line(chain ?? span).replace(/^-\s*/, "");
    if (name === "") return children;
    return [symbol({ name, detail: "", kind: "layer", span, nameSpan: chain ?? span, children })];
  }

  /** In one line, cut where it is long. */
  private line(span: Span | undefined): string {
    if (!span) return "";
    const short = this.text.slice(span.start, span.end).replace(/\s+/g, " ").trim();
    return short.length > LONGEST ? `${short.slice(0, LONGEST - 1).trimEnd()}…` : short;
  }
}

const LONGEST = 80;

/** With a span that holds all its parts. */
function symbol(of: DocumentSymbol): DocumentSymbol {
  const parts = [of.span, of.nameSpan, ...of.children.map(({ span }) => span)];
  const start = Math.min(...parts.map((p) => p.start));
  const end = Math.max(...parts.map((p) => p.end));
  return { ...of, span: { start, end } };
}

const inOrder = (symbols: readonly DocumentSymbol[]): readonly DocumentSymbol[] =>
  [...symbols].sort((a, b) => a.nameSpan.start - b.nameSpan.start);

/** `unet` of `file:///models/unet.arch.yaml`. */
function baseName(uri: string): string {
  const name = (uri.split("/").at(-1) ?? "").replace(/\.arch\.ya?ml$/, "");
  try {
    return decodeURIComponent(name) || "model";
  } catch {
    return name;
  }
}
