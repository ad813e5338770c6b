/**
 * A file's root as a model: its symbols, its parameters as they stand and as entries of `sizes` change them, and one
 * graph for each choice of parameters.
 */
import { symbolsOf } from "../../core/condition.ts";
import type { Condition, Dim, Shape } from "../../core/dim/index.ts";
import type { Case, Graph, Scope, SourceNode, SymbolInfo, Variant } from "../../core/graph.ts";
import { listed, nearestName } from "../../core/nearest.ts";
import { type Site, shift } from "../../core/span.ts";
import { isDim } from "../../core/value.ts";
import { askedFor, type Entry, entryOf, keyOf, type Override, type Overrides, spanOf } from "./asked.ts";
import { conditionOf } from "./conditions.ts";
import type { BlockDef, InputDef, ParamDef, ParamValue } from "./declared.ts";
import { Elaborator } from "./elaborate.ts";
import type { Catalogue, Memory, Worked } from "./elaboration.ts";
import { Evaluator, evaluateParam } from "./evaluate.ts";
import { type FileScope, Frame, type Placed, type V } from "./frame.ts";
import { accepts, choicesOf, isRequired } from "./params.ts";
import { Report } from "./report.ts";
import { resolveSymbols, type Stated, type Symbols, symbolNames } from "./symbols.ts";
import { describe } from "./values.ts";

interface WorkedVariant extends Worked {
  readonly variant: Variant;
}

/** `params` are parameters that whoever asks for the model sets, as text. */
export function buildModel(
  file: FileScope,
  catalogue: Catalogue,
  memory: Memory,
  report: Report,
  params: ReadonlyMap<string, string> = new Map(),
): WorkedVariant[] {
  return new Building(file, catalogue, memory, report).variants(params);
}

class Building {
  private readonly file: FileScope;
  private readonly catalogue: Catalogue;
  private readonly memory: Memory;
  private readonly report: Report;
  private readonly def: BlockDef;
  private readonly uri: string;

  constructor(file: FileScope, catalogue: Catalogue, memory: Memory, report: Report) {
    this.file = file;
    this.catalogue = catalogue;
    this.memory = memory;
    this.report = report;
    this.def = file.def.model;
    this.uri = file.def.uri;
  }

  variants(params: ReadonlyMap<string, string>): WorkedVariant[] {
    const { def } = this.file;
    const entries = def.sizes.map((entry) => entryOf(def, entry, this.report));
    const asked = askedFor(def, params, this.report);
    const groups = new Map<string, { readonly overrides: Overrides; readonly entries: Entry[] }>();
    groups.set(keyOf(asked), { overrides: asked, entries: [] });
    for (const entry of entries) {
      const key = keyOf(entry.overrides);
      const group = groups.get(key);
      if (group) group.entries.push(entry);
      else if (asked.size === 0) groups.set(key, { overrides: entry.overrides, entries: [entry] });
    }
    return [...groups.values()].flatMap((group) => this.group(group.overrides, group.entries));
  }

  // ── One choice of parameters ─────────────────────────────────────────────────────────────────────────────────

  /** One variant; where symbols decide what is placed, one for each of their values that the file names. */
  private group(overrides: Overrides, entries: readonly Entry[]): WorkedVariant[] {
    const { file, catalogue, memory, report } = this;
    const trial = new Report(report);
    const open = new Building(file, catalogue, memory, trial).variant(overrides, entries, NOTHING);
    const fixed = this.fixed(entries, trial.undecided);
    if (!fixed) {
      for (const problem of trial.problems) report.take(problem);
      return [open];
    }
    const places = trial.problems.filter((p) => p.code === "not-known" && p.severity === "error");
    for (const { uri, span } of places)
      report.add(
        uri,
        span,
        "not-known",
        `What is placed here depends on ${listed([...trial.undecided], "and")}, so the model is checked only where \`sizes\` says: ${[...fixed.values()].map(({ values }) => textOf(values)).join("; ")}.`,
        { severity: "hint" },
      );
    return [...fixed.values()].map(({ values, entries: own }) => this.variant(overrides, own, values));
  }

  /** The values that entries give to some symbols, and which entries give them; undefined where one leaves any open. */
  private fixed(entries: readonly Entry[], names: ReadonlySet<string>): ReadonlyMap<string, Fixed> | undefined {
    if (names.size === 0 || entries.length === 0) return undefined;
    const out = new Map<string, { readonly values: ReadonlyMap<string, number>; readonly entries: Entry[] }>();
    for (const entry of entries) {
      const values = new Map<string, number>();
      for (const { name, value } of entry.symbols) {
        const number = plainNumber(value);
        if (names.has(name.text) && number !== undefined) values.set(name.text, number);
      }
      if (values.size < names.size) return undefined;
      const key = textOf(values);
      const same = out.get(key);
      if (same) same.entries.push(entry);
      else out.set(key, { values, entries: [entry] });
    }
    return out;
  }

  private variant(overrides: Overrides, entries: readonly Entry[], fixed: ReadonlyMap<string, number>): WorkedVariant {
    const { graph, frames } = this.graph(overrides, fixed);
    const variant: Variant = {
      overrides: new Map([
        ...[...overrides].map(([name, { text }]) => [name, text] as const),
        ...[...fixed].map(([name, value]) => [name, String(value)] as const),
      ]),
      graph,
      cases: entries.map((entry) => this.case(entry, graph)),
    };
    return { dims: graph.dims, nodes: graph.nodes, frames, variant };
  }

  /** `fixed`: symbols that are numbers here. */
  private graph(
    overrides: Overrides,
    fixed: ReadonlyMap<string, number>,
  ): { readonly graph: Graph; readonly frames: readonly Frame[] } {
    const { def, file, uri } = this;
    const { dims } = this.memory.inference;
    const elaborator = new Elaborator(this.catalogue, this.memory, this.report);
    const root: Scope = { name: "", parent: undefined, block: undefined, site: { uri, span: def.name.span } };
    const names = symbolNames(def);
    const frameWith = (size: (name: string) => Dim): Frame => {
      const frame = new Frame(file, def, root, undefined);
      for (const { text, span } of names) {
        const dim = size(text);
        frame.names.set(text, { kind: "value", value: dim.constant ?? dim, span });
      }
      for (const [name, param] of def.params)
        if (!frame.names.has(name)) frame.names.set(name, this.bind(param, name, overrides, frame, elaborator));
      return frame;
    };

    // `where` is read over the symbols as they are named; only then is it known what stands for them.
    const plain = frameWith((name) => dims.symbol(name));
    const where = def.where.flatMap((condition): Stated[] => {
      const read = conditionOf(new Evaluator(elaborator, plain, condition.at), condition.syntax);
      if (read && symbolsOf(dims, read).size === 0 && dims.holds(read, new Map()) === false)
        this.report.add(
          uri,
          shift(condition.syntax.span, condition.at),
          "conditions-conflict",
          `\`${condition.text}\` holds for no size at all: nothing in it depends on the input.`,
        );
      return read ? [{ condition: read, span: shift(condition.syntax.span, condition.at) }] : [];
    });
    const symbols = withNumbers(dims, resolveSymbols(dims, names, where, uri), fixed);
    for (const { name, spans } of symbols.empty)
      for (const span of spans.slice(0, 1))
        this.report.add(uri, span, "conditions-conflict", `No size of ${name} fulfils what \`where\` says of it.`);
    const back = new Map(
      [...symbols.infos].flatMap(([name, { dim }]) => (dim === dims.symbol(name) ? [] : [[name, dim] as const])),
    );
    const relations = symbols.relations.map(({ condition }) => substituted(dims, condition, back));

    const frame = frameWith((name) => symbols.infos.get(name)?.dim ?? dims.symbol(name));
    elaborator.frames.push(frame);
    const inputs = this.inputs(def, frame, root, elaborator);
    for (const weight of def.weights) {
      const shape = elaborator.weightShape(weight, frame);
      const site: Site = { uri, span: weight.name.span };
      const placed = elaborator.source("weight", weight.name.text, shape, root, site);
      frame.names.set(weight.name.text, { kind: "tensor", placed, span: weight.name.span });
    }
    const { last } = elaborator.body(frame, inputs.length === 1 ? inputs[0] : undefined);
    const outputs = elaborator.outputs(frame, last).map(({ name, tensor, site }) => ({ name, tensor, site }));
    const graph: Graph = {
      dims,
      name: def.name.text,
      root,
      nodes: elaborator.nodes,
      inputs: inputs.flatMap(({ tensor }) => (tensor ? [tensor.node as SourceNode] : [])),
      outputs,
      claims: elaborator.claims,
      symbols: symbols.infos,
      relations,
    };
    return { graph, frames: elaborator.frames };
  }

  private bind(param: ParamDef, name: string, overrides: Overrides, frame: Frame, elaborator: Elaborator) {
    const override = overrides.get(name);
    if (override) {
      const value = this.override(param, override, frame, elaborator);
      return { kind: "param" as const, def: param, state: "done" as const, value };
    }
    if (!isRequired(param)) return { kind: "param" as const, def: param, state: "new" as const, value: undefined };
    const type =
      param.value.kind === "syntax" && param.value.syntax.kind === "type" ? param.value.syntax.type : "value";
    this.report.add(
      this.uri,
      param.name.span,
      "missing-attribute",
      `Parameter "${name}" of the model needs a value here: nobody gives it a ${type}. Write a default, \`${name}: …\`.`,
    );
    return { kind: "param" as const, def: param, state: "done" as const, value: undefined };
  }

  /** A word without quotes that is one of a choice's is told with its quotes. */
  private override(param: ParamDef, { value, span }: Override, frame: Frame, elaborator: Elaborator): V | undefined {
    const words = choicesOf(param);
    const bare = value.kind === "syntax" && value.syntax.kind === "value" ? value.syntax.value : undefined;
    if (words && bare?.kind === "path" && bare.names.length === 1) {
      const word = bare.names[0]?.text ?? "";
      const near = words.includes(word) ? word : nearestName(word, words);
      this.report.add(
        this.uri,
        span,
        "attribute-kind",
        `\`${param.name.text}\` takes a quoted word: ${listed(words.map((w) => `"${w}"`))}.`,
        near === undefined ? {} : { fix: { title: `Change to \`"${near}"\``, edits: [{ span, text: `"${near}"` }] } },
      );
      return undefined;
    }
    const found = evaluateParam(elaborator, frame, value);
    if (found === undefined) return undefined;
    const arg = { name: undefined, value: found, uri: this.uri, span, nameSpan: undefined };
    return accepts(elaborator, frame, this.def, param, arg, found) ? found : undefined;
  }

  private inputs(def: BlockDef, frame: Frame, root: Scope, elaborator: Elaborator): Placed[] {
    const declared: readonly InputDef[] = def.inputs ?? [{ name: { text: "x", span: def.name.span } }];
    if (!def.inputs)
      this.report.add(
        this.uri,
        def.name.span,
        "not-known",
        "The model declares no `inputs`, so no size in it is known: `inputs: { x: [N, 3, H, W] }`.",
        { severity: "hint" },
      );
    return declared.map((input) => {
      const shape = input.shape && this.shape(input.shape, frame, elaborator);
      const placed = elaborator.source("input", input.name.text, shape, root, { uri: this.uri, span: input.name.span });
      frame.names.set(input.name.text, { kind: "tensor", placed, span: input.name.span });
      return placed;
    });
  }

  private shape(
    { syntax, at }: NonNullable<InputDef["shape"]>,
    frame: Frame,
    elaborator: Elaborator,
  ): Shape | undefined {
    const { dims } = elaborator;
    const evaluator = new Evaluator(elaborator, frame, at);
    const sizes = syntax.items.map((item) => {
      if (item.kind === "ellipsis") return undefined;
      if (item.kind === "hole") return dims.symbol("?", { min: 0, assumed: true });
      const size = evaluator.size(item);
      if (size?.constant === undefined || size.constant > 0) return size ?? dims.symbol("?", { min: 0, assumed: true });
      this.report.add(
        this.uri,
        shift(item.span, at),
        "attribute-range",
        `A size is at least 1; this is ${size.constant}.`,
      );
      return dims.symbol("?", { min: 0, assumed: true });
    });
    return sizes.includes(undefined) ? undefined : (sizes as Shape);
  }

  // ── One entry of `sizes` ─────────────────────────────────────────────────────────────────────────────────────

  private case({ span, symbols, expected }: Entry, graph: Graph): Case {
    const values = new Map<string, number>();
    for (const entry of symbols) {
      const value = this.number(entry.value, graph, 1);
      if (value !== undefined) values.set(entry.name.text, value);
    }
    return {
      site: { uri: this.uri, span },
      symbols: values,
      at: valuesAt(graph, values),
      expected: expected.flatMap(({ name, value, span: where }) => {
        const shape = this.expectedShape(value, graph);
        return shape ? [{ name: name.text, shape, site: { uri: this.uri, span: where } }] : [];
      }),
    };
  }

  private expectedShape(value: ParamValue, graph: Graph): (number | undefined)[] | undefined {
    if (value.kind === "list")
      return value.items.map((item) => (isHole(item) ? undefined : this.number(item, graph, 0)));
    const e = value.kind === "syntax" && value.syntax.kind === "value" ? value.syntax.value : undefined;
    if (e?.kind !== "list") {
      if (value.kind !== "broken")
        this.tellNumber(value, "The shape that an output must have is a list: `[1, 10, 388, 388]`.");
      return undefined;
    }
    const at = value.kind === "syntax" ? value.at : 0;
    return e.items.map((item) =>
      item.kind === "hole"
        ? undefined
        : this.number({ kind: "syntax", syntax: { kind: "value", value: item }, at }, graph, 0),
    );
  }

  /** A plain whole number; it may be calculated. */
  private number(value: ParamValue, graph: Graph, least: number): number | undefined {
    if (value.kind === "broken") return undefined;
    const before = this.report.problems.length;
    const elaborator = new Elaborator(this.catalogue, this.memory, this.report);
    const frame = new Frame(this.file, this.def, graph.root, undefined);
    const found = evaluateParam(elaborator, frame, value);
    if (typeof found === "number" && found >= least) return found;
    if (this.report.problems.length === before)
      this.tellNumber(
        value,
        found === undefined || isDim(found)
          ? "A size here is a whole number."
          : `A size here is a whole number of at least ${least}; this is ${describe(found)}.`,
      );
    return undefined;
  }

  private tellNumber(value: ParamValue, message: string): void {
    this.report.add(this.uri, spanOf(value), "attribute-kind", message);
  }
}

const NOTHING: ReadonlyMap<string, number> = new Map();

interface Fixed {
  readonly values: ReadonlyMap<string, number>;
  readonly entries: readonly Entry[];
}

/** `C=16, D=4`, in the order of the names. */
const textOf = (values: ReadonlyMap<string, number>): string =>
  [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");

function plainNumber(value: ParamValue): number | undefined {
  const e = value.kind === "syntax" && value.syntax.kind === "value" ? value.syntax.value : undefined;
  return e?.kind === "int" && e.value > 0 ? e.value : undefined;
}

/** What an equality makes one with a symbol is the same number. */
function withNumbers(dims: Graph["dims"], symbols: Symbols, fixed: ReadonlyMap<string, number>): Symbols {
  if (fixed.size === 0) return symbols;
  const numbers = new Map<Dim, Dim>();
  for (const [name, value] of fixed) {
    const dim = symbols.infos.get(name)?.dim;
    if (dim) numbers.set(dim, dims.int(value));
  }
  const infos = [...symbols.infos].map(
    ([name, info]) => [name, { ...info, dim: numbers.get(info.dim) ?? info.dim }] as const,
  );
  return { ...symbols, infos: new Map(infos) };
}

const isHole = (value: ParamValue): boolean =>
  value.kind === "syntax" && value.syntax.kind === "value" && value.syntax.value.kind === "hole";

/** Values for formulas: those of the symbols, and of what stands for them. */
function valuesAt(graph: Graph, values: ReadonlyMap<string, number>): Map<string, number> {
  const at = new Map(values);
  const set = (info: SymbolInfo, value: number): void => {
    const { dims } = graph;
    const [inner, second] = dims.symbols(info.dim);
    if (inner === undefined || second !== undefined || inner === info.name || at.has(inner)) return;
    const zero = dims.evaluate(info.dim, new Map([[inner, 0]]));
    const one = dims.evaluate(info.dim, new Map([[inner, 1]]));
    if (zero !== undefined && one !== undefined && one > zero) at.set(inner, Math.floor((value - zero) / (one - zero)));
  };
  for (const [name, value] of values) {
    const info = graph.symbols.get(name);
    if (info) set(info, value);
  }
  // What an equality of symbols decides.
  for (const info of graph.symbols.values()) {
    const value = at.has(info.name) ? undefined : graph.dims.evaluate(info.dim, at);
    if (value !== undefined) at.set(info.name, value);
  }
  return at;
}

function substituted(dims: Graph["dims"], condition: Condition, by: ReadonlyMap<string, Dim>): Condition {
  switch (condition.kind) {
    case "equal":
    case "atLeast":
      return {
        kind: condition.kind,
        left: dims.substitute(condition.left, by),
        right: dims.substitute(condition.right, by),
      };
    case "and":
    case "or":
      return { kind: condition.kind, of: condition.of.map((c) => substituted(dims, c, by)) };
    case "not":
      return { kind: "not", of: substituted(dims, condition.of, by) };
    default:
      return condition;
  }
}
