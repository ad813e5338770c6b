/**
 * From the tree of a YAML file to what it declares: a model and its blocks, each with parameters, inputs, weights,
 * conditions, layers and outputs. Nothing is evaluated here; a part that cannot be read is told and left out.
 */
import { nearestName } from "../../core/nearest.ts";
import { type Span, shift } from "../../core/span.ts";
import type { Expr, Line, Name, ParamSyntax, ShapePattern, SyntaxProblem } from "../expression/ast.ts";
import { parseExpr, parseLine, parseNames, parseParam, parseShape } from "../expression/index.ts";
import { sizeNames } from "../expression/mentions.ts";
import type { Extra, Report } from "./report.ts";
import type { YamlEntry, YamlItem, YamlMap, YamlNode, YamlScalar, YamlTree } from "./tree.ts";

/** Syntax with the offset in the document that its spans count from. */
export interface At<T> {
  readonly syntax: T;
  readonly at: number;
}

export type ParamValue =
  | { readonly kind: "syntax"; readonly syntax: ParamSyntax; readonly at: number }
  | { readonly kind: "string"; readonly value: string; readonly span: Span }
  | { readonly kind: "list"; readonly items: readonly ParamValue[]; readonly span: Span }
  | {
      readonly kind: "table";
      readonly entries: readonly { readonly key: string | number; readonly value: ParamValue }[];
      readonly span: Span;
    }
  /** It could not be read, and that has been told. */
  | { readonly kind: "broken"; readonly span: Span };

export interface ParamDef {
  readonly name: Name;
  readonly value: ParamValue;
  readonly doc?: string;
}

export interface InputDef {
  readonly name: Name;
  /** Absent: any shape. */
  readonly shape?: At<ShapePattern>;
  readonly doc?: string;
}

export interface LayerDef {
  /** None for an unnamed item of a list; several for several outputs. */
  readonly names: readonly Name[];
  readonly line?: At<Line>;
  readonly body?: readonly LayerDef[];
  readonly span: Span;
  readonly doc?: string;
}

export interface OutputDef {
  readonly name: Name;
  readonly path: At<Expr>;
}

export interface BlockDef {
  readonly name: Name;
  readonly uri: string;
  readonly root: boolean;
  readonly params: ReadonlyMap<string, ParamDef>;
  /** Absent: one input, `x`, of any shape. */
  readonly inputs?: readonly InputDef[];
  readonly weights: readonly InputDef[];
  readonly where: readonly (At<Expr> & { readonly text: string })[];
  readonly layers: readonly LayerDef[];
  /** The block stands for one line (`BN: BatchNorm2d(eps=0.001)`): a single layer keeps the name of its use. */
  readonly alias: boolean;
  readonly outputs?: readonly OutputDef[];
  readonly doc?: string;
}

export interface UseDef {
  readonly name: Name;
  readonly target: string;
  readonly span: Span;
}

export interface CaseEntry {
  readonly name: Name;
  readonly value: ParamValue;
  readonly span: Span;
}

export interface FileDef {
  readonly uri: string;
  readonly text: string;
  readonly model: BlockDef;
  readonly blocks: ReadonlyMap<string, BlockDef>;
  readonly uses: readonly UseDef[];
  readonly sizes: readonly { readonly span: Span; readonly entries: readonly CaseEntry[] }[];
  /** Lines and values of which something was told, so that what they hold is known in part only. */
  readonly partial: readonly Span[];
}

const BLOCK_KEYS = ["params", "inputs", "weights", "where", "layers", "outputs"] as const;
const ROOT_KEYS = ["shapewright", "model", "use", "sizes", "blocks", ...BLOCK_KEYS] as const;

const NO_NAME: Name = { text: "", span: { start: 0, end: 0 } };

/** `lines` keeps lines that were parsed before, by their text. */
export function declareFile(uri: string, tree: YamlTree, report: Report, lines = new Map<string, Line>()): FileDef {
  return new Declaring(uri, tree.text, report, lines).file(tree);
}

class Declaring {
  private readonly uri: string;
  private readonly text: string;
  private readonly report: Report;
  private readonly lines: Map<string, Line>;
  private readonly partial: Span[] = [];
  /** Collections that nothing closes; of each, only that is told. */
  private unclosed: readonly Span[] = [];

  constructor(uri: string, text: string, report: Report, lines: Map<string, Line>) {
    this.uri = uri;
    this.text = text;
    this.report = report;
    this.lines = lines;
  }

  file(tree: YamlTree): FileDef {
    this.unclosed = unclosedIn(tree);
    this.partial.push(...this.unclosed);
    for (const p of tree.problems) this.yamlProblem(p, 0);
    const empty: FileDef = {
      uri: this.uri,
      text: this.text,
      model: this.block(NO_NAME, undefined, 0, true),
      blocks: new Map(),
      uses: [],
      sizes: [],
      partial: this.partial,
    };
    const { root, rootAt } = tree;
    if (!root) return empty;
    if (root.kind !== "map") {
      this.tell(
        { start: rootAt, end: rootAt + root.length },
        "yaml-syntax",
        "A model file is a mapping: `model: Name`, `inputs:`, `layers:`.",
      );
      return empty;
    }
    const keys = this.keys(root, rootAt, ROOT_KEYS, "a model file");
    const version = keys.get("shapewright");
    if (version && this.scalarText(version.value) !== "1") {
      this.tell(
        this.nodeSpan(version),
        "attribute-range",
        "This version of Shapewright reads files of version 1: `shapewright: 1`.",
      );
    }
    const name = keys.get("model");
    const model: Name = name?.value?.kind === "scalar" ? { text: name.value.text, span: this.nodeSpan(name) } : NO_NAME;
    const blocks = new Map<string, BlockDef>();
    for (const entry of this.map(keys.get("blocks"), "blocks")) {
      const blockName = this.name(entry);
      if (this.taken(blocks.get(blockName.text)?.name, blockName, "block")) continue;
      blocks.set(blockName.text, this.block(blockName, entry.value, entry.valueAt, false, entry));
    }
    return {
      uri: this.uri,
      text: this.text,
      model: this.block(model, root, rootAt, true),
      blocks,
      uses: this.map(keys.get("use"), "use").map((e) => ({
        name: this.name(e),
        target: this.scalarText(e.value) ?? "",
        span: this.nodeSpan(e),
      })),
      sizes: this.sizes(keys.get("sizes")),
      partial: this.partial,
    };
  }

  private block(
    name: Name,
    node: YamlNode | undefined,
    at: number,
    root: boolean,
    entry: { readonly doc?: string; readonly told?: boolean } = {},
  ): BlockDef {
    const documented = entry.doc === undefined ? {} : { doc: entry.doc };
    const empty: BlockDef = {
      name,
      uri: this.uri,
      root,
      params: new Map(),
      weights: [],
      where: [],
      layers: [],
      alias: false,
      ...documented,
    };
    if (!node) {
      if (!root && !entry.told)
        this.tell(name.span, "yaml-syntax", `Block "${name.text}" is empty: give it \`layers\`.`);
      return empty;
    }
    if (node.kind !== "map") {
      const layers = this.layers({ value: node, valueAt: at, told: entry.told });
      return { ...empty, layers, alias: node.kind === "scalar" };
    }
    const keys = root ? this.keys(node, at, ROOT_KEYS, "") : this.keys(node, at, BLOCK_KEYS, `block "${name.text}"`);
    const params = new Map<string, ParamDef>();
    const seen = new Map<string, Name>();
    for (const entry of this.map(keys.get("params"), "params")) {
      const paramName = this.name(entry);
      if (this.taken(seen.get(paramName.text), paramName, "parameter")) continue;
      seen.set(paramName.text, paramName);
      params.set(paramName.text, {
        name: paramName,
        value: this.paramValue(entry.value, entry.valueAt, paramName.span, entry.told),
        ...(entry.doc === undefined ? {} : { doc: entry.doc }),
      });
    }
    const inputs = keys.get("inputs");
    const declared = inputs && this.tensors(inputs, seen, "input");
    const weights = this.tensors(keys.get("weights"), seen, "weight") ?? [];
    if (!declared && !root) seen.set("x", { text: "x", span: name.span });
    // Sizes that arrive are names as well; a parameter may be one of them.
    for (const input of declared ?? []) {
      for (const n of input.shape ? sizeNames(input.shape.syntax) : []) {
        if (!seen.has(n.text)) seen.set(n.text, { text: n.text, span: shift(n.span, input.shape?.at ?? 0) });
      }
    }
    const layers = keys.get("layers");
    const outputs = keys.get("outputs");
    // A file without layers may be a collection of blocks.
    if (
      !layers &&
      !entry.told &&
      !node.entries.some(wasTold) &&
      (!root || (node.entries.length > 0 && !keys.has("blocks")))
    ) {
      this.tell(
        root ? { start: at, end: at + Math.min(node.length, node.entries[0]?.key.length ?? 1) } : name.span,
        "missing-attribute",
        `${root ? "The model" : `Block "${name.text}"`} has no \`layers\`.`,
      );
    }
    const body = layers ? this.layers(layers) : [];
    for (const layer of body) {
      for (const n of layer.names) if (!this.taken(seen.get(n.text), n, "layer")) seen.set(n.text, n);
    }
    return {
      ...empty,
      params,
      ...(declared ? { inputs: declared } : {}),
      weights,
      where: this.where(keys.get("where")),
      layers: body,
      ...(outputs ? { outputs: this.outputs(outputs) } : {}),
    };
  }

  /** Names are one set: whoever comes second is told, and keeps its place without the name. */
  private taken(first: Name | undefined, second: Name, what: string): boolean {
    if (!first) return false;
    this.add(second.span, "duplicate-name", `The name "${second.text}" is taken: this ${what} needs another.`, {
      related: [{ uri: this.uri, span: first.span, message: `"${first.text}" is declared here` }],
    });
    return true;
  }

  private tensors(entry: Located | undefined, seen: Map<string, Name>, what: string): InputDef[] | undefined {
    if (!entry) return undefined;
    const out: InputDef[] = [];
    const { value, valueAt } = entry;
    if (value?.kind === "seq") {
      for (const [i, item] of value.items.entries()) {
        const start = valueAt + (value.starts[i] ?? 0) + item.valueAt;
        if (item.value?.kind !== "scalar") {
          const span = { start, end: start + (item.value?.length ?? 1) };
          if (!wasTold(item)) this.tell(span, "yaml-syntax", `An ${what} in a list is a name.`);
          continue;
        }
        const name = { text: item.value.text, span: { start, end: start + item.value.length } };
        if (!this.taken(seen.get(name.text), name, what)) out.push({ name });
        seen.set(name.text, name);
      }
      return out;
    }
    for (const e of this.map(entry, `${what}s`)) {
      const name = this.name(e);
      if (this.taken(seen.get(name.text), name, what)) continue;
      seen.set(name.text, name);
      if (e.told && !e.value) this.partial.push(name.span);
      const shape = e.value && this.shape(e.value, e.valueAt, e.told);
      out.push({ name, ...(shape ? { shape } : {}), ...(e.doc === undefined ? {} : { doc: e.doc }) });
    }
    return out;
  }

  private shape(node: YamlNode, at: number, told: boolean): At<ShapePattern> | undefined {
    const span = { start: at, end: at + node.length };
    if (node.kind === "map" || (node.kind === "scalar" && node.style !== "plain")) {
      this.tell(span, "yaml-syntax", "A shape is a list of sizes: `[N, 3, H, W]`.");
      return undefined;
    }
    // The source as it stands reads as a shape, whichever way YAML would cut it at commas.
    const source = this.text.slice(at, at + node.length);
    if (node.kind === "seq" && !node.flow) {
      this.tell(span, "yaml-syntax", "A shape stands on one line: `[N, 3, H, W]`.");
      return undefined;
    }
    const { value, problems } = parseShape(source);
    if (!told) this.syntax(problems, at);
    return value && { syntax: value, at };
  }

  private where(entry: Located | undefined): (At<Expr> & { text: string })[] {
    if (!entry?.value) return [];
    const { value, valueAt } = entry;
    if (value.kind === "scalar") return this.condition(value, valueAt, entry.told);
    if (value.kind === "seq") {
      return value.items.flatMap((item, i) => {
        const at = valueAt + (value.starts[i] ?? 0);
        for (const p of item.problems ?? []) this.yamlProblem(p, at);
        return item.value?.kind === "scalar"
          ? this.condition(item.value, at + item.valueAt, wasTold(item))
          : item.value
            ? this.notHere({ start: at + item.valueAt, end: at + item.valueAt + item.value.length }, item.value)
            : [];
      });
    }
    return this.notHere(this.nodeSpan(entry), value);
  }

  private notHere(span: Span, node: YamlNode): never[] {
    const first = node.kind === "map" ? node.entries[0] : undefined;
    const meant =
      first?.value?.kind === "scalar" ? `${first.key.text} == ${first.value.text.slice(0, 60)}` : "H % 16 == 0";
    this.tell(
      span,
      "yaml-syntax",
      node.kind === "map"
        ? `Conditions are a list, each on one line: \`- ${meant}\`.`
        : `A condition stands on one line: \`${meant}\`.`,
    );
    return [];
  }

  private condition(node: YamlScalar, at: number, told = false): (At<Expr> & { text: string })[] {
    if (told && node.style !== "plain") return [];
    if (!this.plain(node, at, "A condition")) return [];
    const { value, problems } = parseExpr(node.text);
    const parts = problems.length > 0 && !told ? node.text.split(/,\s*/) : [];
    if (parts.length > 1 && parts.every((part) => parseExpr(part).problems.length === 0)) {
      const span = { start: at, end: at + node.length };
      const meant = `[${parts.join(", ")}]`;
      this.partial.push(span);
      this.add(span, "yaml-syntax", `Several conditions are a list: \`where: ${meant}\`.`, {
        fix: { title: `Write \`${meant}\``, edits: [{ span, text: meant }] },
      });
      return [];
    }
    this.syntax(problems, at, node, told);
    return value ? [{ syntax: value, at, text: node.text }] : [];
  }

  private layers(entry: {
    readonly value: YamlNode | undefined;
    readonly valueAt: number;
    readonly told?: boolean | undefined;
  }): LayerDef[] {
    const { value, valueAt } = entry;
    if (!value) return [];
    const span = { start: valueAt, end: valueAt + value.length };
    if (value.kind === "scalar") return [this.layer([], value, valueAt, span, entry.told ?? false)];
    if (value.kind === "map") {
      if (value.flow) {
        // What the braces did to its layers is the same mistake.
        this.tell(span, "yaml-syntax", "`layers` never stands in braces: give each layer a line of its own.");
        return [];
      }
      return value.entries.map((e, i) => this.named(e, valueAt + (value.starts[i] ?? 0)));
    }
    return value.items.map((item, i) => {
      const at = valueAt + (value.starts[i] ?? 0);
      for (const p of item.problems ?? []) this.yamlProblem(p, at);
      const node = item.value;
      if (node?.kind === "map") {
        const [first, second] = node.entries;
        if (first && !second) return this.named(first, at + item.valueAt + (node.starts[0] ?? 0));
        if (!first || !second) return { names: [], span };
        const start = at + item.valueAt + (node.starts[1] ?? 0);
        if (node.flow) {
          const inside = { start: at + item.valueAt, end: at + item.valueAt + node.length };
          const text = this.text.slice(inside.start + 1, inside.end - 1).trim();
          this.add(
            inside,
            "yaml-syntax",
            `A layer never stands in braces, where YAML ends a value at a comma: write \`- ${text}\`.`,
            {
              fix: { title: "Remove the braces", edits: [{ span: inside, text }] },
            },
          );
          return { names: [], span };
        }
        this.tell(
          { start, end: start + second.key.length },
          "yaml-syntax",
          "An item of `layers` is one layer: begin the next with `- `.",
        );
        return this.named(first, at + item.valueAt + (node.starts[0] ?? 0));
      }
      return this.layer([], node, at + item.valueAt, { start: at, end: at + item.length }, wasTold(item), item.doc);
    });
  }

  private named(entry: YamlEntry, at: number): LayerDef {
    for (const p of entry.problems ?? []) this.yamlProblem(p, at);
    const { value, problems } = parseNames(entry.key.text);
    this.syntax(problems, at);
    const names = (value ?? []).map((n) => ({ text: n.text, span: shift(n.span, at) }));
    return this.layer(
      names,
      entry.value,
      at + entry.valueAt,
      { start: at, end: at + entry.length },
      wasTold(entry),
      entry.doc,
    );
  }

  /** `told`: something was wrong with its YAML already, so a value that is missing or odd is no second mistake. */
  private layer(
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
        this.tell(
          names[0]?.span ?? { start: span.start, end: Math.max(span.end, span.start + 1) },
          "yaml-syntax",
          `A layer is missing here: \`${names[0] ? `${names[0].text}: ` : "- "}Conv2d(64, 3)\`.`,
        );
      return base;
    }
    if (node.kind !== "scalar") return { ...base, body: this.layers({ value: node, valueAt: at }) };
    if (node.style !== "plain" && told) return base;
    if (!this.plain(node, at, "A layer")) return base;
    let line = this.lines.get(node.text);
    if (!line) this.lines.set(node.text, (line = parseLine(node.text)));
    if (told || line.problems.length > 0) this.syntax(line.problems, at, node, told);
    return { ...base, line: { syntax: line, at } };
  }

  private plain(node: YamlScalar, at: number, what: string): boolean {
    if (node.style === "plain") return true;
    const span = { start: at, end: at + node.length };
    this.add(span, "yaml-syntax", `${what} is written without quotes.`, {
      fix: { title: "Remove the quotes", edits: [{ span, text: node.text }] },
    });
    return false;
  }

  private outputs(entry: Located): OutputDef[] {
    const { value, valueAt } = entry;
    const seen = new Map<string, Name>();
    const one = (node: YamlNode | undefined, at: number, told: boolean, name?: Name): OutputDef[] => {
      if (told && node) this.partial.push({ start: at, end: at + node.length });
      if (told && (node?.kind !== "scalar" || node.style !== "plain")) return [];
      if (node?.kind !== "scalar" || !this.plain(node, at, "An output")) {
        if (node && node.kind !== "scalar")
          this.tell(
            { start: at, end: at + node.length },
            "yaml-syntax",
            "An output is a layer's name or a path: `outputs: logits`, `{ mask: decoder.out }`.",
          );
        return [];
      }
      if (/^[\w.]+(?:\s*,\s*[\w.]+)+$/.test(node.text)) {
        const meant = `[${node.text}]`;
        const span = { start: at, end: at + node.length };
        this.add(span, "yaml-syntax", `Several outputs are a list: \`outputs: ${meant}\`.`, {
          fix: { title: `Write \`${meant}\``, edits: [{ span, text: meant }] },
        });
        return [];
      }
      const { value: path, problems } = parseExpr(node.text);
      this.syntax(problems, at, node, told);
      if (!path) return [];
      if (path.kind !== "path") {
        if (!told && problems.length === 0)
          this.tell(
            shift(path.span, at),
            "yaml-syntax",
            "An output is a layer's name or a path: `outputs: logits`, `{ mask: decoder.out }`.",
          );
        return [];
      }
      const called = name ?? { text: node.text, span: { start: at, end: at + node.length } };
      if (this.taken(seen.get(called.text), called, "output")) return [];
      seen.set(called.text, called);
      return [{ name: called, path: { syntax: path, at } }];
    };
    if (value?.kind === "seq")
      return value.items.flatMap((item, i) => {
        const at = valueAt + (value.starts[i] ?? 0);
        for (const p of item.problems ?? []) this.yamlProblem(p, at);
        return one(item.value, at + item.valueAt, wasTold(item));
      });
    if (value?.kind === "map")
      return this.map(entry, "outputs").flatMap((e) => one(e.value, e.valueAt, e.told, this.name(e)));
    return one(value, valueAt, entry.told ?? false);
  }

  private sizes(entry: Located | undefined): { span: Span; entries: CaseEntry[] }[] {
    if (!entry?.value) return [];
    const { value, valueAt } = entry;
    const one = (node: YamlNode | undefined, at: number): { span: Span; entries: CaseEntry[] }[] => {
      if (node?.kind !== "map") {
        if (node)
          this.tell(
            { start: at, end: at + node.length },
            "yaml-syntax",
            "Sizes are given by name: `{ N: 1, H: 512, W: 512 }`.",
          );
        return [];
      }
      const seen = new Map<string, Name>();
      const entries = this.map({ value: node, valueAt: at, keyAt: at, keyLength: node.length }, "sizes").flatMap(
        (e): CaseEntry[] => {
          const name = this.name(e);
          if (this.taken(seen.get(name.text), name, "size")) return [];
          seen.set(name.text, name);
          if (e.told && !e.value) return [];
          return [{ name, value: this.paramValue(e.value, e.valueAt, name.span, e.told), span: this.nodeSpan(e) }];
        },
      );
      return [{ span: { start: at, end: at + node.length }, entries }];
    };
    if (value.kind === "seq") {
      return value.items.flatMap((item, i) => {
        const at = valueAt + (value.starts[i] ?? 0);
        for (const p of item.problems ?? []) this.yamlProblem(p, at);
        return one(item.value, at + item.valueAt);
      });
    }
    return one(value, valueAt);
  }

  private paramValue(node: YamlNode | undefined, at: number, key: Span, told = false): ParamValue {
    if (!node) {
      if (!told)
        this.tell(
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
      this.syntax(problems, at, node, told);
      return value ? { kind: "syntax", syntax: value, at } : { kind: "broken", span };
    }
    if (node.kind === "seq") {
      return {
        kind: "list",
        items: node.items.map((item, i) => {
          const start = at + (node.starts[i] ?? 0);
          for (const p of item.problems ?? []) this.yamlProblem(p, start);
          return this.paramValue(item.value, start + item.valueAt, { start, end: start + item.length }, wasTold(item));
        }),
        span,
      };
    }
    return {
      kind: "table",
      entries: this.map({ value: node, valueAt: at, keyAt: at, keyLength: node.length }, "a table").map((e) => ({
        key: /^\d+$/.test(e.key.text) && e.key.style === "plain" ? Number(e.key.text) : e.key.text,
        value: this.paramValue(e.value, e.valueAt, { start: e.keyAt, end: e.keyAt + e.keyLength }, e.told),
      })),
      span,
    };
  }

  /** Entries of a mapping with absolute places; tells when it is none. */
  private map(
    entry: Located | undefined,
    what: string,
  ): (Located & { key: YamlScalar; told: boolean; doc?: string })[] {
    if (!entry?.value) return [];
    const { value, valueAt } = entry;
    if (value.kind !== "map") {
      this.tell(
        { start: valueAt, end: valueAt + value.length },
        "yaml-syntax",
        `\`${what}\` is a mapping: \`name: value\`, one a line.`,
      );
      return [];
    }
    return value.entries.map((e, i) => {
      const at = valueAt + (value.starts[i] ?? 0);
      for (const p of e.problems ?? []) this.yamlProblem(p, at);
      return {
        key: e.key,
        keyAt: at,
        keyLength: e.key.length,
        value: e.value,
        valueAt: at + e.valueAt,
        told: wasTold(e),
        ...(e.doc === undefined ? {} : { doc: e.doc }),
      };
    });
  }

  private keys(map: YamlMap, at: number, known: readonly string[], what: string): Map<string, Located> {
    const out = new Map<string, Located>();
    map.entries.forEach((e, i) => {
      const keyAt = at + (map.starts[i] ?? 0);
      const located: Located = {
        keyAt,
        keyLength: e.key.length,
        value: e.value,
        valueAt: keyAt + e.valueAt,
        told: wasTold(e),
      };
      const span = { start: keyAt, end: keyAt + e.key.length };
      // The root is read twice, as the file and as a block; it tells once.
      if (what !== "") for (const p of e.problems ?? []) this.yamlProblem(p, keyAt);
      if (!known.includes(e.key.text)) {
        const near = nearestName(e.key.text, known);
        // It is read as what was probably meant, so that nothing else seems to lack.
        if (near !== undefined && !out.has(near) && !map.entries.some((other) => other.key.text === near))
          out.set(near, located);
        if (what === "" || wasTold(e)) return;
        this.add(
          span,
          "unknown-name",
          `"${e.key.text}" is no key of ${what}${near ? `; did you mean \`${near}\`?` : `: it has ${known.join(", ")}.`}`,
          near ? { fix: { title: `Change to \`${near}\``, edits: [{ span, text: near }] } } : {},
        );
      } else if (out.has(e.key.text)) {
        const first = out.get(e.key.text);
        if (what !== "") {
          this.add(
            span,
            "duplicate-name",
            `\`${e.key.text}\` stands here twice; only the first counts.`,
            first
              ? {
                  related: [
                    {
                      uri: this.uri,
                      span: { start: first.keyAt, end: first.keyAt + first.keyLength },
                      message: "the first",
                    },
                  ],
                }
              : {},
          );
        }
      } else out.set(e.key.text, located);
    });
    return out;
  }

  private name(entry: { readonly key: YamlScalar; readonly keyAt: number; readonly keyLength: number }): Name {
    const name = { text: entry.key.text, span: { start: entry.keyAt, end: entry.keyAt + entry.keyLength } };
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name.text)) {
      this.tell(
        name.span,
        "yaml-syntax",
        `"${name.text.slice(0, 60)}" is no name: names are letters, digits and _, and do not begin with a digit.`,
      );
    }
    return name;
  }

  private scalarText(node: YamlNode | undefined): string | undefined {
    return node?.kind === "scalar" ? node.text : undefined;
  }

  private nodeSpan(entry: Located): Span {
    return entry.value
      ? { start: entry.valueAt, end: entry.valueAt + entry.value.length }
      : { start: entry.keyAt, end: entry.keyAt + entry.keyLength };
  }

  /**
   * What is wrong with the text of a value. With `told`, YAML has cut or mended it already, which is the same mistake.
   * The rest of the value is read for what it gives, and nothing more is said of it.
   */
  private syntax(problems: readonly SyntaxProblem[], at: number, node?: YamlScalar, told = false): void {
    if (node && (told || problems.length > 0)) this.partial.push({ start: at, end: at + node.length });
    if (told) return;
    // What stands behind a bracket that nothing closes is read as if it stood inside.
    const open = problems.find((p) => p.message.endsWith(" is not closed."));
    for (const p of problems) {
      if (open && p !== open && p.span.start >= open.span.start) continue;
      this.add(
        shift(p.span, at),
        p.code,
        p.message,
        p.fix
          ? { fix: { title: p.fix.title, edits: p.fix.edits.map((e) => ({ span: shift(e.span, at), text: e.text })) } }
          : {},
      );
    }
  }

  private yamlProblem(p: NonNullable<YamlEntry["problems"]>[number], at: number): void {
    this.add(
      { start: at + p.start, end: at + p.end },
      p.code,
      p.message,
      p.fix
        ? {
            fix: {
              title: p.fix.title,
              edits: p.fix.edits.map((e) => ({ span: { start: at + e.start, end: at + e.end }, text: e.text })),
            },
          }
        : {},
    );
  }

  private tell(span: Span, code: string, message: string): void {
    this.add(span, code, message);
  }

  private add(span: Span, code: string, message: string, extra: Extra = {}): void {
    if (!NEVER_CLOSED.test(message) && this.unclosed.some((u) => u.start <= span.start && span.end <= u.end)) return;
    this.report.add(this.uri, span, code, message, extra);
  }
}

/** A line below that belongs to nothing is told here as well, but concerns this entry only when it has no value. */
const wasTold = (of: YamlEntry | YamlItem): boolean =>
  of.problems?.some((p) => !of.value || p.start <= of.length) ?? false;

const NEVER_CLOSED = /^This [^ ]+ is never closed\.$/;

function unclosedIn({ root, rootAt }: YamlTree): Span[] {
  const out: Span[] = [];
  const todo: { readonly node: YamlNode; readonly at: number }[] = root ? [{ node: root, at: rootAt }] : [];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { node, at } = next;
    if (node.kind === "scalar") continue;
    if (node.open) {
      out.push({ start: at, end: at + node.length });
      continue;
    }
    const children: readonly (YamlEntry | YamlItem)[] = node.kind === "map" ? node.entries : node.items;
    children.forEach(({ value, valueAt }, i) => {
      if (value) todo.push({ node: value, at: at + (node.starts[i] ?? 0) + valueAt });
    });
  }
  return out;
}

interface Located {
  readonly keyAt: number;
  readonly keyLength: number;
  readonly value: YamlNode | undefined;
  readonly valueAt: number;
  readonly told?: boolean;
}
