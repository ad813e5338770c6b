/**
 * Places the layers of a model: walks its lines, works out settings, opens blocks, repeats and choices, and asks each
 * operator's rule for its shape as it goes, because what follows may depend on it (`C // 2`, `if stride != 1 or C != out`).
 *
 * It recurses over blocks inside blocks, which are bounded, and never over the layers of a network.
 */
import type { Condition, Dim, Dims, Shape } from "../../core/dim/index.ts";
import {
  type Claim,
  type ClaimFault,
  type Node,
  type OpNode,
  type Output,
  pathOf,
  type Scope,
  type SourceNode,
  type Tensor,
} from "../../core/graph.ts";
import type { Inference } from "../../core/infer.ts";
import { listed, nearestName } from "../../core/nearest.ts";
import type { Op } from "../../core/op.ts";
import { type DType, RuleContext } from "../../core/rule.ts";
import { NO_PLACES, type Site, type Span, shift } from "../../core/span.ts";
import { isDim } from "../../core/value.ts";
import type { Arg, Chain, Choice, Expr, Item, Placement, ShapePattern } from "../expression/ast.ts";
import { inExpr, inLine } from "../expression/mentions.ts";
import type { At, BlockDef, InputDef, LayerDef } from "./declare.ts";
import { describe, Evaluator, type Host, isLayer } from "./evaluate.ts";
import { type BoundArg, type FileScope, Frame, type Layer, type Placed } from "./frame.ts";
import { bindParams } from "./params.ts";
import type { Extra, Report } from "./report.ts";
import { Call, type Settings, type SettingsReader } from "./settings.ts";
import { bindShape, claimEqual, claimShape, readNames } from "./shapes.ts";

/** Layers in one network, and instances that nested repeats may ask for: refused before anything is expanded. */
const MAX_LAYERS = 300_000;
const MAX_DEPTH = 100;

export interface Catalogue {
  readonly ops: ReadonlyMap<string, Op>;
}

/** What equal texts share between checks, for as long as the table of sizes lives. */
export interface Memory {
  readonly inference: Inference;
  readonly settings: SettingsReader;
  /** Settings of placements that name nothing: equal wherever the text stands. */
  readonly literal: Map<Placement, { readonly op: Op; readonly settings: Settings }>;
}

type Step =
  | { readonly kind: "value"; readonly placed: Placed }
  | {
      readonly kind: "layer";
      readonly item: Placement;
      readonly layer: Layer | undefined;
      readonly at: number;
      readonly frame: Frame;
    }
  | { readonly kind: "share"; readonly item: Placement; readonly at: number; readonly frame: Frame }
  | { readonly kind: "repeat"; readonly item: Item; readonly at: number; readonly frame: Frame };

/** Numbers for the layers of a chain that have no names. */
interface Numbering {
  readonly scope: Scope;
  readonly placed: Placed[];
  /** The name that a single layer takes instead of a number. */
  readonly name: string | undefined;
}

export class Elaborator implements Host {
  readonly dims: Dims;
  readonly report: Report;
  readonly nodes: Node[] = [];
  readonly claims: Claim[] = [];
  private readonly ops: ReadonlyMap<string, Op>;
  private readonly memory: Memory;
  private readonly open: BlockDef[] = [];
  private instances = 1;
  private full = false;
  private sharing: { next: number; readonly to: number } | undefined;

  constructor(catalogue: Catalogue, memory: Memory, report: Report) {
    this.ops = catalogue.ops;
    this.memory = memory;
    this.dims = memory.inference.dims;
    this.report = report;
  }

  // ── The model ────────────────────────────────────────────────────────────────────────────────────────────────

  source(kind: "input" | "weight", name: string, shape: Shape | undefined, scope: Scope, site: Site): Placed {
    const node: SourceNode = {
      kind,
      id: this.nodes.length,
      name,
      scope,
      site,
      outputs: [shape && this.memory.inference.intern(shape)],
      dtype: kind === "weight" ? "float" : undefined,
    };
    this.nodes.push(node);
    return leaf({ node, output: 0 });
  }

  /** The layers of a block, and what it gives. */
  body(frame: Frame, first: Placed | undefined): { readonly last: Placed | undefined; readonly numbering: Numbering } {
    const numbering: Numbering = { scope: frame.scope, placed: [], name: undefined };
    return { last: this.layers(frame.def.layers, frame, first, numbering), numbering };
  }

  outputs(frame: Frame, last: Placed | undefined): (Output & { readonly placed: Placed })[] {
    const { def } = frame;
    if (!def.outputs) {
      const layer = def.layers.at(-1);
      const name = layer?.names[0];
      if (!last) return [];
      return [
        {
          name: name?.text ?? "output",
          tensor: last.tensor,
          placed: last,
          site: this.site(frame, name?.span ?? layer?.span ?? def.name.span),
        },
      ];
    }
    return def.outputs.flatMap(({ name, path }) => {
      if (path.syntax.kind !== "path") return [];
      const span = shift(path.syntax.span, path.at);
      const placed = this.valueAt(path.syntax, path.at, frame);
      if (!placed) return [];
      if (!placed.tensor && !placed.broken)
        this.tellParts(frame.def.uri, span, path.syntax.names.map((n) => n.text).join("."), placed);
      return [{ name: name.text, tensor: placed.tensor, placed, site: this.site(frame, span) }];
    });
  }

  // ── Lines ────────────────────────────────────────────────────────────────────────────────────────────────────

  private layers(
    defs: readonly LayerDef[],
    frame: Frame,
    first: Placed | undefined,
    numbering: Numbering,
  ): Placed | undefined {
    let current = first;
    for (const def of defs) current = this.layer(def, frame, current, numbering);
    return current;
  }

  private layer(def: LayerDef, frame: Frame, before: Placed | undefined, numbering: Numbering): Placed {
    const [name] = def.names;
    const placed = def.body
      ? this.nested(def, def.body, frame, before, numbering)
      : this.line(def, frame, before, numbering);
    if (!name) return placed;
    if (def.names.length === 1) {
      if (!frame.names.has(name.text)) frame.names.set(name.text, { kind: "tensor", placed, span: name.span });
      return placed;
    }
    this.bindSeveral(def, frame, placed);
    return placed;
  }

  private bindSeveral(def: LayerDef, frame: Frame, placed: Placed): void {
    const parts = placed.numbered ?? (placed.names ? [...new Set(placed.names.values())] : []);
    const whole = def.line === undefined || def.line.syntax.problems.length === 0;
    if (whole && !placed.broken && parts.length !== def.names.length) {
      const span = { start: def.names[0]?.span.start ?? 0, end: def.names.at(-1)?.span.end ?? 0 };
      const count = parts.length || 1;
      this.tell(
        frame,
        span,
        "unknown-output",
        `There ${count === 1 ? "is one output" : `are ${count} outputs`} here, and ${def.names.length} names.`,
      );
    }
    def.names.forEach((n, i) => {
      if (!frame.names.has(n.text))
        frame.names.set(n.text, { kind: "tensor", placed: parts[i] ?? BROKEN, span: n.span });
    });
  }

  /** A named list or mapping of layers: a chain with names of its own. */
  private nested(
    def: LayerDef,
    body: readonly LayerDef[],
    frame: Frame,
    before: Placed | undefined,
    outer: Numbering,
  ): Placed {
    const name = def.names.map((n) => n.text).join("_") || String(outer.placed.length);
    const scope: Scope = { name, parent: outer.scope, block: undefined, site: this.site(frame, def.span) };
    const inner = new Frame(frame.file, frame.def, scope, frame.site, frame);
    const numbering: Numbering = { scope, placed: [], name: undefined };
    const last = this.layers(body, inner, before, numbering);
    const names = new Map<string, Placed>();
    for (const [key, binding] of inner.names) if (binding.kind === "tensor") names.set(key, binding.placed);
    const placed: Placed = {
      tensor: last?.tensor,
      names,
      numbered: numbering.placed,
      layer: undefined,
      broken: last?.broken ?? false,
    };
    if (def.names.length === 0) outer.placed.push(placed);
    return placed;
  }

  private line(def: LayerDef, frame: Frame, before: Placed | undefined, outer: Numbering): Placed {
    const { line } = def;
    const chain = line?.syntax.chain;
    if (!line || !chain) return BROKEN;
    const at = line.at;
    const steps: Step[] = [];
    const good = this.flatten(chain, at, frame, true, steps);
    const placing = steps.filter((s) => s.kind !== "value");
    let numbering = outer;
    if (def.names.length > 0) {
      const name = def.names.length === 1 ? (def.names[0]?.text ?? "") : def.names.map((n) => n.text).join("_");
      const single = placing.length === 1 && placing[0]?.kind !== "repeat";
      numbering = single
        ? { scope: outer.scope, placed: [], name }
        : {
            scope:
              placing.length === 0
                ? outer.scope
                : { name, parent: outer.scope, block: undefined, site: this.site(frame, def.span) },
            placed: [],
            name: undefined,
          };
    }
    const from = this.nodes.length;
    let placed = good
      ? this.run(steps, before, numbering, this.lineWord(def, frame))
      : this.runWhatCan(steps, before, numbering, this.lineWord(def, frame));
    if (numbering !== outer && numbering.name === undefined && placing.length > 0) {
      // A numbered chain is reached by numbers, passes on what its last layer has, and is shared as a whole.
      const target = { kind: "chain", choice: { chain, span: chain.span }, at, frame } as const;
      placed = {
        ...placed,
        layer: placed.layer && { layer: { kind: "layer", target, args: [] }, from, to: this.nodes.length },
        numbered:
          placed.numbered && placing.length === 1 && placing[0]?.kind !== "repeat"
            ? placed.numbered
            : lastOwn(placed, numbering),
      };
    }
    if (line.syntax.problems.length > 0 && !placed.broken) placed = { ...placed, broken: placed.tensor === undefined };
    const expect = line.syntax.expect;
    if (expect) this.expect({ syntax: expect, at }, placed, frame);
    return placed;
  }

  private expect(pattern: At<ShapePattern>, placed: Placed, frame: Frame): void {
    const { tensor } = placed;
    const shape = tensor?.node.outputs[tensor.output];
    if (!tensor || !shape) {
      readNames(this, frame, pattern);
      if (!placed.broken && !tensor)
        this.tellParts(frame.def.uri, shift(pattern.syntax.span, pattern.at), "this line", placed);
      return;
    }
    claimShape(this, frame, pattern, shape, (condition, fault, span) =>
      this.claim(frame, span, condition, fault, tensor),
    );
  }

  /** After a mistake in the line: what stands before it still counts, what comes after it cannot be known. */
  private runWhatCan(steps: readonly Step[], before: Placed | undefined, numbering: Numbering, where: string): Placed {
    this.run(steps, before, numbering, where);
    return BROKEN;
  }

  /** `follows`: an arrow leads to the first step already. */
  private run(
    steps: readonly Step[],
    before: Placed | undefined,
    numbering: Numbering,
    where: string,
    follows = false,
  ): Placed {
    let current = before;
    let arrow = follows;
    for (const step of steps) {
      switch (step.kind) {
        case "value":
          current = step.placed;
          break;
        case "layer":
          current = this.place(step, current, arrow, numbering, where);
          break;
        case "share":
          current = this.share(step, current, numbering);
          break;
        case "repeat":
          current = this.repeat(step, current, arrow, numbering, where);
      }
      arrow = true;
    }
    return current ?? BROKEN;
  }

  /** A chain with its choices made. `open` is where a value may stand. False when a part could not be told. */
  private flatten(chain: Chain, at: number, frame: Frame, open: boolean, steps: Step[]): boolean {
    let good = true;
    let first = open;
    for (const item of chain.items) {
      if (item.count) steps.push({ kind: "repeat", item, at, frame });
      else if (item.kind === "group") good = this.choose(item.choice, at, frame, first, steps) && good;
      else good = this.step(item, at, frame, first, steps) && good;
      first = false;
    }
    return good;
  }

  private choose(choice: Choice, at: number, frame: Frame, open: boolean, steps: Step[]): boolean {
    const evaluator = new Evaluator(this, frame, at);
    for (let c: Choice | undefined = choice; c; c = c.otherwise) {
      const holds = c.condition ? evaluator.truth(c.condition) : true;
      if (holds === undefined) return false;
      if (holds) return this.flatten(c.chain, at, frame, open, steps);
    }
    return true;
  }

  private step(item: Placement, at: number, frame: Frame, open: boolean, steps: Step[]): boolean {
    const [first, second] = item.path.names;
    if (!first) return false;
    const binding = frame.lookup(first.text);
    if (binding?.kind === "tensor") {
      if (!item.args && !item.key) {
        if (!open) {
          this.tell(
            frame,
            shift(item.path.span, at),
            "not-a-layer",
            `"${first.text}" is a tensor: what follows an arrow is a layer. ${binding.placed.layer ? `To place its layer again with the same weights, write \`share(${first.text})\`; to` : "To"} join two tensors, \`Add(_, ${first.text})\` or \`Concat(_, ${first.text})\`.`,
          );
          return false;
        }
        const placed = this.valueAt(item.path, at, frame);
        if (!placed) return false;
        steps.push({ kind: "value", placed });
        return true;
      }
      const text = first.text;
      const method = item.args && second && !item.key ? this.methodOf(item, second.text, at, frame) : undefined;
      if (method !== undefined) {
        const span = shift(item.span, at);
        this.tell(
          frame,
          span,
          "not-a-layer",
          `A tensor has no methods: what is done to it is a layer, \`${method}\`.`,
          open ? { fix: { title: `Write \`${method}\``, edits: [{ span, text: method }] } } : {},
        );
        return false;
      }
      this.tell(
        frame,
        shift(item.path.span, at),
        "not-a-layer",
        item.key
          ? `"${text}" is a tensor; a part of it is taken by a layer: \`${text} -> Select(1, 0)\`, \`${text} -> Slice(1, 0, end=4)\`.`
          : `"${text}" is a tensor, and takes no arguments.`,
      );
      return false;
    }
    if (!binding && first.text === "share" && !second) {
      steps.push({ kind: "share", item, at, frame });
      return true;
    }
    const layer = this.layerOf(item, at, frame);
    steps.push({ kind: "layer", item, layer, at, frame });
    return layer !== undefined;
  }

  /** `x.view(-1, 8)` as it is written here: `x -> Reshape(-1, 8)`. */
  private methodOf(item: Placement, method: string, at: number, frame: Frame): string | undefined {
    const op = this.aliasOf(method) ?? nearestName(method, this.ops.keys());
    if (op === undefined || item.path.names.length !== 2) return undefined;
    const { text, span } = this.callOf(item, at, frame);
    const args = text.slice(item.path.span.end + at - span.start);
    return `${item.path.names[0]?.text ?? "x"} -> ${op}${args === "()" ? "" : args}`;
  }

  // ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────

  layerNamed(path: Extract<Expr, { kind: "path" }>, frame: Frame): Layer | undefined {
    const [first, second, more] = path.names;
    if (!first || more) return undefined;
    const { file } = frame;
    if (!second) {
      const def = file.def.blocks.get(first.text);
      if (def) return { kind: "layer", target: { kind: "block", def, file }, args: [] };
      const op = this.ops.get(first.text);
      return op && opLayer(op);
    }
    const used = file.uses.get(first.text);
    const def =
      used &&
      (used.def.blocks.get(second.text) ?? (used.def.model.name.text === second.text ? used.def.model : undefined));
    return used && def && { kind: "layer", target: { kind: "block", def, file: used }, args: [] };
  }

  *layerNames(frame: Frame): Iterable<string> {
    yield* frame.file.def.blocks.keys();
    yield* this.ops.keys();
  }

  private layerOf(item: Placement, at: number, frame: Frame): Layer | undefined {
    const { path } = item;
    const first = path.names[0];
    if (!first) return undefined;
    const binding = frame.lookup(first.text);
    if (binding || item.key) {
      const evaluator = new Evaluator(this, frame, at);
      const value = item.key
        ? evaluator.value({ kind: "index", of: path, key: item.key, span: item.span })
        : evaluator.value(path);
      if (value === undefined || isLayer(value)) return value;
      return this.tell(
        frame,
        shift(path.span, at),
        "not-a-layer",
        `"${first.text}" is ${describe(value)}, not a layer.`,
      );
    }
    return this.layerNamed(path, frame) ?? this.unknownLayer(item, at, frame);
  }

  private unknownLayer(item: Placement, at: number, frame: Frame): undefined {
    const { path } = item;
    const [first, second] = path.names;
    if (!first) return undefined;
    const span = shift(path.span, at);
    const { uses } = frame.file;
    const last = path.names.at(-1)?.text ?? "";
    if (last === "Sequential" && !second) return this.tellSequence(item, at, frame);
    if (second) {
      const used = uses.get(first.text);
      if (uses.has(first.text) && !used) return undefined;
      if (used) {
        const known = [...used.def.blocks.keys(), used.def.model.name.text].filter((n) => n !== "");
        const near = nearestName(second.text, known);
        const at2 = shift(second.span, at);
        return this.tell(
          frame,
          at2,
          "unknown-op",
          `"${first.text}" has no block "${second.text}"${near ? `; did you mean "${near}"?` : `: it has ${listed(known, "and")}.`}`,
          near ? { fix: { title: `Change to \`${near}\``, edits: [{ span: at2, text: near }] } } : {},
        );
      }
      if (last === "Sequential" && PREFIXES.has(first.text)) return this.tellSequence(item, at, frame);
      const op = PREFIXES.has(first.text)
        ? this.ops.has(last)
          ? last
          : (this.aliasOf(last) ?? nearestName(last, this.ops.keys()))
        : undefined;
      if (op !== undefined) {
        const prefix = path.names
          .slice(0, -1)
          .map((n) => n.text)
          .join(".");
        return this.tell(
          frame,
          span,
          "unknown-op",
          `Operators go by their name alone: \`${op}\`, without \`${prefix}.\`.`,
          { fix: { title: `Change to \`${op}\``, edits: [{ span, text: op }] } },
        );
      }
    }
    const files = [...uses.keys()];
    if (!second && uses.has(first.text)) {
      const block = uses.get(first.text)?.def.blocks.keys().next().value ?? "Block";
      return this.tell(
        frame,
        span,
        "unknown-op",
        `"${first.text}" is a file; a block of it is placed by its name, \`${first.text}.${block}\`.`,
      );
    }
    const file = second && !PREFIXES.has(first.text) ? nearestName(first.text, files) : undefined;
    if (second && !frame.lookup(first.text) && !PREFIXES.has(first.text)) {
      const at2 = shift(first.span, at);
      return this.tell(
        frame,
        at2,
        "unknown-op",
        `\`use\` names no file "${first.text}"${file ? `; did you mean "${file}"?` : files.length > 0 ? `: there is ${listed(files, "and")}.` : `: write \`use: { ${first.text}: ./${first.text}.arch.yaml }\`.`}`,
        file ? { fix: { title: `Change to \`${file}\``, edits: [{ span: at2, text: file }] } } : {},
      );
    }
    const later = this.laterLayer(first.text, frame);
    if (later) return this.tellLater(first.text, span, frame);
    const from = [...uses].find(
      ([, used]) => used?.def.blocks.has(first.text) || used?.def.model.name.text === first.text,
    );
    if (!second && from) {
      const meant = `${from[0]}.${first.text}`;
      return this.tell(frame, span, "unknown-op", `"${first.text}" stands in another file: \`${meant}\`.`, {
        fix: { title: `Change to \`${meant}\``, edits: [{ span, text: meant }] },
      });
    }
    const near = second ? undefined : nearestName(first.text, [...this.layerNames(frame), ...paramNames(frame)]);
    const meant = this.aliasOf(first.text) ?? near;
    return this.tell(
      frame,
      span,
      "unknown-op",
      `There is no operator or block "${path.names.map((n) => n.text).join(".")}"${meant ? `; did you mean "${meant}"?` : "."}`,
      meant ? { fix: { title: `Change to \`${meant}\``, edits: [{ span, text: meant }] } } : {},
    );
  }

  private tellSequence(item: Placement, at: number, frame: Frame): undefined {
    const { text } = frame.file.def;
    const layers = item.args?.filter((a) => !a.name).map((a) => text.slice(a.span.start + at, a.span.end + at));
    const meant = layers && layers.length > 0 ? layers.join(" -> ") : undefined;
    // Its count and its name stand outside the parentheses.
    const call = shift({ start: item.span.start, end: item.args?.at(-1)?.span.end ?? item.span.end }, at);
    const close = meant === undefined ? -1 : text.indexOf(")", call.end);
    const span = { start: call.start, end: close < 0 ? call.end : close + 1 };
    const short = meant === undefined || meant.length > 80 ? "A -> B" : meant.replace(/\s+/g, " ");
    return this.tell(
      frame,
      shift(item.path.span, at),
      "unknown-op",
      `What \`Sequential\` holds is a chain here: layers follow each other by arrows, \`${short}\`.`,
      meant === undefined || close < 0
        ? {}
        : { fix: { title: "Write the chain", edits: [{ span, text: `(${meant})` }] } },
    );
  }

  private aliasOf(name: string): string | undefined {
    const alias = name.length > 1 ? ALIASES.get(name.toLowerCase()) : undefined;
    return alias !== undefined && this.ops.has(alias) ? alias : undefined;
  }

  private belongsToModel(name: string, frame: Frame): boolean {
    const { model } = frame.file.def;
    if (frame.def === model) return false;
    const is = (n: { readonly text: string }) => n.text === name;
    return layersByName(model).has(name) || [...(model.inputs ?? []), ...model.weights].some((i) => is(i.name));
  }

  private laterLayer(name: string, frame: Frame): LayerDef | undefined {
    return layersByName(frame.def).get(name);
  }

  /** A name that stands further down: out of order, or round in a circle. */
  private tellLater(name: string, span: Span, frame: Frame): undefined {
    const { layers } = frame.def;
    const here = layers.find((l) => l.span.start <= span.start && span.end <= l.span.end);
    const own = here?.names[0]?.text;
    const seen = new Set<string>();
    const todo = [name];
    for (let n = todo.pop(); n !== undefined; n = todo.pop()) {
      if (seen.has(n)) continue;
      seen.add(n);
      const { line } = this.laterLayer(n, frame) ?? {};
      if (line) inLine(line.syntax, (mentioned) => todo.push(mentioned.text));
    }
    if (own !== undefined && seen.has(own)) {
      return this.tell(
        frame,
        span,
        "cycle",
        own === name
          ? `Layer "${name}" takes its own output.`
          : `"${own}" and "${name}" need each other: a network has no cycles.`,
      );
    }
    return this.tell(
      frame,
      span,
      "unknown-name",
      `"${name}" is used above the line that declares it: a name is declared above its use.`,
    );
  }

  private valueAt(path: Extract<Expr, { kind: "path" }>, at: number, frame: Frame): Placed | undefined {
    const [first, ...rest] = path.names;
    if (!first) return undefined;
    const binding = frame.lookup(first.text);
    if (!binding) {
      const span = shift(first.span, at);
      if (frame.file.uses.has(first.text))
        return this.tell(frame, span, "not-a-layer", `"${first.text}" is a file; its blocks are placed as layers.`);
      if (this.laterLayer(first.text, frame)) return this.tellLater(first.text, span, frame);
      const near = nearestName(first.text, tensorNames(frame));
      if (this.belongsToModel(first.text, frame))
        return this.tell(
          frame,
          span,
          "unknown-name",
          `"${first.text}" is a tensor of the model, and a block sees its own names only: declare it in the block's \`inputs\` and hand it over.`,
        );
      return this.tell(
        frame,
        span,
        "unknown-name",
        `There is no layer or input "${first.text}"${near ? `; did you mean "${near}"?` : "."}`,
        near ? { fix: { title: `Change to \`${near}\``, edits: [{ span, text: near }] } } : {},
      );
    }
    if (binding.kind !== "tensor")
      return this.tell(
        frame,
        shift(first.span, at),
        "not-a-layer",
        `"${first.text}" is ${binding.kind === "param" ? "a parameter" : "a size"}, not a tensor.`,
      );
    let placed = binding.placed;
    for (const name of rest) {
      if (placed.broken && !placed.names?.has(name.text)) return BROKEN;
      const next = /^\d+$/.test(name.text) ? placed.numbered?.[Number(name.text)] : placed.names?.get(name.text);
      if (!next) {
        const known = [...(placed.names?.keys() ?? []), ...(placed.numbered?.keys() ?? [])].map(String);
        const near = nearestName(name.text, known);
        const span = shift(name.span, at);
        return this.tell(
          frame,
          span,
          "unknown-name",
          `"${first.text}" has no part "${name.text}"${near ? `; did you mean "${near}"?` : known.length > 0 ? `: it has ${listed(known.slice(0, 12), "and")}.` : "."}`,
          near ? { fix: { title: `Change to \`${near}\``, edits: [{ span, text: near }] } } : {},
        );
      }
      placed = next;
    }
    return placed;
  }

  // ── Placing ──────────────────────────────────────────────────────────────────────────────────────────────────

  private place(
    step: Extract<Step, { kind: "layer" }>,
    before: Placed | undefined,
    arrow: boolean,
    numbering: Numbering,
    where: string,
  ): Placed {
    const { item, layer, at, frame } = step;
    const name = this.nextName(numbering);
    const done = (placed: Placed): Placed => {
      if (numbering.name === undefined) numbering.placed.push(placed);
      return placed;
    };
    if (!layer) return done(BROKEN);
    const call = this.callOf(item, at, frame);
    const target = layer.target;
    if (target.kind === "op" && layer.args.length === 0 && isLiteral(item)) {
      const input = this.before(before, call, target.op.name, target.op.inputs.length, frame, where);
      const settings = this.literal(target.op, item, at, frame, call);
      return done(
        input ? this.placeOp(target.op, settings, [input], name, numbering.scope, frame, call, layer) : BROKEN,
      );
    }
    const named = target.kind === "op" && !target.op.positional?.length && target.op.listed === undefined;
    const { tensors, settings, good } = this.split(item.args ?? [], at, frame, before, named);
    if (!good) return done(BROKEN);
    const args = [...layer.args, ...settings];
    const uses = tensors.length > 0;
    // Where one tensor is missing, that is what is told.
    const least =
      target.kind === "op" ? arityOf(target.op).least : target.kind === "block" ? (target.def.inputs?.length ?? 1) : 0;
    const fewer = tensors.length < least;
    // An argument that could not be worked out may have been meant as the one that is missing.
    if (uses && fewer && settings.some((arg) => arg.name === undefined && arg.value === undefined)) return done(BROKEN);
    if (uses && arrow && before && !before.broken && !tensors.includes(before) && !fewer) {
      const text = target.kind === "op" ? target.op.name : (item.path.names.at(-1)?.text ?? "");
      const most = target.kind === "op" ? arityOf(target.op).most : least;
      const meant = tensors.length < most ? call.text.replace(/\(\s*/, "(_, ") : `${text}(_, …)`;
      this.tell(
        frame,
        shift(item.span, at),
        "unused-value",
        `${text} takes the tensors in its parentheses, so the value that the arrow brings is lost. Write \`_\` where it belongs: \`${meant}\`.`,
        meant.endsWith("…)") ? {} : { fix: { title: `Write \`${meant}\``, edits: [{ span: call.span, text: meant }] } },
      );
    }
    if (target.kind === "op") {
      const inputs = uses
        ? tensors
        : this.beforeList(before, call, target.op.name, target.op.inputs.length, frame, where);
      const read = this.memory.settings.read(target.op, args, call, this.report);
      return done(inputs ? this.placeOp(target.op, read, inputs, name, numbering.scope, frame, call, layer) : BROKEN);
    }
    if (target.kind === "chain") {
      const extra = args[0];
      if (extra)
        this.report.add(
          extra.uri,
          extra.span,
          "too-many-arguments",
          "A chain that is used as a layer takes no settings.",
        );
      const input = uses ? tensors[0] : before;
      const scope: Scope = { name, parent: numbering.scope, block: undefined, site: this.site(frame, call.span) };
      const inner: Numbering = { scope, placed: [], name: undefined };
      const steps: Step[] = [];
      const from = this.nodes.length;
      const ok = this.choose(target.choice, target.at, target.frame, false, steps);
      const placed = this.run(steps, input, inner, where);
      return done(
        ok
          ? { ...placed, names: undefined, numbered: inner.placed, layer: { layer, from, to: this.nodes.length } }
          : BROKEN,
      );
    }
    return done(
      this.placeBlock(
        { ...layer, args },
        target.def,
        target.file,
        uses ? tensors : undefined,
        before,
        name,
        numbering.scope,
        frame,
        call,
        where,
      ),
    );
  }

  private repeat(
    step: Extract<Step, { kind: "repeat" }>,
    before: Placed | undefined,
    arrow: boolean,
    numbering: Numbering,
    where: string,
  ): Placed {
    const { item, at, frame } = step;
    const count = item.count ? new Evaluator(this, frame, at).value(item.count) : 1;
    if (count === undefined) return BROKEN;
    const span = shift(item.count?.span ?? item.span, at);
    if (typeof count !== "number" || count < 0) {
      this.tell(
        frame,
        span,
        "repeat-count",
        `A layer is repeated a whole number of times that is known beforehand; this is ${describe(count)}.`,
      );
      return BROKEN;
    }
    if (count * this.instances > MAX_LAYERS) {
      // Repeats inside repeats meet this line again and again.
      if (this.instances > 1) this.full = true;
      this.tell(
        frame,
        span,
        "too-complex",
        `This asks for ${(count * this.instances).toLocaleString("en")} layers; a model may have ${MAX_LAYERS.toLocaleString("en")}.`,
      );
      return BROKEN;
    }
    this.instances *= Math.max(1, count);
    let current = before;
    let follows = arrow;
    for (let i = 0; i < count && !this.full; i++) {
      let inner = frame;
      if (item.as) {
        inner = new Frame(frame.file, frame.def, frame.scope, frame.site, frame);
        inner.names.set(item.as.text, { kind: "value", value: i, span: shift(item.as.span, at) });
      }
      const steps: Step[] = [];
      const good =
        item.kind === "group"
          ? this.choose(item.choice, at, inner, false, steps)
          : this.step(item, at, inner, false, steps);
      current = this.run(steps, current, numbering, where, follows);
      if (!good) current = BROKEN;
      follows = true;
    }
    this.instances /= Math.max(1, count);
    return current ?? BROKEN;
  }

  private share(step: Extract<Step, { kind: "share" }>, before: Placed | undefined, numbering: Numbering): Placed {
    const { item, at, frame } = step;
    const name = this.nextName(numbering);
    const call = this.callOf(item, at, frame);
    const done = (placed: Placed): Placed => {
      if (numbering.name === undefined) numbering.placed.push(placed);
      return placed;
    };
    const [only, more] = item.args ?? [];
    if (only?.value.kind !== "path" || only.name || more) {
      this.tell(frame, call.span, "tensor-count", "`share` takes one layer by its name: `right -> share(encoder)`.");
      return done(BROKEN);
    }
    const original = this.valueAt(only.value, at, frame);
    if (!original || original.broken) return done(BROKEN);
    if (!original.layer) {
      this.tell(
        frame,
        shift(only.span, at),
        "not-a-layer",
        `"${call.text.slice(6, -1)}" is no single layer: \`share\` places one layer or block again.`,
      );
      return done(BROKEN);
    }
    if (!before?.tensor) {
      if (!before?.broken)
        this.tell(frame, call.span, "tensor-count", "`share` needs a value before it: `right -> share(encoder)`.");
      return done(BROKEN);
    }
    const outer = this.sharing;
    this.sharing = { next: original.layer.from, to: original.layer.to };
    const { layer, node } = original.layer;
    const placed =
      layer.target.kind === "op"
        ? this.placeOp(
            layer.target.op,
            node && { attributes: node.attributes, init: node.init, written: NO_PLACES },
            [before],
            name,
            numbering.scope,
            frame,
            call,
            layer,
          )
        : layer.target.kind === "block"
          ? this.placeBlock(
              layer,
              layer.target.def,
              layer.target.file,
              undefined,
              before,
              name,
              numbering.scope,
              frame,
              call,
              "",
            )
          : this.shareChain(layer.target, before, name, numbering.scope, frame, call);
    this.sharing = outer;
    return done(placed);
  }

  /** The chain without the value that opens it. */
  private shareChain(
    target: Extract<Layer["target"], { kind: "chain" }>,
    before: Placed,
    name: string,
    parent: Scope,
    frame: Frame,
    call: Call,
  ): Placed {
    const steps: Step[] = [];
    if (!this.choose(target.choice, target.at, target.frame, true, steps)) return BROKEN;
    const scope: Scope = { name, parent, block: undefined, site: this.site(frame, call.span) };
    const inner: Numbering = { scope, placed: [], name: undefined };
    const placed = this.run(
      steps.filter((step) => step.kind !== "value"),
      before,
      inner,
      "",
    );
    return { ...placed, names: undefined, numbered: inner.placed, layer: undefined };
  }

  private placeOp(
    op: Op,
    settings: Settings | undefined,
    inputs: readonly Placed[],
    name: string,
    scope: Scope,
    frame: Frame,
    call: Call,
    layer: Layer,
  ): Placed {
    const site = this.site(frame, call.span);
    const tensors: Tensor[] = [];
    for (const input of inputs) {
      if (input.tensor) tensors.push(input.tensor);
      else if (input.broken) tensors.push(UNKNOWN);
      else {
        this.tellParts(frame.def.uri, call.span, op.name, input);
        return BROKEN;
      }
    }
    const { least, most, typed } = arityOf(op);
    if (tensors.length < least || tensors.length > most) {
      this.tellTensorCount(op, tensors.length, least, most, frame, call);
      return BROKEN;
    }
    if (!this.room(frame, call.span)) return BROKEN;
    const shapes: Shape[] = [];
    let dtypes: (DType | undefined)[] | undefined;
    for (const t of tensors) {
      const shape = t.node.outputs[t.output];
      if (shape) shapes.push(shape);
    }
    if (typed) dtypes = tensors.map((t) => t.node.dtype);
    const result =
      settings && shapes.length === tensors.length
        ? this.memory.inference.apply(op, settings.attributes, shapes, dtypes)
        : undefined;
    const shares = this.shared(op);
    const node: OpNode = {
      kind: "op",
      id: this.nodes.length,
      name,
      scope,
      site,
      op,
      attributes: settings?.attributes ?? {},
      written: settings?.written ?? NO_PLACES,
      inputs: tensors,
      outputs: result?.outputs ?? (op.outputs ?? [undefined]).map(() => undefined),
      dtype: op.dtype ?? tensors[0]?.node.dtype,
      result,
      shares,
      init: settings?.init,
    };
    this.nodes.push(node);
    if (shares) this.claimWeights(shares, node, frame, call.span);
    const again = { layer, from: node.id, to: node.id + 1, node };
    if (!op.outputs && !op.manyOutputs)
      return {
        tensor: { node, output: 0 },
        names: undefined,
        numbered: undefined,
        layer: again,
        broken: result === undefined,
      };
    const parts = node.outputs.map((_, output) => leaf({ node, output }, result === undefined));
    const names = op.outputs && new Map(op.outputs.map((n, i) => [n, parts[i] ?? BROKEN]));
    return {
      tensor: op.mainOutput ? { node, output: 0 } : undefined,
      names,
      numbered: parts,
      layer: again,
      broken: result === undefined,
    };
  }

  /** What the names of a block's condition stand for: `H is 8 and W is 9`. */
  private namedSizes(condition: Expr, frame: Frame): { readonly reason?: string } {
    const names = new Set<string>();
    inExpr(condition, ({ text }) => names.add(text));
    const parts = [...names].reverse().flatMap((name) => {
      const binding = frame.lookup(name);
      const value = binding?.kind === "value" ? binding.value : undefined;
      return typeof value === "number" || isDim(value)
        ? [`${name} is ${isDim(value) ? this.dims.print(value) : value}`]
        : [];
    });
    return parts.length > 0 ? { reason: listed(parts, "and") } : {};
  }

  /** What is shared must have the sizes that arrive here ask for. */
  private claimWeights(owner: OpNode, node: OpNode, frame: Frame, span: Span): void {
    const table = ({ op, inputs, attributes, result }: OpNode) => {
      const shapes = inputs.map((t) => t.node.outputs[t.output]).filter((shape) => shape !== undefined);
      const known = result && result.faults.length === 0 && shapes.length === inputs.length;
      return known ? op.weights(new RuleContext(this.dims), shapes, attributes) : [];
    };
    const theirs = new Map(table(owner).map((weight) => [weight.name, weight.shape]));
    for (const { name, shape } of table(node)) {
      const other = theirs.get(name);
      const axis = shape.findIndex((dim, i) => other?.[i] !== undefined && other[i] !== dim);
      const [expected, got] = [other?.[axis], shape[axis]];
      if (!expected || !got) continue;
      const fault: ClaimFault = { code: "channel-mismatch", axis, attribute: name, text: pathOf(owner) };
      claimEqual(this.dims, expected, got, fault, span, (condition, told, at) =>
        this.claim(frame, at, condition, told, node.inputs[0]),
      );
      return;
    }
  }

  private placeBlock(
    layer: Layer,
    def: BlockDef,
    file: FileScope,
    tensors: readonly Placed[] | undefined,
    before: Placed | undefined,
    name: string,
    parent: Scope,
    caller: Frame,
    call: Call,
    where: string,
  ): Placed {
    if (this.open.includes(def)) {
      this.tell(
        caller,
        call.span,
        "recursive-block",
        `Block "${def.name.text}" contains itself${
          this.open.at(-1) === def
            ? ""
            : ` (through ${listed(
                this.open.slice(this.open.indexOf(def) + 1).map((d) => `"${d.name.text}"`),
                "and",
              )})`
        }. Repeat a block with \`${def.name.text} * n\`.`,
      );
      return BROKEN;
    }
    if (this.open.length >= MAX_DEPTH) {
      this.tell(caller, call.span, "too-complex", `Blocks stand inside blocks more than ${MAX_DEPTH} deep.`);
      return BROKEN;
    }
    const site = this.site(caller, call.span);
    const inputs: readonly InputDef[] = def.inputs ?? [{ name: { text: "x", span: def.name.span } }];
    const given = tensors ?? this.beforeList(before, call, def.name.text, inputs.length, caller, where);
    if (!given) return BROKEN;
    if (given.length !== inputs.length) {
      this.tellBlockTensors(
        def,
        inputs,
        given.length,
        tensors !== undefined && !(before && tensors.includes(before)),
        caller,
        call,
      );
      return BROKEN;
    }
    const scope: Scope = { name, parent, block: def.name.text, site };
    const frame = new Frame(file, def, scope, site);
    const passed = bindParams(this, def, frame, layer.args, call, inputs);
    if (!passed) return BROKEN;
    const placedInputs: Placed[] = [];
    for (const [i, input] of inputs.entries()) {
      const placed = given[i] as Placed;
      if (!placed.tensor && !placed.broken) {
        this.tellParts(caller.def.uri, call.span, def.name.text, placed);
        return BROKEN;
      }
      placedInputs.push(placed);
      frame.names.set(input.name.text, { kind: "tensor", placed, span: input.name.span });
    }
    inputs.forEach((input, i) => {
      const tensor = placedInputs[i]?.tensor;
      const shape = tensor?.node.outputs[tensor.output];
      if (!input.shape) return;
      let fits = true;
      bindShape(this, frame, input.shape, shape, i, call.span, (condition, fault, span) => {
        if (condition.kind === "false") fits = false;
        this.claim(caller, span, condition, { ...fault, attribute: input.name.text, text: def.name.text }, tensor);
      });
      // What does not fit at the door is told there; inside, nothing more is said of it.
      if (fits) return;
      placedInputs[i] = BROKEN;
      frame.names.set(input.name.text, { kind: "tensor", placed: BROKEN, span: input.name.span });
    });
    for (const condition of def.where) {
      const holds = new Evaluator(this, frame, condition.at).condition(condition.syntax);
      if (holds)
        this.claim(
          caller,
          call.span,
          holds,
          {
            code: "condition-not-guaranteed",
            attribute: def.name.text,
            text: condition.text,
            ...this.namedSizes(condition.syntax, frame),
          },
          undefined,
        );
    }
    const from = this.nodes.length;
    for (const weight of def.weights) {
      const shape = this.weightShape(weight, frame);
      frame.names.set(weight.name.text, {
        kind: "tensor",
        placed: this.source("weight", weight.name.text, shape, scope, this.site(frame, weight.name.span)),
        span: weight.name.span,
      });
    }
    this.open.push(def);
    const first = placedInputs.length === 1 ? placedInputs[0] : undefined;
    // An alias of one layer takes the name of its use; its scope then stays empty.
    const alias = def.alias && def.layers[0]?.line ? { scope: parent, placed: [], name } : undefined;
    const result = alias ? this.alias(def.layers[0] as LayerDef, frame, first, alias) : undefined;
    if (result) {
      this.open.pop();
      return { ...result, layer: { layer, from, to: this.nodes.length } };
    }
    const { last, numbering } = this.body(frame, first);
    const outputs = this.outputs(frame, last);
    this.open.pop();
    const names = new Map<string, Placed>();
    for (const [key, binding] of frame.names) if (binding.kind === "tensor") names.set(key, binding.placed);
    if (def.outputs) for (const o of outputs) names.set(o.name, o.placed);
    const main = outputs.length === 1 ? outputs[0] : undefined;
    return {
      tensor: main?.tensor,
      names,
      ...(def.outputs ? { outputs: def.outputs.map((o) => o.name.text) } : {}),
      numbered: numbering.placed,
      layer: { layer, from, to: this.nodes.length },
      broken: main ? main.placed.broken : outputs.length === 0,
    };
  }

  /** A block that is one line with one layer is that layer. Undefined when it comes to more. */
  private alias(def: LayerDef, frame: Frame, first: Placed | undefined, numbering: Numbering): Placed | undefined {
    const { line } = def;
    if (!line?.syntax.chain) return BROKEN;
    const steps: Step[] = [];
    const good = this.flatten(line.syntax.chain, line.at, frame, true, steps);
    const placing = steps.filter((s) => s.kind !== "value");
    if (good && (placing.length !== 1 || placing[0]?.kind === "repeat")) return undefined;
    const placed = this.run(steps, first, numbering, "");
    if (line.syntax.expect) this.expect({ syntax: line.syntax.expect, at: line.at }, placed, frame);
    return good ? placed : BROKEN;
  }

  weightShape(weight: InputDef, frame: Frame): Shape | undefined {
    if (!weight.shape) {
      this.tell(
        frame,
        weight.name.span,
        "missing-attribute",
        `Weight "${weight.name.text}" needs a shape: \`${weight.name.text}: [1, 64]\`.`,
      );
      return undefined;
    }
    const evaluator = new Evaluator(this, frame, weight.shape.at);
    const sizes = weight.shape.syntax.items.map((item) => {
      if (item.kind !== "ellipsis" && item.kind !== "hole") return evaluator.size(item);
      this.tell(frame, shift(item.span, weight.shape?.at ?? 0), "attribute-kind", "Every size of a weight is stated.");
      return undefined;
    });
    return sizes.includes(undefined) ? undefined : (sizes as Shape);
  }

  // ── Arguments ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Tensors come first, then settings. `named`: there are no settings without a name. */
  private split(
    args: readonly Arg[],
    at: number,
    frame: Frame,
    before: Placed | undefined,
    named: boolean,
  ): { tensors: Placed[]; settings: BoundArg[]; good: boolean } {
    const tensors: Placed[] = [];
    const settings: Arg[] = [];
    let good = true;
    for (const arg of args) {
      const { value } = arg;
      if (!arg.name && value.kind === "list" && value.items.length > 0) {
        const tensors = value.items.every(
          (item) =>
            item.kind === "hole" ||
            (item.kind === "path" && frame.lookup(item.names[0]?.text ?? "")?.kind === "tensor"),
        );
        if (tensors) {
          const span = shift(arg.span, at);
          const inside = frame.file.def.text.slice(span.start + 1, span.end - 1).trim();
          this.tell(
            frame,
            span,
            "tensor-count",
            `Tensors stand in the parentheses one by one, not in a list: \`${inside}\`.`,
            { fix: { title: `Write \`${inside}\``, edits: [{ span, text: inside }] } },
          );
          good = false;
          continue;
        }
      }
      const isTensor =
        !arg.name && (value.kind === "hole" || (value.kind === "path" && this.namesTensor(value, frame, named)));
      if (!isTensor) {
        settings.push(arg);
        continue;
      }
      if (settings.length > 0) {
        this.tell(
          frame,
          shift(arg.span, at),
          "tensor-count",
          "Tensors come first in the parentheses, settings after them.",
        );
        good = false;
        continue;
      }
      if (value.kind === "hole") {
        if (before) tensors.push(before);
        else {
          this.tell(
            frame,
            shift(arg.span, at),
            "tensor-count",
            "`_` is the value before this layer, and there is none.",
          );
          good = false;
        }
        continue;
      }
      const placed = this.valueAt(value, at, frame);
      if (!placed) good = false;
      else if (!value.every) tensors.push(placed);
      else if (placed.numbered) tensors.push(...placed.numbered);
      else if (placed.broken) good = false;
      else {
        this.tell(
          frame,
          shift(arg.span, at),
          "unknown-output",
          `"${value.names.map((n) => n.text).join(".")}" has no numbered parts.`,
        );
        good = false;
      }
    }
    return { tensors, settings: good ? new Evaluator(this, frame, at).args(settings) : [], good };
  }

  /** A name that is a tensor, or can only be meant as one: a misspelt layer is told as such, not as a misspelt word. */
  private namesTensor(path: Extract<Expr, { kind: "path" }>, frame: Frame, named: boolean): boolean {
    const first = path.names[0]?.text ?? "";
    const binding = frame.lookup(first);
    if (binding) return binding.kind === "tensor";
    if (path.every) return true;
    if (this.layerNamed(path, frame) || frame.file.uses.has(first)) return false;
    // `named`: the layer's settings all go by name, so nothing else can be meant.
    if (named || this.belongsToModel(first, frame)) return true;
    return (
      this.laterLayer(first, frame) !== undefined ||
      (nearestName(first, frame.visible()) === nearestName(first, tensorNames(frame)) &&
        nearestName(first, tensorNames(frame)) !== undefined)
    );
  }

  private beforeList(
    before: Placed | undefined,
    call: Call,
    name: string,
    count: number,
    frame: Frame,
    where: string,
  ): readonly Placed[] | undefined {
    const one = this.before(before, call, name, count, frame, where);
    return one && [one];
  }

  private before(
    before: Placed | undefined,
    call: Call,
    name: string,
    count: number,
    frame: Frame,
    where: string,
  ): Placed | undefined {
    if (before) return before;
    const inputs = [...tensorNames(frame)].slice(0, 4);
    this.tell(
      frame,
      call.span,
      "tensor-count",
      `${name} has no value before it${where}. Say which ${count > 1 ? "tensors" : "tensor"} it takes: \`${inputs[0] ?? "x"} -> ${call.text.slice(0, 40)}\`.`,
    );
    return undefined;
  }

  private literal(op: Op, item: Placement, at: number, frame: Frame, call: Call): Settings | undefined {
    const known = this.memory.literal.get(item);
    if (known?.op === op) {
      const { attributes, init, written } = known.settings;
      return written.size === 0 ? known.settings : { attributes, init, written: written.moved(at) };
    }
    const before = this.report.problems.length;
    const args = item.args ? new Evaluator(this, frame, at).args(item.args) : [];
    const settings = this.memory.settings.read(op, args, call, this.report);
    if (settings && this.report.problems.length === before)
      this.memory.literal.set(item, { op, settings: { ...settings, written: settings.written.moved(-at) } });
    return settings;
  }

  // ── Small things ─────────────────────────────────────────────────────────────────────────────────────────────

  private nextName(numbering: Numbering): string {
    return numbering.name ?? String(numbering.placed.length);
  }

  private callOf(item: Placement, at: number, frame: Frame): Call {
    return new Call(frame.def.uri, shift(item.span, at), frame.file.def.text);
  }

  private site(frame: Frame, span: Span): Site {
    return frame.site ? { uri: frame.def.uri, span, from: frame.site } : { uri: frame.def.uri, span };
  }

  private lineWord(def: LayerDef, frame: Frame): string {
    return frame.def.layers[0] === def && (frame.def.inputs?.length ?? 1) > 1
      ? `: ${frame.def.root ? "the model" : `block "${frame.def.name.text}"`} has several inputs`
      : "";
  }

  /** The node whose weights the next one uses. */
  private shared(op: Op): OpNode | undefined {
    const { sharing } = this;
    if (!sharing) return undefined;
    while (sharing.next < sharing.to) {
      const node = this.nodes[sharing.next++];
      if (node?.kind === "op") return node.op === op ? (node.shares ?? node) : undefined;
    }
    return undefined;
  }

  private room(frame: Frame, span: Span): boolean {
    if (this.nodes.length < MAX_LAYERS) return true;
    if (!this.full)
      this.tell(
        frame,
        span,
        "too-complex",
        `The model has more than ${MAX_LAYERS.toLocaleString("en")} layers; what follows is not looked at.`,
      );
    this.full = true;
    return false;
  }

  claimEven(condition: Condition, frame: Frame, span: Span, by: Dim, value: Dim): void {
    this.claim(frame, span, condition, { code: "division", expected: by, got: value }, undefined);
  }

  private claim(frame: Frame, span: Span, condition: Condition, fault: ClaimFault, about: Tensor | undefined): void {
    this.claims.push({ after: this.nodes.length - 1, site: this.site(frame, span), about, condition, fault });
  }

  private tellParts(uri: string, span: Span, what: string, placed: Placed): void {
    const parts =
      placed.outputs ?? (placed.names ? [...placed.names.keys()] : [...(placed.numbered?.keys() ?? [])].map(String));
    this.report.add(
      uri,
      span,
      "unknown-output",
      `Several tensors arrive at ${what}; say which: ${listed(parts.slice(0, 8)) || "name them on the left, `a, b: Chunk(2)`"}.`,
    );
  }

  private tellTensorCount(op: Op, count: number, least: number, most: number, frame: Frame, call: Call): void {
    const takes =
      least === most
        ? `${least} tensor${least === 1 ? "" : "s"}`
        : most === Number.POSITIVE_INFINITY
          ? `at least ${least} tensors`
          : `${least} to ${most} tensors`;
    const names = op.inputs.some((i) => i.many) ? "" : ` (${op.inputs.map((i) => i.name).join(", ")})`;
    const text = call.text;
    const open = text.indexOf("(");
    const inside = open < 0 ? "" : text.slice(open + 1, -1).trim();
    const meant =
      count < least && !inside.startsWith("_")
        ? `${op.name}(_${inside === "" ? ", other" : `, ${inside}`})`
        : undefined;
    this.tell(
      frame,
      call.span,
      "tensor-count",
      `${op.name} takes ${takes}${names}; got ${count}.${meant ? ` Write \`${meant}\`: \`_\` is the value before it.` : ""}`,
      meant && inside !== "" ? { fix: { title: `Write \`${meant}\``, edits: [{ span: call.span, text: meant }] } } : {},
    );
  }

  private tellBlockTensors(
    def: BlockDef,
    inputs: readonly InputDef[],
    count: number,
    named: boolean,
    frame: Frame,
    call: Call,
  ): void {
    const what = inputs.map((i) =>
      i.shape
        ? `${i.name.text} ${def.uri === frame.file.def.uri ? frame.file.def.text.slice(i.shape.syntax.span.start + i.shape.at, i.shape.syntax.span.end + i.shape.at) : ""}`.trim()
        : i.name.text,
    );
    const open = call.text.indexOf("(");
    const written = open < 0 ? "" : call.text.slice(open + 1, -1).trim();
    const meant =
      named && count === inputs.length - 1 && !written.startsWith("_")
        ? `${call.text.slice(0, open)}(_, ${written})`
        : undefined;
    this.tell(
      frame,
      call.span,
      "tensor-count",
      `Block "${def.name.text}" takes ${inputs.length} tensor${inputs.length === 1 ? "" : "s"}: ${listed(what, "and")}; got ${count}. ${meant ? `Write \`${meant}\`: \`_\` is the value before it.` : "They come first in the parentheses, before its settings."}`,
      {
        related: [{ uri: def.uri, span: def.name.span, message: `"${def.name.text}" is declared here` }],
      },
    );
  }

  private tell(frame: Frame, span: Span, code: string, message: string, extra?: Extra): undefined {
    this.report.add(frame.def.uri, span, code, message, extra);
    return undefined;
  }
}

const NOWHERE: Site = { uri: "", span: { start: 0, end: 0 } };

/** What stands for a tensor that an earlier mistake left unknown. */
const UNKNOWN: Tensor = {
  node: {
    kind: "input",
    id: -1,
    name: "?",
    scope: { name: "", parent: undefined, block: undefined, site: NOWHERE },
    site: NOWHERE,
    outputs: [undefined],
    dtype: undefined,
  },
  output: 0,
};

export const BROKEN: Placed = {
  tensor: undefined,
  names: undefined,
  numbered: undefined,
  layer: undefined,
  broken: true,
};

function leaf(tensor: Tensor, broken = false): Placed {
  return { tensor, names: undefined, numbered: undefined, layer: undefined, broken };
}

/** A line of several layers is reached by its numbers; what its last layer has by name stays reachable too. */
function lastOwn(placed: Placed, numbering: Numbering): readonly Placed[] | undefined {
  return placed.numbered && placed.tensor === undefined ? placed.numbered : numbering.placed;
}

function* tensorNames(frame: Frame): Iterable<string> {
  for (let f: Frame | undefined = frame; f; f = f.outer)
    for (const [name, b] of f.names) if (b.kind === "tensor") yield name;
}

const named = new WeakMap<BlockDef, ReadonlyMap<string, LayerDef>>();

function layersByName(def: BlockDef): ReadonlyMap<string, LayerDef> {
  let known = named.get(def);
  if (!known) {
    // Of several with one name the first counts.
    known = new Map(def.layers.flatMap((layer) => layer.names.map((n) => [n.text, layer] as const)).reverse());
    named.set(def, known);
  }
  return known;
}

/** Parameters may be layers. */
function* paramNames(frame: Frame): Iterable<string> {
  for (let f: Frame | undefined = frame; f; f = f.outer) yield* f.def.params.keys();
}

/** Modules of other frameworks, which nobody writes here. */
const PREFIXES: ReadonlySet<string> = new Set(["nn", "torch", "F", "functional", "tf", "keras", "torchvision"]);

const opLayers = new WeakMap<Op, Layer>();

/** An operator without settings, as a layer. */
function opLayer(op: Op): Layer {
  let layer = opLayers.get(op);
  if (!layer) opLayers.set(op, (layer = { kind: "layer", target: { kind: "op", op }, args: [] }));
  return layer;
}

interface Arity {
  readonly least: number;
  readonly most: number;
  /** Whether the element types of the tensors matter. */
  readonly typed: boolean;
}

const arities = new WeakMap<Op, Arity>();

function arityOf(op: Op): Arity {
  let arity = arities.get(op);
  if (!arity) {
    const { inputs } = op;
    arity = {
      least: inputs.reduce((n, i) => n + (i.optional ? 0 : (i.many?.min ?? 1)), 0),
      most: inputs.at(-1)?.many ? Number.POSITIVE_INFINITY : inputs.length,
      typed: inputs.some((i) => i.dtype !== undefined),
    };
    arities.set(op, arity);
  }
  return arity;
}

/** It names nothing, so its settings are the same wherever the text stands. */
const isLiteral = (item: Placement): boolean =>
  item.args === undefined || item.args.every((a) => isLiteralExpr(a.value));

function isLiteralExpr(e: Expr): boolean {
  switch (e.kind) {
    case "int":
    case "float":
    case "string":
    case "bool":
    case "null":
      return true;
    case "list":
      return e.items.every(isLiteralExpr);
    case "unary":
      return isLiteralExpr(e.of);
    default:
      return false;
  }
}

/** Names that other frameworks and torch's functions have for what is here. */
const ALIASES = new Map([
  ["cat", "Concat"],
  ["concatenate", "Concat"],
  ["conv", "Conv2d"],
  ["batchnorm", "BatchNorm2d"],
  ["bn", "BatchNorm2d"],
  ["maxpool", "MaxPool2d"],
  ["avgpool", "AvgPool2d"],
  ["dense", "Linear"],
  ["upconv", "ConvTranspose2d"],
  ["conv2dtranspose", "ConvTranspose2d"],
  ["deconv", "ConvTranspose2d"],
  ["swish", "SiLU"],
  ["plus", "Add"],
  ["view", "Reshape"],
]);
