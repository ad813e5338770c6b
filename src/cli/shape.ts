import { validSizes } from "../check/valid.ts";
import { BYTES, costsOf, Prices, totalOf } from "../core/cost.ts";
import type { Graph, OpNode } from "../core/graph.ts";
import { bytes, grouped } from "../export/numbers.ts";
import type { Report } from "../export/report.ts";
import { visible } from "../export/safe-text.ts";
import { callOf } from "../export/settings.ts";
import { Analyser } from "./analyse.ts";
import { type Args, splitOutside } from "./args.ts";
import { type Command, complain } from "./commands.ts";
import { exit, type Io, isRefusal, type Refusal, refuse } from "./io.ts";
import { printReport } from "./report-text.ts";
import { type Look, textWidth, toAscii, wrap } from "./terminal.ts";

const LABEL = 12;

export const shape: Command = {
  name: "shape",
  takes: '"OP(SETTINGS)" --in SHAPE',
  summary: "what one operator makes of a shape",
  options: {
    in: {
      value: "N,3,H,W",
      multiple: true,
      doc: "shape of the tensor that arrives; once more for each further tensor",
    },
  },
  about: `Sizes are numbers or names; a name stands for any size. Operators and settings are those of a model
file, and so of PyTorch; what the input decides (in_channels) is left out. An arrow goes on:
"A -> B".

Examples:
  shapewright shape "Conv2d(64, 7, stride=2, padding=3)" --in 1,3,H,W
  shapewright shape "ConvTranspose2d(64, 2, stride=2)" --in N,128,28,28
  shapewright shape Concat --in N,64,56,56 --in N,64,2*h,56
  shapewright shape "Conv2d(8, 3) -> ReLU -> MaxPool2d(2)" --in 1,3,H,W`,
  run,
};

function run(args: Args, io: Io, look: Look): number {
  const model = modelText(args);
  if (isRefusal(model)) {
    complain(io, model.refusal);
    return exit.usage;
  }
  const analyser = new Analyser(io.cwd);
  const uri = "untitled:shape";
  const { result } = analyser.text(uri, model.text, io.cwd);
  const errors = result.problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const report: Report = {
      files: [{ uri, path: "shape", problems: errors }],
      textOf: analyser.textOf,
      pathOf: () => "what was given",
    };
    io.stdout.write(printReport(report, look).trimEnd());
    io.stdout.write("\n");
    return exit.problems;
  }
  const graph = result.variants[0]?.graph;
  if (!graph) {
    complain(io, "there is nothing to work out here.");
    return exit.usage;
  }
  io.stdout.write(shapeText(graph, look));
  return exit.clean;
}

/** A model with this one line. */
function modelText({ names, values }: Args): { readonly text: string } | Refusal {
  const [code, ...more] = names;
  const shapes = values.get("in") ?? [];
  if (code === undefined || code.trim() === "")
    return refuse('shape of what? For example: shapewright shape "Conv2d(64, 3)" --in 1,3,H,W');
  if (more.length > 0)
    return refuse(
      `shape takes one operator; put it in quotes: shapewright shape ${JSON.stringify(visible(names.join(" ")))}`,
    );
  if (/[\r\n\u0085\u2028\u2029]/.test(code)) return refuse("the operator stands on one line.");
  if (shapes.length === 0)
    return refuse(`which shape arrives? For example: shapewright shape ${JSON.stringify(visible(code))} --in 1,3,H,W`);
  const inputs: string[] = [];
  for (const [i, written] of shapes.entries()) {
    const sizes = splitOutside(written.trim().replace(/^[[(](.*)[\])]$/, "$1")).map((size) => size.trim());
    const wrong = sizes.find((size) => !/^[\w+\-*/%() ]+$/.test(size));
    if (wrong !== undefined && !(sizes.length === 1 && wrong === ""))
      return refuse(
        `--in takes sizes with commas between, such as 1,3,H,W; ${JSON.stringify(visible(wrong))} is none.`,
      );
    inputs.push(`  ${inputName(i, shapes.length)}: [${wrong === undefined ? sizes.join(", ") : ""}]`);
  }
  const line =
    shapes.length === 1
      ? code
      : withTensors(
          code,
          shapes.map((_, i) => inputName(i, shapes.length)),
        );
  return { text: `model: Shape\ninputs:\n${inputs.join("\n")}\nlayers:\n  layer: ${line.trim()}\n` };
}

const inputName = (i: number, count: number): string => (count === 1 ? "input" : `input${i + 1}`);

/** Tensors come first in the parentheses. */
function withTensors(code: string, tensors: readonly string[]): string {
  const [, name = "", space = "", rest = ""] = /^(\s*[\w.]+)(\s*)(.*)$/.exec(code) ?? [];
  const given = tensors.join(", ");
  if (!rest.startsWith("(")) return `${name}(${given})${space}${rest}`;
  return `${name}(${given}${/^\(\s*\)/.test(rest) ? "" : ", "}${rest.slice(1)}`;
}

function shapeText(graph: Graph, { ascii, width, paint }: Look): string {
  const { dims } = graph;
  const say = (text: string): string => (ascii ? toAscii(visible(text)) : visible(text));
  const costs = costsOf(graph);
  const prices = new Prices(dims, new Map());
  const layers = graph.nodes.filter((node): node is OpNode => node.kind === "op");
  const names = layers.flatMap((node) => (costs.nodes[node.id]?.weights ?? []).map(({ name }) => name.length + 2));
  const column = Math.max(LABEL, ...names);
  const lines: string[] = [];
  const fact = (label: string, text: string): void => {
    lines.push(`  ${label.padEnd(column)}${wrap(say(text), width - column - 2, " ".repeat(column + 2))}`);
  };
  for (const { name, outputs } of graph.inputs) fact(name, outputs[0] ? dims.printShape(outputs[0], { ascii }) : "?");
  for (const node of layers) {
    lines.push(paint("bold", say(callOf(node, dims, { ascii }))));
    const names = node.op.outputs ?? [];
    node.outputs.forEach((one, i) => {
      fact(
        node.outputs.length > 1 ? (names[i] ?? `output ${i}`) : "output",
        one ? dims.printShape(one, { ascii }) : "?",
      );
    });
    const weights = costs.nodes[node.id]?.weights ?? [];
    const shapes = weights.map((weight) => dims.printShape(weight.shape, { ascii }));
    const counts = weights
      .map(({ shape }) => dims.product(shape).constant)
      .map((n) => (n === undefined ? "" : grouped(n)));
    const longest = Math.max(0, ...shapes.map(textWidth));
    const widest = Math.max(0, ...counts.map((count) => count.length));
    weights.forEach(({ name, kind }, i) => {
      const text = shapes[i] ?? "";
      const count = counts[i] ?? "";
      const gap = " ".repeat(longest - textWidth(text) + 2 + widest - count.length);
      fact(name, `${text}${count === "" ? "" : gap + count}${kind === "buffer" ? " (buffer)" : ""}`);
    });
  }
  if (layers.length > 1) lines.push(paint("bold", "Together"));
  for (const [label, quantity] of [
    ["parameters", "parameters"],
    ["MACs", "macs"],
  ] as const) {
    const { value } = prices.total(costs.total, quantity);
    const formula = totalOf(dims, costs.total, quantity).value;
    const open = formula.constant === undefined && !formula.overflow;
    const memory = quantity === "parameters" && value > 0n ? `, ${bytes(value * BYTES)}` : "";
    fact(label, open ? dims.print(formula, { ascii }) : `${grouped(value)}${memory}`);
  }
  const valid = validSizes(graph);
  if (valid !== undefined) fact("works for", valid);
  return `${lines.join("\n")}\n`;
}
