/** A layer: what its operator does, the shapes that it takes and gives wherever it stands, and what that costs. */

import { producerName } from "../../check/show.ts";
import { layerNeeds } from "../../check/valid.ts";
import { costOf } from "../../core/cost.ts";
import { pathOf, shapeOf, type Tensor } from "../../core/graph.ts";
import type { Op } from "../../core/op.ts";
import { callOf } from "../../export/settings.ts";
import type { BindingThere, NodeThere } from "../instances.ts";
import { pathIn, tensorsOf } from "../instances.ts";
import { code, prose, table } from "../markdown.ts";
import type { Worked } from "../snapshot.ts";
import { formulaLines } from "./formula.ts";
import {
  amounts,
  type Content,
  type CopyLink,
  choiceText,
  condition,
  fieldText,
  shapeAt,
  shapeTable,
  shapeText,
  sizesOf,
} from "./show.ts";

/** Instances that are listed. */
const MAX_ROWS = 8;

export const opIntro = (op: Op): string => `**${op.name}** · ${op.summary.replace(/\.$/, "")} · ${code(op.torch)}`;

/** An operator where it is placed, or where it is only named. */
export function layerContent(op: Op, there: readonly NodeThere[], doc: string | undefined): Content {
  const parts: string[] = [opIntro(op)];
  if (doc) parts.push(prose(doc));
  const [first] = there;
  if (!first) {
    if (op.formula) parts.push(code(op.formula));
    return { parts };
  }
  const { worked, node } = first;
  const distinct = unlike(there);
  const places = new Set(there.map((one) => pathOf(one.node))).size;
  const same = new Set(distinct.map(shapesOf)).size === 1;
  if (places === 1) parts.push(`${code(pathOf(node))} is ${code(callOf(node, worked.dims))}`);
  parts.push(same ? ends(worked, node.inputs, node) : rows(distinct));
  if (same) {
    const lines = formulaLines(worked, node);
    if (lines.length > 0) parts.push(lines.map((l) => code(l)).join("  \n"));
    else if (op.formula) parts.push(code(op.formula));
    const facts = [amounts(worked, node), fieldText(worked, node)].filter((t) => t !== "").join(" · ");
    if (facts) parts.push(facts);
    const weights = weightLine(worked, first);
    if (weights) parts.push(weights);
  }
  const needs = worked.variant && same ? layerNeeds(worked.variant.graph, node) : [];
  if (needs.length > 0) parts.push(`Fits for ${condition(needs)}`);
  if (same && places > 1) parts.push(`The same in ${places} places`);
  const shape = shapeOf({ node, output: 0 });
  return {
    parts: parts.filter((p) => p !== ""),
    links: same ? links(worked, shape && shapeText(worked, shape), needs) : [],
  };
}

function links(worked: Worked, shape: string | undefined, needs: readonly string[]): CopyLink[] {
  return [
    ...(shape && shape !== "unknown" && worked ? [{ title: "Copy shape", text: shape }] : []),
    ...(needs.length > 0 ? [{ title: "Copy condition", text: needs.join(" and ") }] : []),
  ];
}

const shapesOf = ({ worked, node }: NodeThere): string =>
  [...node.inputs.map(shapeOf), ...node.outputs].map((shape) => shapeText(worked, shape)).join(" ");

/** Another choice of parameters that changes nothing here adds nothing. */
function unlike(there: readonly NodeThere[]): NodeThere[] {
  const seen = new Set<string>();
  return there.filter((one) => {
    const key = `${pathOf(one.node)} ${shapesOf(one)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What goes in and what comes out, each on a line of its own. */
function ends(worked: Worked, inputs: readonly Tensor[], node: NodeThere["node"]): string {
  const at = sizesOf(worked);
  const all = worked.variant?.graph.nodes ?? worked.nodes;
  const line = (name: string, shape: ReturnType<typeof shapeOf>): string[] => [
    name,
    code(shapeText(worked, shape)),
    code(shapeAt(worked, shape, at) ?? ""),
  ];
  const outputs = node.op.outputs;
  const list = [
    ...inputs
      .slice(0, MAX_ROWS)
      .map((t) => line(t.node.id < 0 ? "in" : `in: ${code(producerName(all, t, node).slice(1, -1))}`, shapeOf(t))),
    ...(inputs.length > MAX_ROWS ? [[`and ${inputs.length - MAX_ROWS} more`, "", ""]] : []),
    ...node.outputs
      .slice(0, MAX_ROWS)
      .map((shape, i) =>
        line(node.outputs.length === 1 ? "**out**" : `**out**: ${code(outputs?.[i] ?? String(i))}`, shape),
      ),
    ...(node.outputs.length > MAX_ROWS ? [[`and ${node.outputs.length - MAX_ROWS} more`, "", ""]] : []),
  ];
  return shapeTable(worked, list);
}

function rows(there: readonly NodeThere[]): string {
  const groups = new Map<string, { readonly first: NodeThere; count: number }>();
  for (const one of there) {
    const key = `${shapesOf(one)} ${choiceText(one.worked)}`;
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { first: one, count: 1 });
  }
  const listed = [...groups.values()]
    .slice(0, MAX_ROWS)
    .map(({ first: { worked, node }, count }) => [
      label(worked, pathOf(node), count),
      `${several(node.inputs.map((t) => code(shapeText(worked, shapeOf(t)))))} → ${several(node.outputs.map((s) => code(shapeText(worked, s))))}`,
      condition(worked.variant ? layerNeeds(worked.variant.graph, node) : []),
    ]);
  const more = groups.size - MAX_ROWS;
  const conditional = listed.some(([, , needs]) => needs !== "");
  const all = more > 0 ? [...listed, [`and ${more} more`, "", ""]] : listed;
  return table(
    ["", "in → out", ...(conditional ? ["fits for"] : [])],
    all.map((row) => (conditional ? row : row.slice(0, 2))),
  );
}

/** `dec4.cat`, `encoder.0.q and 11 more`, `cat with norm=Identity`. */
function label(worked: Worked, path: string, count: number): string {
  const choice = choiceText(worked);
  return `${code(path)}${count > 1 ? ` and ${count - 1} more` : ""}${choice ? ` with ${code(choice)}` : ""}`;
}

/** Equal ones are counted. */
const several = (texts: readonly string[]): string =>
  texts.length > 1 && texts.every((t) => t === texts[0]) ? `${texts.length} × ${texts[0]}` : texts.join(", ");

function weightLine(worked: Worked, { node }: NodeThere): string {
  if (node.shares) return `Has the weights of ${code(pathOf(node.shares))}`;
  if (!node.result || node.result.faults.length > 0 || !worked.variant) return "";
  const weights = costOf(worked.variant.graph, node).weights.map(
    ({ name, shape, kind }) => `${code(name)} ${shapeText(worked, shape)}${kind === "buffer" ? " (buffer)" : ""}`,
  );
  if (weights.length > MAX_ROWS) weights.splice(MAX_ROWS, weights.length, `and ${weights.length - MAX_ROWS} more`);
  return weights.length > 0 ? `Weights: ${weights.join(", ")}` : "";
}

/** A name of a tensor that is no single layer: a block's value, an input, a line of several. */
export function tensorContent(
  title: string,
  there: readonly BindingThere[],
  name: string,
  doc: string | undefined,
): Content {
  const parts = [title];
  if (doc) parts.push(prose(doc));
  const groups = new Map<
    string,
    { readonly worked: Worked; readonly path: string; readonly cells: string[]; count: number }
  >();
  const seen = new Set<string>();
  let first: { readonly worked: Worked; readonly shape: string } | undefined;
  for (const { worked, frame, binding } of there) {
    if (binding.kind !== "tensor") continue;
    for (const { name: part, tensor } of tensorsOf(binding.placed)) {
      const shape = shapeOf(tensor);
      const text = shapeText(worked, shape);
      const path = pathIn(frame, part === "" ? name : `${name}.${part}`);
      // Another choice of parameters that changes nothing here adds nothing.
      if (seen.has(`${path} ${text}`)) continue;
      seen.add(`${path} ${text}`);
      first ??= { worked, shape: text };
      const key = `${part} ${text} ${choiceText(worked)}`;
      const group = groups.get(key);
      // Numbers stand under the sizes of the first.
      const at = worked === first.worked ? (shapeAt(worked, shape, sizesOf(worked)) ?? "") : "";
      if (group) group.count++;
      else groups.set(key, { worked, path, cells: [code(text), at === "" ? "" : code(at)], count: 1 });
    }
  }
  const list = [...groups.values()].map(({ worked, path, cells, count }) => [label(worked, path, count), ...cells]);
  if (first) {
    const more = list.length - MAX_ROWS;
    parts.push(shapeTable(first.worked, more > 0 ? [...list.slice(0, MAX_ROWS), [`and ${more} more`, "", ""]] : list));
  }
  return { parts, links: first && list.length === 1 ? links(first.worked, first.shape, []) : [] };
}
