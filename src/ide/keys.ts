/** The keys of a model file and of a block: what each is for. Hover, completion and the JSON schema say it in these words. */
import type { Span } from "../core/span.ts";
import type { FileScope, YamlMap } from "../front/yaml/index.ts";

export interface KeyDoc {
  readonly name: string;
  /** One sentence without its full stop. */
  readonly summary: string;
  readonly example: string;
  /** Whether a block may have it as well, or only the file's root. */
  readonly where: "root" | "both";
}

export const keys: readonly KeyDoc[] = [
  {
    name: "model",
    summary: "The model's name; other files place it by that name",
    example: "model: UNet",
    where: "root",
  },
  {
    name: "use",
    summary: "Other files whose blocks are placed here, and files of the built-in library, each under a name",
    example: "use: { resnet: ./resnet.arch.yaml, tv: torchvision }",
    where: "root",
  },
  {
    name: "params",
    summary:
      "Settings of the model or the block: a default, a choice of words, or a type when whoever places it must say",
    example: "params: { classes: 10, join: same | crop, act: ReLU, out: int }",
    where: "both",
  },
  {
    name: "inputs",
    summary:
      "The tensors that arrive, with their sizes; a name that is no parameter is a symbol, which stands for any size",
    example: "inputs: { image: [N, 3, H, W] }",
    where: "both",
  },
  {
    name: "weights",
    summary: "Learned tensors of its own, with their sizes",
    example: "weights: { cls: [1, 1, dim] }",
    where: "both",
  },
  {
    name: "where",
    summary: "What must hold of the sizes; the checker then asks for no more than that",
    example: "where: [H % 16 == 0, W % 16 == 0]",
    where: "both",
  },
  {
    name: "sizes",
    summary: "Sizes and parameters that are tried one by one, with the shapes that outputs must then have",
    example: "sizes: { N: 8, H: 224, W: 224, logits: [8, 10, 224, 224] }",
    where: "root",
  },
  {
    name: "blocks",
    summary: "Parts that are placed by name, each with layers and settings of its own",
    example: "blocks:\n  ConvBlock:\n    params: { out: int }\n    layers:\n      - Conv2d(out, 3, padding=1) -> ReLU",
    where: "root",
  },
  {
    name: "layers",
    summary:
      "The layers in order: a list, or a mapping that gives them names; each takes the value before it unless it names its tensors",
    example: "layers:\n  stem: Conv2d(64, 7, stride=2, padding=3) -> ReLU\n  pool: MaxPool2d(2)",
    where: "both",
  },
  {
    name: "outputs",
    summary: "What the model or the block gives: a name, a list, or names for paths; without it the last layer",
    example: "outputs: { mask: decoder.out }",
    where: "both",
  },
  {
    name: "shapewright",
    summary: "The version of the model language; 1 when it is left out",
    example: "shapewright: 1",
    where: "root",
  },
];

const byName = new Map(keys.map((key) => [key.name, key]));

/** The key of the file or of a block that stands at an offset. */
export function keyAt({ tree }: FileScope, offset: number): { readonly doc: KeyDoc; readonly span: Span } | undefined {
  const { root, rootAt } = tree;
  if (root?.kind !== "map") return undefined;
  const own = keyIn(root, rootAt, offset, "root");
  if (own) return own;
  const blocks = root.entries.findIndex(({ key }) => key.text === "blocks");
  const entry = root.entries[blocks];
  if (entry?.value?.kind !== "map") return undefined;
  const { value, valueAt } = entry;
  const at = rootAt + (root.starts[blocks] ?? 0) + valueAt;
  for (const [i, block] of value.entries.entries()) {
    if (block.value?.kind !== "map") continue;
    const found = keyIn(block.value, at + (value.starts[i] ?? 0) + block.valueAt, offset, "both");
    if (found) return found;
  }
  return undefined;
}

function keyIn(map: YamlMap, at: number, offset: number, where: KeyDoc["where"]) {
  for (const [i, { key }] of map.entries.entries()) {
    const start = at + (map.starts[i] ?? 0);
    if (offset < start || offset > start + key.length) continue;
    const doc = byName.get(key.text);
    return doc && (where === "root" || doc.where === "both")
      ? { doc, span: { start, end: start + key.length } }
      : undefined;
  }
  return undefined;
}
