/** `docs/operators.md`: the catalogue as a reference. Whatever it says is read from an operator's record or computed by it. */
import type { Attribute } from "../../src/core/attribute.ts";
import { Dims, type Shape } from "../../src/core/dim/index.ts";
import type { Op, OpExample } from "../../src/core/op.ts";
import { RuleContext } from "../../src/core/rule.ts";
import { isDecimal } from "../../src/core/value.ts";
import { readExample, readShape } from "../../test/harness/op_example.ts";

const FAMILIES: Readonly<Record<Op["family"], string>> = {
  convolution: "Convolution",
  pooling: "Pooling",
  normalization: "Normalization",
  activation: "Activation",
  dropout: "Dropout",
  linear: "Linear",
  recurrent: "Recurrent",
  embedding: "Embedding",
  attention: "Attention",
  shape: "Shape",
  resize: "Resizing",
  padding: "Padding and cropping",
  join: "Joining",
  arithmetic: "Arithmetic",
  reduction: "Reduction",
};

const intro = (count: number): string => `# Operators

The ${count} operators of the catalogue. Names, settings and defaults are PyTorch's; the one departure is \`dim\` of \`Concat\`, \`Chunk\` and \`Split\`, which is 1. A function of torch is written in CamelCase: \`torch.cumsum\` is \`CumSum\`.

- **Tensors come first**, then settings: \`Concat(skip, up, dim=1)\`. A layer with no tensor written takes the value before it.
- **At most two settings go without a name.** The column *without a name* says which, and in which order; all others are written \`name=value\`.
- **What the input decides is left out.** A setting whose default is *inferred* is only there to be checked: \`Conv2d(64, 3, in_channels=32)\`.
- Operators that differ in their number of axes only share a section. Its table is that of the one with two axes; the others take as many values as they have axes.
- *Weights* are named as in PyTorch's \`state_dict\`; buffers are in *italics*. *MACs* are multiply-accumulates of the example, 0 where the column is missing.
- A capital letter in a shape is a symbol: any size. ⌊a/b⌋ rounds down, ⌈a/b⌉ up.
`;

/** Operators that share a section: Conv1d, Conv2d, Conv3d. */
type Section = readonly [Op, ...Op[]];

const alike = (a: Op, b: Op): boolean =>
  a.family === b.family &&
  a.name.replace(/[123]d$/, "") === b.name.replace(/[123]d$/, "") &&
  /[123]d$/.test(a.name) &&
  Object.keys(a.attributes).join() === Object.keys(b.attributes).join() &&
  a.inputs.length === b.inputs.length;

function sectionsOf(ops: readonly Op[]): readonly Section[] {
  const sections: [Op, ...Op[]][] = [];
  for (const op of ops) {
    const section = sections.find(([first]) => alike(first, op));
    if (section) section.push(op);
    else sections.push([op]);
  }
  return sections;
}

/** The one with two axes stands for all. */
const shownOf = (section: Section): Op => section.find(({ name }) => name.endsWith("2d")) ?? section[0];

const titleOf = (section: Section): string => section.map(({ name }) => name).join(", ");
const anchorOf = (section: Section): string => titleOf(section).toLowerCase().replaceAll(",", "").replaceAll(" ", "-");
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const code = (text: string): string => `\`${text}\``;
const rowOf = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |\n`;
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `\n${rowOf(head)}${rowOf(head.map(() => "---"))}${rows.map(rowOf).join("")}`;

function valueText(value: unknown): string {
  if (Array.isArray(value)) {
    const texts = value.map(valueText);
    return new Set(texts).size === 1 ? (texts[0] ?? "") : `(${texts.join(", ")})`;
  }
  if (isDecimal(value)) return value.text;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function defaultOf({ required, inferred, default: value }: Attribute): string {
  if (required) return "required";
  if (inferred) return "inferred";
  return value === undefined ? "not set" : code(valueText(value));
}

function settingsOf({ attributes, positional = [], listed }: Op): string {
  const names = Object.keys(attributes);
  if (names.length === 0) return "";
  const order = [...positional, ...names.filter((name) => !positional.includes(name))];
  const bare = (name: string): string =>
    name === listed ? "as a list" : (["first", "second"][positional.indexOf(name)] ?? "");
  const anyBare = names.some((name) => bare(name) !== "");
  const rows = order.flatMap((name) => {
    const attribute = attributes[name];
    if (!attribute) return [];
    const place = anyBare ? [bare(name)] : [];
    return [[code(name), code(attribute.kind.type), defaultOf(attribute), ...place, attribute.doc]];
  });
  return tableOf(["setting", "type", "default", ...(anyBare ? ["without a name"] : []), ""], rows);
}

interface Run {
  /** As the command line prints them. */
  readonly gives: string;
  readonly weights: string;
  readonly macs: string;
}

function run(op: Op, example: OpExample): Run {
  const dims = new Dims();
  const symbol = (name: string) => dims.symbol(name);
  const inputs = example.inputs.map((text) => readShape(dims, text, symbol));
  const values = readExample(dims, op, example, symbol);
  const context = new RuleContext(dims);
  const outputs = op.shape(context, inputs, values).filter((shape): shape is Shape => shape !== undefined);
  const weights = op.weights(context, inputs, values).map(({ name, shape, kind }) => {
    const text = `${name} ${dims.printShape(shape)}`;
    return kind === "buffer" ? `*${code(text)}*` : code(text);
  });
  const macs = op.macs?.(context, inputs, values, outputs);
  const gives = example.outputs.map((text) => code(dims.printShape(readShape(dims, text, symbol))));
  return { gives: gives.join(", "), weights: weights.join(", "), macs: macs ? code(dims.print(macs)) : "" };
}

function examplesOf(section: Section): string {
  const all = section.flatMap((op) => op.examples.map((example) => ({ example, ...run(op, example) })));
  const [weights, macs] = [all.some((one) => one.weights !== ""), all.some((one) => one.macs !== "")];
  const rows = all.map(({ example, ...ran }) => [
    code(example.code),
    example.inputs.map(code).join(", "),
    ran.gives,
    ...(weights ? [ran.weights] : []),
    ...(macs ? [ran.macs] : []),
  ]);
  return tableOf(["example", "takes", "gives", ...(weights ? ["weights"] : []), ...(macs ? ["MACs"] : [])], rows);
}

function inputsOf({ inputs }: Op): string {
  const lines = inputs.map(({ name, doc, many, optional, dtype }) => {
    const notes = [
      ...(many ? [`any number, at least ${many.min}`] : []),
      ...(optional ? ["may be left out"] : []),
      ...(dtype === "int" ? ["whole numbers"] : dtype === "bool" ? ["true or false"] : []),
    ];
    return `${code(name)}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}: ${doc}\n`;
  });
  return lines.length === 1 ? `\nTakes ${lines[0] ?? ""}` : `\nTakes\n\n${lines.map((line) => `- ${line}`).join("")}`;
}

function outputsOf({ outputs, manyOutputs, mainOutput }: Op): string {
  if (manyOutputs) return "\nGives several outputs; the settings decide how many.\n";
  if (!outputs) return "";
  const main = mainOutput ? ` Alone, its name stands for ${code(outputs[0] ?? "")}.` : "";
  return `\nGives ${outputs.map(code).join(", ")}.${main}\n`;
}

function sectionText(section: Section): string {
  const op = shownOf(section);
  const facts = [
    `PyTorch [${code(op.torch)}](${op.source})`,
    `ONNX ${op.onnx}`,
    ...(op.formula ? [`formula ${op.formula.includes("`") ? op.formula : code(op.formula)}`] : []),
  ];
  const others = section.filter((one) => one !== op).map(({ name }) => code(name));
  const more = others.length > 0 ? ` This is ${code(op.name)}; ${others.join(" and ")} work alike.` : "";
  return [
    `\n### ${titleOf(section)}\n\n${op.summary}${more}\n\n${facts.join(" · ")}\n`,
    inputsOf(op),
    settingsOf(op),
    outputsOf(op),
    examplesOf(section),
  ].join("");
}

export function operatorsPage(ops: readonly Op[]): string {
  const families = Object.entries(FAMILIES).flatMap(([family, title]) => {
    const sections = sectionsOf(ops.filter((op) => op.family === family));
    return sections.length > 0 ? [{ title, sections }] : [];
  });
  const contents = families.map(({ title, sections }) => [
    title,
    sections.map((section) => `[${titleOf(section)}](#${anchorOf(section)})`).join(" · "),
  ]);
  const bodies = families.map(({ title, sections }) => `\n## ${title}\n${sections.map(sectionText).join("")}`);
  return `${intro(ops.length)}${tableOf(["family", "operators"], contents)}${bodies.join("")}`;
}
