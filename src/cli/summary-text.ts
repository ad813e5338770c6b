/** The page that `summary` prints: the table, what it comes to, and what its figures mean. */
import { printCondition } from "../check/conditions.ts";
import { validSizes } from "../check/valid.ts";
import { BYTES, costsOf, type GraphCosts, Prices, type Quantity, type Tally, totalOf } from "../core/cost.ts";
import type { Problem } from "../core/diagnostic.ts";
import { type Graph, type Node, pathOf, type Variant } from "../core/graph.ts";
import { type AxisField, type Fraction, receptiveFields } from "../core/receptive-field.ts";
import { bytes, grouped, short } from "../export/numbers.ts";
import { visible } from "../export/safe-text.ts";
import { depthOf, failuresAt, tableOf } from "../export/table.ts";
import { tableLines } from "../export/table-text.ts";
import { plural } from "./report-text.ts";
import type { Sizes } from "./sizes.ts";
import { type Look, textWidth, toAscii, wrap } from "./terminal.ts";

/** Formulas that are longer say less than nothing. */
const LONGEST_FORMULA = 70;
const LABEL = 18;

export interface Page {
  readonly text: string;
  /** Layers that do not work at the sizes shown. */
  readonly failures: number;
}

export function summaryPage(
  variant: Variant,
  sizes: Sizes | undefined,
  depth: number,
  errors: readonly Problem[],
  look: Look,
): Page {
  const { graph } = variant;
  const { paint, ascii, width } = look;
  const say = (text: string): string => (ascii ? toAscii(visible(text)) : visible(text));
  const costs = costsOf(graph);
  const at = sizes?.at ?? (graph.symbols.size === 0 ? new Map<string, number>() : undefined);
  const rows = tableOf(graph, costs, { at, depth, ascii, failing: blamedNodes(graph, errors) });
  const lines: string[] = [];

  const changed = [...variant.overrides].map(([name, value]) => `${name}=${value}`);
  const title = `${graph.name}${changed.length > 0 ? ` (${changed.join(", ")})` : ""}${sizes?.text ? ` at ${sizes.text}` : ""}`;
  lines.push(paint("bold", say(title)));
  for (const { text, row } of tableLines(rows, { width, ascii, sizes: "At these sizes", measure: textWidth, say })) {
    if (!row) lines.push(text);
    else if (row.state === "fails") lines.push(paint("red", text));
    else if (row.state === "unused") lines.push(paint("dim", text));
    else lines.push(row.kind === "block" || row.kind === "folded" ? paint("bold", text) : text);
  }
  if (rows.some(({ kind }) => kind === "folded"))
    lines.push(
      paint(
        "dim",
        `Blocks below level ${depth} are folded; --depth ${Math.min(depth + 1, depthOf(graph))} shows more.`,
      ),
      "",
    );

  const fact = (label: string, text: string): void => {
    lines.push(`${label.padEnd(LABEL)}${wrap(say(text), width - LABEL, " ".repeat(LABEL))}`);
  };
  totals(graph, costs, at, fact, ascii);
  receptiveField(graph, fact, ascii);
  const valid = validSizes(graph);
  if (valid !== undefined) fact("Works for", valid);
  if (costs.unused.layers > 0) {
    const { value } = new Prices(graph.dims, at ?? new Map()).total(costs.unused, "parameters");
    fact(
      "Not needed",
      `${plural(costs.unused.layers, "layer")} with ${plural(Number(value), "parameter").replace(/^\d+/, grouped(value))}: no output depends on them, and the totals leave them out`,
    );
  }
  const failures = at ? failuresAt(graph, at) : [];
  const [first] = failures;
  if (first) {
    const more = failures.length - 1;
    fact(
      "Fails",
      `at these sizes: ${pathOf(first.node)} needs ${printCondition(graph.dims, first.condition)}${more > 0 ? `, and ${more} more ${more === 1 ? "layer fails" : "layers fail"}` : ""}`,
    );
  }

  lines.push("");
  const states = new Set(rows.map(({ state }) => state));
  const legend = [
    ...(states.has("fails")
      ? [`${ascii ? "x" : "✗"} marks a layer that fails; after it, ? is what cannot be known.`]
      : []),
    ...(states.has("unused") ? ["- marks a layer that no output needs."] : []),
  ];
  const notes = [
    legend.join(" "),
    sizesNote(graph, sizes),
    "Parameters are trainable elements; buffers are apart. MACs are multiply-accumulates of everything in the batch; FLOPs = 2 x MACs.",
    "Activations are the outputs of all layers, each once. Elements have 4 bytes (float32); MB = 10^6 bytes, MiB = 2^20 bytes.",
  ];
  for (const note of notes) if (note !== "") lines.push(paint("dim", wrap(note, width, "")));
  return { text: `${lines.join("\n")}\n`, failures: failures.length };
}

/** Of many symbols the last ones are named: the first is the batch as a rule. */
function sizesNote({ symbols }: Graph, sizes: Sizes | undefined): string {
  const names = [...symbols.keys()];
  const settings = (of: readonly string[]): string => of.map((name) => `${name}=...`).join(",");
  if (names.length === 0) return "";
  if (!sizes) return `No sizes are given: --at ${settings(names)} shows shapes and costs as numbers.`;
  return sizes.own ? `Sizes are the file's own; --at ${settings(names.slice(-2))} shows others.` : "";
}

type Fact = (label: string, text: string) => void;

function totals(
  graph: Graph,
  costs: GraphCosts,
  at: ReadonlyMap<string, number> | undefined,
  fact: Fact,
  ascii: boolean,
): void {
  const { dims } = graph;
  const prices = new Prices(dims, at ?? new Map());
  const some = costs.total;
  const total = (quantity: Quantity): { readonly value: bigint; readonly missing: string } => {
    const { value, complete } = prices.total(some, quantity);
    return { value, missing: complete ? "" : " + ?" };
  };
  const parameters = total("parameters");
  const buffers = total("buffers");
  fact(
    "Parameters",
    `${grouped(parameters.value)}${parameters.missing}, ${bytes(parameters.value * BYTES)}${buffers.value > 0n ? `; and ${grouped(buffers.value)} in buffers` : ""}`,
  );
  const formula = formulaOf(graph, some, "macs", ascii);
  if (at) {
    const macs = total("macs");
    const amount = macs.value < 1_000_000n ? "" : ` (${short(macs.value)})`;
    fact("MACs", `${grouped(macs.value)}${macs.missing}${amount}; FLOPs ${grouped(macs.value * 2n)}${macs.missing}`);
    const activations = total("activations");
    fact(
      "Activations",
      `${grouped(activations.value)}${activations.missing} elements, ${bytes(activations.value * BYTES)}`,
    );
  }
  if (formula !== undefined) fact(at ? "  for any size" : "MACs", formula);
}

/** Undefined for a plain number and for one too long to read. */
function formulaOf({ dims }: Graph, tally: Tally, quantity: Quantity, ascii: boolean): string | undefined {
  const { value, complete } = totalOf(dims, tally, quantity);
  if (value.constant !== undefined || value.overflow || value.assumed) return undefined;
  const text = dims.print(value, { ascii });
  return text.length <= LONGEST_FORMULA
    ? `${text}${complete ? "" : " + ?"}${quantity === "macs" ? " MACs" : ""}`
    : undefined;
}

/** Of the last layer that still has the input's axes: what comes after a flatten or a global pool sees all of it. */
function receptiveField(graph: Graph, fact: Fact, ascii: boolean): void {
  const { fields, axes } = receptiveFields(graph);
  if (axes.length === 0) return;
  let last: { readonly node: Node; readonly field: readonly AxisField[] } | undefined;
  let sliding: typeof last;
  for (const node of graph.nodes) {
    const field = fields[node.id];
    const own = field && node.kind === "op" ? axes.map((axis) => field[field.length + axis]) : [];
    const whole = own.filter((one) => one !== undefined);
    if (whole.length !== axes.length) continue;
    last = { node, field: whole };
    if (whole.every(({ kind }) => kind === "window")) sliding = last;
  }
  const shown = sliding ?? last;
  if (!shown) return;
  const times = ascii ? " x " : " × ";
  const of = (print: (field: AxisField) => string): string => shown.field.map(print).join(times);
  const size = of((field) =>
    field.kind === "window" ? String(rounded(field.size)) : field.kind === "whole" ? "all" : "?",
  );
  const stride = of((field) => (field.kind === "window" ? fraction(field.stride) : "?"));
  fact("Receptive field", `${size} of the input, moving by ${stride}, at ${pathOf(shown.node)}`);
}

const rounded = ({ num, den }: Fraction): bigint => (num + den - 1n) / den;
const fraction = ({ num, den }: Fraction): string => (den === 1n ? String(num) : `${num}/${den}`);

/** Layers with an error that is not one of their shapes: a setting, a name. */
function blamedNodes({ nodes }: Graph, errors: readonly Problem[]): ReadonlySet<Node> {
  const blamed = new Set<Node>();
  for (const { uri, span } of errors) {
    const there = nodes.filter(
      ({ site }) => site.uri === uri && site.span.start <= span.start && span.end <= site.span.end,
    );
    // Of the many uses of a block only those fail whose own rule says so.
    if (there.some((node) => node.kind === "op" && (node.result?.faults.length ?? 0) > 0)) continue;
    for (const node of there) blamed.add(node);
  }
  return blamed;
}
