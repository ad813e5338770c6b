/** What is said of the name under the cursor. */
import { scopePath } from "../../core/graph.ts";
import type { Span } from "../../core/span.ts";
import { valueText } from "../../export/settings.ts";
import type { BlockDef, FileScope } from "../../front/yaml/index.ts";
import {
  type BindingThere,
  bindingsOf,
  blocksAt,
  type FrameThere,
  framesOf,
  type NodeThere,
  nodesAround,
  nodesAt,
} from "../instances.ts";
import { keyAt } from "../keys.ts";
import { code } from "../markdown.ts";
import { type Declaration, layerMeaning, namesOf, type Occurrence } from "../names/index.ts";
import type { Snapshot } from "../snapshot.ts";
import { FUNCTIONS, isFunction, isType, TYPES } from "../words.ts";
import { layerContent, tensorContent } from "./layer.ts";
import { blockContent, counterContent, fileContent, paramContent, settingContent, symbolContent } from "./names.ts";
import type { Content, Hover } from "./show.ts";

export type { Hover } from "./show.ts";

export function hover(snapshot: Snapshot, file: FileScope, offset: number): Hover | undefined {
  const occurrence = namesOf(file).at(offset);
  if (occurrence) {
    const content = contentOf(snapshot, file, occurrence);
    return content && { span: occurrence.span, markdown: content.parts.join("\n\n"), links: content.links ?? [] };
  }
  const key = keyAt(file, offset);
  return (
    key && {
      span: key.span,
      markdown: `**${key.doc.name}** · ${key.doc.summary}\n\n${code(key.doc.example)}`,
      links: [],
    }
  );
}

function contentOf(snapshot: Snapshot, file: FileScope, occurrence: Occurrence): Content | undefined {
  const { uri } = file.def;
  switch (occurrence.kind) {
    case "op":
      return layerContent(occurrence.op, nodesAt(snapshot, uri, occurrence.span.start), undefined);
    case "setting": {
      const { op, text, span } = occurrence;
      const attribute = op.attributes[text];
      const [there] = nodesAround(snapshot, uri, span, op);
      const set = there?.node.attributes[text];
      const value = there && set !== undefined && set !== null ? valueText(set, there.worked.dims) : undefined;
      return attribute && settingContent(op, text, attribute, value);
    }
    case "output":
      return { parts: [`**${occurrence.text}** · output of ${occurrence.op.name}`] };
    case "function":
      return { parts: [functionText(occurrence.text)] };
    case "type":
      return isType(occurrence.text) ? { parts: [`${code(occurrence.text)} · ${TYPES[occurrence.text]}`] } : undefined;
    case "word":
      return occurrence.declaration.kind === "param" ? paramContent(snapshot, occurrence.declaration) : undefined;
    case "declared":
      return declared(snapshot, file, occurrence, occurrence.declaration);
    default:
      return undefined;
  }
}

function declared(
  snapshot: Snapshot,
  file: FileScope,
  { span, role }: Occurrence,
  declaration: Declaration,
): Content | undefined {
  const { text } = declaration;
  switch (declaration.kind) {
    case "symbol":
      return symbolContent(snapshot, declaration);
    case "param": {
      const layer = placed(nodesAt(snapshot, file.def.uri, span.start), blocksAt(snapshot, file.def.uri, span.start));
      const content = paramContent(snapshot, declaration);
      return layer.length > 0 ? { ...content, parts: [...content.parts, layer] } : content;
    }
    case "counter":
      return counterContent(declaration);
    case "file":
      return fileContent(declaration);
    case "model":
    case "block": {
      const { def } = declaration;
      const at = role === "use" ? blocksAt(snapshot, file.def.uri, startOfCall(file, span)) : [];
      return blockContent(snapshot, def, at.length > 0 ? at : everywhere(snapshot, def));
    }
    case "layer": {
      const { def } = declaration;
      const there = reached(bindingsOf(snapshot, declaration), file, span);
      const nodes = there.flatMap(({ worked, binding }): NodeThere[] => {
        const node = binding.kind === "tensor" ? binding.placed.layer?.node : undefined;
        return node ? [{ worked, node }] : [];
      });
      const op = nodes[0]?.node.op;
      if (op && nodes.length === there.length && def.names.length === 1 && nodes.every(({ node }) => node.op === op))
        return layerContent(op, nodes, def.doc);
      const scope = namesOf(file).scopeAt(span.start);
      const meaning = declaration.uri === file.def.uri ? layerMeaning(def, { file, scope }) : undefined;
      const what = meaning?.kind === "block" ? code(meaning.def.name.text) : "layer";
      return tensorContent(`**${text}** · ${what}`, there, text, def.doc);
    }
    case "input":
    case "weight": {
      const { block, def, kind } = declaration;
      const of = block.root ? "the model" : `block ${code(block.name.text)}`;
      const what = kind === "input" ? "input" : "learned tensor";
      return tensorContent(`**${text}** · ${what} of ${of}`, bindingsOf(snapshot, declaration), text, def.doc);
    }
    case "output":
      return {
        parts: [`**${text}** · output of ${declaration.block.root ? "the model" : code(declaration.block.name.text)}`],
      };
  }
}

/** What stands before a name in its path: `encoder.` of `encoder.layer3`. */
const pathBefore = ({ def: { text } }: FileScope, { start }: Span): string =>
  /[\p{L}\p{N}_.]*$/u.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? "";

/** `resnet.Bottleneck(64)` is placed from where its path begins. */
const startOfCall = (file: FileScope, span: Span): number => span.start - pathBefore(file, span).length;

/** Of a name that is reached by a path only the instance that the path leads to, where that can be told. */
function reached(there: readonly BindingThere[], file: FileScope, span: Span): readonly BindingThere[] {
  const path = pathBefore(file, span).slice(0, -1);
  if (path === "") return there;
  const own = there.filter(({ frame }) => `.${scopePath(frame.scope)}`.endsWith(`.${path}`));
  return own.length > 0 ? own : there;
}

const everywhere = (snapshot: Snapshot, def: BlockDef): FrameThere[] =>
  framesOf(snapshot, def.uri, def).filter(({ frame }) => !frame.outer);

/** A layer that is a parameter, where it is placed. */
function placed(nodes: readonly NodeThere[], blocks: readonly FrameThere[]): string {
  const names = new Set([...nodes.map(({ node }) => node.op.name), ...blocks.map(({ frame }) => frame.def.name.text)]);
  return names.size > 0 ? `Places ${[...names].map((n) => code(n)).join(", ")}` : "";
}

/** `share` is no function of sizes, and stands where a layer does. */
function functionText(name: string): string {
  if (!isFunction(name)) return "`share(a)` · layer `a` again, with the same weights";
  const { params, doc } = FUNCTIONS[name];
  return `${code(`${name}(${params.join(", ")})`)} · ${doc}`;
}
