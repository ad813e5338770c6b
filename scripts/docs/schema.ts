/**
 * The JSON schema of `*.arch.yaml`, for those who edit models as plain YAML: other editors, and files that a user gives to
 * the YAML extension. It knows keys and the kinds of their values; what a line says is left to the checker. Descriptions
 * come from the table that hover and completion use.
 */
import { type KeyDoc, keys } from "../../src/ide/keys.ts";
import { files as library } from "../../src/library/files.ts";

type Schema = { readonly [key: string]: unknown };

const NAME = "[\\p{L}_][\\p{L}\\p{N}\\p{M}_]*";
const names = (value: Schema): Schema => ({
  type: "object",
  patternProperties: { [`^${NAME}$`]: value },
  additionalProperties: false,
});
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

const definitions: Readonly<Record<string, Schema>> = {
  size: { description: "A size: a number, a symbol or a formula of both.", type: ["integer", "string"] },
  shape: {
    description: "The sizes of a tensor, axis by axis. `_` is any size, `...` any number of axes.",
    type: "array",
    items: ref("size"),
  },
  value: {
    description: "A value, an expression, or a layer that is still to be placed.",
    type: ["number", "string", "boolean", "null", "array", "object"],
  },
  line: {
    description: "A line: layers that follow one another, such as `Conv2d(64, 3, padding=1) -> ReLU`.",
    type: "string",
    minLength: 1,
  },
  layer: {
    description: "What is computed: a line, or a list or mapping of layers.",
    anyOf: [ref("line"), ref("list"), ref("mapping")],
  },
  list: {
    type: "array",
    items: { anyOf: [ref("line"), { type: "object", allOf: [ref("mapping")], maxProperties: 1 }] },
    minItems: 1,
  },
  mapping: {
    type: "object",
    patternProperties: { [`^${NAME}(\\s*,\\s*${NAME})*$`]: ref("layer") },
    additionalProperties: false,
    minProperties: 1,
  },
};

const sizes: Schema = { ...names(ref("value")), minProperties: 1 };

/** What may stand under each key. */
const values: Readonly<Record<string, Schema>> = {
  shapewright: { type: "integer", enum: [1] },
  model: { type: ["string", "number"] },
  use: names({
    type: "string",
    anyOf: [{ enum: Object.keys(library) }, { pattern: "\\.arch\\.(yaml|yml)$" }],
    errorMessage: "A path to a model file, such as ./resnet.arch.yaml, or a file of the built-in library.",
  }),
  params: names(ref("value")),
  inputs: { anyOf: [names({ anyOf: [ref("shape"), { type: "null" }] }), { type: "array", items: { type: "string" } }] },
  weights: names(ref("shape")),
  where: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
  sizes: { anyOf: [sizes, { type: "array", items: sizes }] },
  blocks: names(ref("block")),
  layers: ref("layer"),
  outputs: {
    anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }, names({ type: "string" })],
  },
};

/** A section that is still empty is no mistake. */
const orNothing = (value: Schema): Schema => ({ anyOf: [...((value.anyOf as Schema[]) ?? [value]), { type: "null" }] });

const described = ({ name, summary, example }: KeyDoc): [string, Schema] => {
  const value = values[name];
  if (!value) throw new Error(`The schema does not say what stands under ${name}.`);
  const text = `${summary}.`;
  return [
    name,
    {
      ...(name === "shapewright" || name === "model" ? value : orNothing(value)),
      description: `${text}\n\n${example}`,
      markdownDescription: `${text}\n\n\`\`\`yaml\n${example}\n\`\`\``,
    },
  ];
};

const properties = (of: readonly KeyDoc[]): Schema => Object.fromEntries(of.map(described));

/** A tab stop with what stands there at first. */
const stop = (n: number, text: string | number): string => `$\{${n}:${text}}`;

const newModel = {
  label: "model",
  description: "A model: parameters, inputs, sizes, layers, outputs",
  body: {
    model: stop(1, "Model"),
    params: { classes: stop(2, 10) },
    inputs: { image: ["N", 3, "H", "W"] },
    sizes: [{ N: 1, H: stop(3, 224), W: stop(4, 224) }],
    layers: {
      stem: `Conv2d(${stop(5, 64)}, 3, padding=1, bias=false) -> BatchNorm2d -> ReLU`,
      pool: "AdaptiveAvgPool2d(1) -> Flatten",
      logits: "Linear(classes)",
    },
    outputs: "logits",
  },
};

const newBlock = {
  label: "block",
  description: "A block whose layers stand in a row",
  body: {
    [stop(1, "ConvBlock")]: {
      params: { out: "int" },
      layers: ["Conv2d(out, 3, padding=1, bias=false) -> BatchNorm2d -> ReLU"],
    },
  },
};

function schema(): Schema {
  const block = {
    description: "A part that is placed by name: its keys, or its layers alone.",
    if: { type: "object" },
    // So that a misspelt key is told as one, and not as a value that fits none of several kinds.
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
    then: {
      type: "object",
      properties: properties(keys.filter(({ where }) => where === "both")),
      required: ["layers"],
      additionalProperties: false,
    },
    else: { anyOf: [ref("line"), ref("list")] },
  };
  const all = properties(keys);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Shapewright model",
    description: "A neural network whose shapes are checked. What stands in a line is checked by Shapewright itself.",
    type: "object",
    properties: { ...all, blocks: { ...(all.blocks as Schema), defaultSnippets: [newBlock] } },
    additionalProperties: false,
    defaultSnippets: [newModel],
    definitions: { ...definitions, block },
  };
}

export const schemaText = (): string => `${JSON.stringify(schema(), undefined, 2)}\n`;
