/**
 * From the tree of a YAML file to what it declares: a model and its blocks, each with parameters, inputs, weights,
 * conditions, layers and outputs. Nothing is evaluated here; a part that cannot be read is told and left out.
 */
import { shift } from "../../core/span.ts";
import type { Line, Name } from "../expression/ast.ts";
import { sizeNames } from "../expression/mentions.ts";
import { layersOf, outputsOf } from "./declare_layers.ts";
import { conditions, paramValue, sizesOf, tensors } from "./declare_values.ts";
import type { BlockDef, FileDef, ParamDef } from "./declared.ts";
import type { Report } from "./report.ts";
import type { YamlNode, YamlTree } from "./tree.ts";
import { TreeReader, wasTold } from "./tree_reader.ts";

const BLOCK_KEYS = ["params", "inputs", "weights", "where", "layers", "outputs"] as const;
const ROOT_KEYS = ["shapewright", "model", "use", "sizes", "blocks", ...BLOCK_KEYS] as const;

const NO_NAME: Name = { text: "", span: { start: 0, end: 0 } };

/** `lines` keeps lines that were parsed before, by their text. */
export function declareFile(uri: string, tree: YamlTree, report: Report, lines = new Map<string, Line>()): FileDef {
  return declaredFile(new TreeReader(uri, tree, report, lines), tree);
}

function declaredFile(r: TreeReader, tree: YamlTree): FileDef {
  for (const p of tree.problems) r.yamlProblem(p, 0);
  const empty: FileDef = {
    uri: r.uri,
    text: r.text,
    model: declareBlock(r, NO_NAME, undefined, 0, true),
    blocks: new Map(),
    uses: [],
    sizes: [],
    partial: r.partial,
  };
  const { root, rootAt } = tree;
  if (!root) return empty;
  if (root.kind !== "map") {
    r.tell(
      { start: rootAt, end: rootAt + root.length },
      "yaml-syntax",
      "A model file is a mapping: `model: Name`, `inputs:`, `layers:`.",
    );
    return empty;
  }
  const keys = r.keys(root, rootAt, ROOT_KEYS, "a model file");
  const version = keys.get("shapewright");
  if (version && r.scalarText(version.value) !== "1") {
    r.tell(
      r.nodeSpan(version),
      "attribute-range",
      "This version of Shapewright reads files of version 1: `shapewright: 1`.",
    );
  }
  const name = keys.get("model");
  const model: Name = name?.value?.kind === "scalar" ? { text: name.value.text, span: r.nodeSpan(name) } : NO_NAME;
  const blocks = new Map<string, BlockDef>();
  for (const entry of r.map(keys.get("blocks"), "blocks")) {
    const blockName = r.name(entry);
    if (r.taken(blocks.get(blockName.text)?.name, blockName, "block")) continue;
    blocks.set(blockName.text, declareBlock(r, blockName, entry.value, entry.valueAt, false, entry));
  }
  return {
    uri: r.uri,
    text: r.text,
    model: declareBlock(r, model, root, rootAt, true),
    blocks,
    uses: r.map(keys.get("use"), "use").map((e) => ({
      name: r.name(e),
      target: r.scalarText(e.value) ?? "",
      span: r.nodeSpan(e),
    })),
    sizes: sizesOf(r, keys.get("sizes")),
    partial: r.partial,
  };
}

function declareBlock(
  r: TreeReader,
  name: Name,
  node: YamlNode | undefined,
  at: number,
  root: boolean,
  entry: { readonly doc?: string; readonly told?: boolean } = {},
): BlockDef {
  const documented = entry.doc === undefined ? {} : { doc: entry.doc };
  const empty: BlockDef = {
    name,
    uri: r.uri,
    root,
    params: new Map(),
    weights: [],
    where: [],
    layers: [],
    alias: false,
    ...documented,
  };
  if (!node) {
    if (!root && !entry.told) r.tell(name.span, "yaml-syntax", `Block "${name.text}" is empty: give it \`layers\`.`);
    return empty;
  }
  if (node.kind !== "map") {
    const layers = layersOf(r, { value: node, valueAt: at, told: entry.told });
    return { ...empty, layers, alias: node.kind === "scalar" };
  }
  const keys = root ? r.keys(node, at, ROOT_KEYS, "") : r.keys(node, at, BLOCK_KEYS, `block "${name.text}"`);
  const params = new Map<string, ParamDef>();
  const seen = new Map<string, Name>();
  for (const entry of r.map(keys.get("params"), "params")) {
    const paramName = r.name(entry);
    if (r.taken(seen.get(paramName.text), paramName, "parameter")) continue;
    seen.set(paramName.text, paramName);
    params.set(paramName.text, {
      name: paramName,
      value: paramValue(r, entry.value, entry.valueAt, paramName.span, entry.told),
      ...(entry.doc === undefined ? {} : { doc: entry.doc }),
    });
  }
  const inputs = keys.get("inputs");
  const declared = inputs && tensors(r, inputs, seen, "input");
  const weights = tensors(r, keys.get("weights"), seen, "weight") ?? [];
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
    r.tell(
      root ? { start: at, end: at + Math.min(node.length, node.entries[0]?.key.length ?? 1) } : name.span,
      "missing-attribute",
      `${root ? "The model" : `Block "${name.text}"`} has no \`layers\`.`,
    );
  }
  const body = layers ? layersOf(r, layers) : [];
  for (const layer of body) {
    for (const n of layer.names) if (!r.taken(seen.get(n.text), n, "layer")) seen.set(n.text, n);
  }
  return {
    ...empty,
    params,
    ...(declared ? { inputs: declared } : {}),
    weights,
    where: conditions(r, keys.get("where")),
    layers: body,
    ...(outputs ? { outputs: outputsOf(r, outputs) } : {}),
  };
}
